"""Organisations that may be one: what the engine found, what people said, and what was merged."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.record.models.organisation import Organisation


class Pair(models.Model):
    """Two organisations, in any order; each pair once."""

    a = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(Least("a", "b"), Greatest("a", "b"), name="%(class)s_once"),
        ]

    def __str__(self) -> str:
        return f"{self.a} / {self.b}"


class DuplicateProposal(Pair):
    """What the engine last found; computed again at any time."""

    score = models.FloatField(_("score"))
    reasons = models.JSONField(default=list)

    class Meta(Pair.Meta):
        ordering = ["-score", "pk"]


class Distinction(Pair):
    """Somebody said that the two are not the same; remembered until somebody takes it back."""

    note = models.CharField(_("why"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta(Pair.Meta):
        ordering = ["-decided_at", "pk"]


class Merge(models.Model):
    """One organisation taken into another: where its old address leads, and all that undoing needs.

    `row` and `aside` are rows as Django serialises them, `moved` says which rows of which reference
    (`record.Measure.owner`) were handed over, `before`, `taken` and `after` are contract objects.
    """

    survivor = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="merges")
    gone_pk = models.PositiveBigIntegerField(db_index=True)
    key = models.CharField(max_length=200, db_index=True)
    slug = models.SlugField(max_length=200)
    name = models.CharField(_("name"), max_length=300)
    row = models.JSONField()
    before = models.JSONField()
    taken = models.JSONField()
    after = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    aside = models.JSONField(default=list)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone_pk"], condition=models.Q(undone_at=None), name="merged_away_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_force(self) -> bool:
        """Whether it was not undone."""
        return self.undone_at is None
