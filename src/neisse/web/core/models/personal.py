"""The log of erasures: that it was done, never of whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """One person was erased: when, by whom, on which way, how many rows and texts of what. No name, no address."""

    class Way(models.TextChoices):
        """Who asked for it."""

        MANAGER = "manager", _("by a manager")
        ACCOUNT = "account", _("with the account")
        LINK = "link", _("by personal link")

    way = models.CharField(_("way"), max_length=10, choices=Way.choices)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField(_("erased"), default=timezone.now, editable=False)
    counts = models.JSONField(default=dict)
    sought = models.TextField(
        blank=True,
        editable=False,
        help_text="what files are looked through for, packed; nothing once they are",
    )
    finished_at = models.DateTimeField(null=True, editable=False, help_text="when the files were gone, too")
    scrubbed_at = models.DateTimeField(
        null=True, editable=False, help_text="when the bytes were gone from the file of the database, too"
    )

    class Meta:
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.way} {self.done_at:%Y-%m-%d}"
