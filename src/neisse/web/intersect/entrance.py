"""What of overlaps stands at the entrance: the first comparison, and requests to open a blind overlap."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from neisse.web.core import steps, waiting
from neisse.web.core.models import Job
from neisse.web.core.steps import Step
from neisse.web.core.waiting import Source
from neisse.web.intersect.actions.comparison import KIND
from neisse.web.intersect.models import Overlap
from neisse.web.intersect.queries.openings import unanswered


def register() -> None:
    """Called once, when the app is ready."""
    steps.register(
        Step(
            "comparison",
            _("Look at the first overlaps"),
            _("Plans are compared by themselves after each change."),
            "intersect:overlaps",
            _was_compared,
            60,
        )
    )
    waiting.register(
        Source(
            "openings",
            _("Requests to open a blind overlap"),
            _("Somebody agrees to show their plan to you if you show yours."),
            "intersect:overlaps",
            "core.open_inbox",
            _openings,
            40,
        )
    )


def _was_compared() -> bool:
    return (
        Overlap.objects.exists()
        or Job.objects.filter(kind=KIND.name, state=Job.State.DONE, total__gt=0).exists()
    )


def _openings(user: Any) -> int:
    return unanswered(user).count()
