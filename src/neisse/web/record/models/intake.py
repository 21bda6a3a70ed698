"""Plans that come in without a login, through a personal link."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.core.models.links import SecretLink
from neisse.web.record.models.organisation import Organisation
from neisse.web.record.models.provenance import ImportBatch


class IntakeLink(SecretLink):
    """A link for one organisation. Only its hash is kept; it expires and can be revoked."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="intake_links")
    addressee = models.CharField(_("for whom"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, default="de")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.addressee})"


class IntakeSubmission(models.Model):
    """What somebody sent through a link; it waits for the manager."""

    class State(models.TextChoices):
        """A submission becomes records only when it is accepted."""

        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    link = models.ForeignKey(IntakeLink, on_delete=models.CASCADE, related_name="submissions")
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True
    )
    payload = models.JSONField(default=list)
    file_name = models.CharField(_("file"), max_length=255, blank=True)
    findings = models.JSONField(default=list)
    note = models.TextField(_("note"), blank=True)
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.link.organisation} {self.received_at:%Y-%m-%d}"
