"""What of records stands at the entrance: the first steps, and what waits for somebody."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from neisse.web.core import steps, waiting
from neisse.web.core.steps import Step
from neisse.web.core.waiting import Source
from neisse.web.record.models import IntakeSubmission, Measure, OfficeRequest, Organisation
from neisse.web.record.queries.campaign import aged
from neisse.web.record.queries.imports import unfinished_of
from neisse.web.record.queries.subscriptions import troubled


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
        unfinished_of,
        20,
    ),
    Source(
        "calendars",
        _("Calendars that need you"),
        _("Not reached any more, or with plans that vanished from them."),
        "record:calendars",
        "record.import",
        troubled,
        25,
    ),
    Source(
        "aged",
        _("Organisations that nobody confirmed for a year"),
        _("A campaign asks them whether their entries are still right."),
        "record:campaigns",
        "record.manage_intake",
        aged,
        40,
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
