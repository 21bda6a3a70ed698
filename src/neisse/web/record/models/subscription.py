"""A calendar at an address of others, looked at again and again for plans of one organisation."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.record.models.organisation import Organisation
from neisse.web.record.models.provenance import ImportBatch


class Subscription(models.Model):
    """What is new or changed there waits as an import of who subscribed, unless it is stored at once.

    The address often is a secret of its owner: pages show no more than its host. `known` maps the ids of plans that were
    read to the day on which they end, `gone` are those of them that came no more although they lie ahead.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="subscriptions")
    address = models.CharField(_("address of the calendar"), max_length=500)
    stores_at_once = models.BooleanField(_("store without asking"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    checked_at = models.DateTimeField(_("looked at"), null=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), null=True, editable=False)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    modified = models.CharField(max_length=100, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    error = models.JSONField(default=dict, editable=False)
    known = models.JSONField(default=dict, editable=False)
    gone = models.JSONField(default=list, editable=False)
    batch = models.ForeignKey(
        ImportBatch, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        ordering = ["organisation", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "address"], name="subscribed_once")]

    def __str__(self) -> str:
        return f"{self.host} ({self.organisation})"

    @property
    def host(self) -> str:
        """Whose calendar it is, without what may be secret."""
        return urlsplit(self.address).hostname or "?"
