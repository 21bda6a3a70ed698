"""What of records stands at the entrance: the first steps, and what waits for somebody."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from neisse.web.core import steps, waiting
from neisse.web.core.steps import Step
from neisse.web.core.waiting import Source
from neisse.web.record.models import ImportBatch, IntakeSubmission, Measure, OfficeRequest, Organisation


def register() -> None:
    """Called once, when the app is ready."""
    steps.register(
        Step(
            "members",
            _("Read in the member list"),
            _("A spreadsheet as it is: organisations, towns, people, memberships."),
            "record:import",
            Organisation.objects.exists,
            20,
        )
    )
    steps.register(
        Step(
            "plans",
            _("Read in or write down plans"),
            _("A spreadsheet, a calendar, or one by hand."),
            "record:import",
            Measure.objects.exists,
            30,
        )
    )
    for source in SOURCES:
        waiting.register(source)


def _submissions(user: Any) -> int:
    return IntakeSubmission.objects.filter(state=IntakeSubmission.State.WAITING).count()


def _imports(user: Any) -> int:
    return ImportBatch.objects.filter(
        state__in=[ImportBatch.State.PREVIEWED, ImportBatch.State.STORING]
    ).count()


def _offices(user: Any) -> int:
    asked = OfficeRequest.objects.exclude(user=user).select_related("organisation")
    return sum(user.has_perm("record.grant_office", request) for request in asked)


SOURCES = (
    Source(
        "submissions",
        _("Plans that came in"),
        _("Handed in through a link, not looked at yet."),
        "record:intake_inbox",
        "record.manage_intake",
        _submissions,
        10,
    ),
    Source(
        "imports",
        _("Imports that are not finished"),
        _("Read and previewed, not stored yet."),
        "record:import",
        "record.import",
        _imports,
        20,
    ),
    Source(
        "offices",
        _("Offices that are asked for"),
        _("Managers who want to speak for an organisation."),
        "record:offices",
        "core.open_inbox",
        _offices,
        30,
    ),
)
