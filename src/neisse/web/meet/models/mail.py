"""The outbox: mails wait here until the task has sent them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.meet.models.event import Event
from neisse.web.meet.models.registration import Registration


class Mail(models.Model):
    """One mail to one person in their language. Its text is erased once it is sent: it may hold a secret link."""

    class State(models.TextChoices):
        """From the queue to an end."""

        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    event = models.ForeignKey(Event, null=True, on_delete=models.CASCADE, related_name="mails")
    registration = models.ForeignKey(Registration, null=True, on_delete=models.CASCADE, related_name="mails")
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2)
    purpose = models.CharField(_("purpose"), max_length=40, db_index=True)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.purpose} -> {self.to}"
