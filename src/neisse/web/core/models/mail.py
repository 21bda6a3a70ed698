"""The outbox: every mail of the product waits here until the sender has handed it to the mail server."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Mail(models.Model):
    """One mail to one person in their language. Its text is erased once it is sent: it may hold a secret link.

    `claim` names the sender that holds the mail until `leased_until`; every note about it asks for the claim.
    """

    class State(models.TextChoices):
        """From the queue to an end."""

        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("on its way")
        HANDING_OVER = "handing", _("being handed over")
        SENT = "sent", _("sent")
        PERHAPS_SENT = "perhaps", _("perhaps sent")
        FAILED = "failed", _("failed")
        DISCARDED = "discarded", _("discarded")

    purpose = models.CharField(_("purpose"), max_length=40, db_index=True)
    to = models.EmailField(_("to"), max_length=320)
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"), blank=True)
    about = models.CharField(
        max_length=60, blank=True, db_index=True, help_text="app.model:pk of whom it is about"
    )
    group = models.CharField(max_length=60, blank=True, db_index=True, help_text="app.model:pk of its list")
    is_urgent = models.BooleanField(
        default=False, help_text="somebody waits for it at the screen: goes first"
    )
    message_id = models.CharField(max_length=200, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("answer of the mail server"), max_length=300, blank=True)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now, editable=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="mail_due")]

    # What a manager may send again or put aside.
    STUCK = (State.FAILED, State.PERHAPS_SENT)

    @property
    def is_movable(self) -> bool:
        """Whether a manager may send it again or put it aside."""
        return self.state in {self.State.WAITING, *self.STUCK}

    def __str__(self) -> str:
        return f"{self.purpose} -> {self.to}"


def key_of(row: models.Model) -> str:
    """`app.model:pk`: how a mail names the person or thing that it is about, and the list it belongs to."""
    return f"{row._meta.label_lower}:{row.pk}"
