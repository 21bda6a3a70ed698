"""Offices that managers ask for themselves: in force only once somebody else has agreed, or time has passed."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.record.models.organisation import Organisation

WAITING = timedelta(days=7)


class OfficeRequest(models.Model):
    """A manager wants to speak for an organisation. Until it is granted it gives no right at all."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="office_requests"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="office_requests")
    could_be_granted = models.BooleanField(
        default=False, editable=False, help_text="there were people to ask: time alone grants nothing"
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="office_asked_once")]

    def __str__(self) -> str:
        return f"{self.user} - {self.organisation}"
