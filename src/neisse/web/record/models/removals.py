"""What was removed, kept whole for a while, so that it can be brought back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.record.models.organisation import Organisation


class Removal(models.Model):
    """One record that was removed, with all that fell with it.

    `rows`: as Django serialises them, the record first. `loose`: references that were emptied. `moved` and `aside`:
    what was handed over to the `heir` (see `actions.moving`). `visibility` and `owner` say who may see it; `together`
    joins what was removed in one go.
    """

    kind = models.CharField(_("kind"), max_length=20)
    gone_pk = models.PositiveBigIntegerField(db_index=True)
    key = models.CharField(max_length=200, db_index=True)
    slug = models.SlugField(max_length=200)
    name = models.CharField(_("name"), max_length=500)
    visibility = models.CharField(max_length=10, blank=True)
    owner = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    heir = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    rows = models.JSONField()
    loose = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    aside = models.JSONField(default=list)
    together = models.CharField(max_length=32, blank=True, db_index=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    removed_at = models.DateTimeField(default=timezone.now, db_index=True)
    restored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    restored_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-removed_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def can_come_back(self) -> bool:
        """Whether it was not brought back yet."""
        return self.restored_at is None
