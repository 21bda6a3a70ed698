"""Lists of the agree stage as sheets for people and objects for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from neisse.web.agree.models import Minute, Round
from neisse.web.agree.wording import told
from neisse.web.core.downloads import Column, Listing
from neisse.web.core.downloads.files import Rows
from neisse.web.core.when import period_text
from neisse.web.record.models import Measure


def said_of_rounds(rows: Sequence[Round]) -> Rows:
    """Rounds for programs."""
    return [
        {
            "id": row.pk,
            "name": row.name,
            "year": row.year,
            "state": row.state,
            "plans_until": _day(row.last_day_for_plans),
            "decides_on": _day(row.decides_on),
            "seats": row.sits,  # type: ignore[attr-defined]
        }
        for row in rows
    ]


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


ROUNDS = Listing(
    _("Coordination rounds"),
    (
        Column(_("Name"), str),
        Column(_("Year"), lambda row: row.year),
        Column(_("State"), lambda row: row.get_state_display()),
        Column(_("Plans until"), lambda row: row.last_day_for_plans),
        Column(_("Day of the decision"), lambda row: row.decides_on),
        Column(_("Seats"), lambda row: row.sits),
    ),
    said_of_rounds,
)


def said_of_plans(rows: Sequence[Measure]) -> Rows:
    """Plans for programs: what the page shows of them, and no field that it does not."""
    return [
        {
            "id": row.key,
            "title": str(row),
            "owner": row.owner.key,
            "starts": _day(row.start),
            "until": _day(row.end),
            "city": row.city,
            "topics": row.topics,
            "cost_cents": row.cost_cents,
            "staff_days": row.staff_days,
        }
        for row in rows
    ]


PLANS = Listing(
    _("Plans of the round"),
    (
        Column(_("Title"), str),
        Column(_("Owner"), lambda row: row.owner),
        Column(_("When"), period_text),
        Column(_("Where"), lambda row: row.city),
        Column(_("Topics"), lambda row: row.topics),
        Column(
            _("Cost"), lambda row: None if row.cost_cents is None else row.cost_cents / 100, is_money=True
        ),
        Column(_("Staff days"), lambda row: row.staff_days),
    ),
    said_of_plans,
)


def said_of_minutes(rows: Sequence[Minute]) -> Rows:
    """Lines of the minutes for programs; groups by number, organisations by id."""
    return [
        {
            "line": row.number,
            "at": row.at.isoformat(),
            "kind": row.kind,
            "organisation": row.seat.organisation.key if row.seat else None,
            "by": str(row.actor) if row.actor else None,
            **row.data,
        }
        for row in rows
    ]


MINUTES = Listing(
    _("Minutes"),
    (
        Column(_("Line"), lambda row: row.number),
        Column(_("When"), lambda row: row.at),
        Column(_("Organisation"), lambda row: row.seat and row.seat.organisation),
        Column(_("Who"), lambda row: row.actor),
        Column(_("What"), told),
    ),
    said_of_minutes,
)
