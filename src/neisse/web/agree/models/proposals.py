"""What is decided on together, and what was proposed for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.agree.models.round import Round
from neisse.web.core.models import Job
from neisse.web.intersect.models import Overlap
from neisse.web.record.models import Measure

HUNDREDTHS = 100


class Group(models.Model):
    """Plans that are decided on together, often one alone; `verdict` is that of the surest overlap among several."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveIntegerField(_("group"))
    measures = models.ManyToManyField(Measure, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Overlap.Verdict.choices, blank=True)

    class Meta:
        ordering = ["round", "number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="group_number_once")]

    def __str__(self) -> str:
        return str(self.number)


class Proposal(models.Model):
    """One joint plan that was computed. `value` and `bound` (proven: no plan is worth more) in hundredths.

    `changes` is what was asked besides the round: `locks` {group: option}, `forbid` {group: [option]} and `budgets`
    {budget: cents}, by primary keys as texts. `document` holds the plans by their primary keys and no words of them.
    """

    class State(models.TextChoices):
        """A search that was broken off before it had a plan has ended."""

        COMPUTING = "computing", _("being computed")
        READY = "ready", _("ready")
        IMPOSSIBLE = "impossible", _("does not work out")
        ENDED = "ended", _("broken off")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField(_("proposal"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.COMPUTING)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    changes = models.JSONField(default=dict)
    document = models.JSONField(default=dict)
    value = models.PositiveIntegerField(_("value"), default=0)
    bound = models.PositiveIntegerField(_("at most"), default=0)
    is_asked = models.BooleanField(default=False, help_text="it is before the owners now")
    asked_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["round", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="proposal_number_once"),
            models.UniqueConstraint(
                fields=["round"], condition=models.Q(is_asked=True), name="one_proposal_before_the_owners"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.number}"

    @property
    def points(self) -> float:
        """The value as people read it."""
        return self.value / HUNDREDTHS

    @property
    def most_points(self) -> float:
        """The proven bound as people read it."""
        return self.bound / HUNDREDTHS

    @property
    def is_best(self) -> bool:
        """Whether it is proven that no plan is worth more."""
        return self.value == self.bound

    @property
    def groups(self) -> list[dict[str, Any]]:
        """What became of each group."""
        found: list[dict[str, Any]] = self.document.get("groups", [])
        return found
