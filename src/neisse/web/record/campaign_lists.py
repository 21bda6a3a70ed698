"""Campaigns and their recipients as sheets for people and objects for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from neisse.engine.values import LANGUAGES
from neisse.web.core.downloads import Column, Listing
from neisse.web.core.downloads.files import Rows
from neisse.web.core.filters import language_name
from neisse.web.record.models import Campaign, Recipient


def said_of_campaigns(rows: Sequence[Campaign]) -> Rows:
    """Campaigns for programs."""
    return [
        {
            "id": row.pk,
            "title": {code: getattr(row, f"title_{code}") for code in LANGUAGES},
            "state": row.state,
            "until": row.last_day.isoformat(),
            "recipients": row.listed,  # type: ignore[attr-defined]
            "answered": row.answered,  # type: ignore[attr-defined]
        }
        for row in rows
    ]


def said_of_recipients(rows: Sequence[Recipient]) -> Rows:
    """Recipients for programs."""
    return [
        {
            "organisation": row.link.organisation.key,
            "name": row.name,
            "address": row.address,
            "language": row.link.language,
            "mailed_at": at(row.mailed_at),
            "reminded_at": at(row.reminded_at),
            "opened_at": at(row.opened_at),
            "answer": row.answer,
            "answered_at": at(row.answered_at),
            "late": row.is_late,
            "failed": row.is_failed,  # type: ignore[attr-defined]
            "note": row.note,
        }
        for row in rows
    ]


def at(moment: Any) -> str | None:
    """An instant for programs."""
    return moment.isoformat() if moment else None


CAMPAIGNS = Listing(
    _("Campaigns"),
    (
        Column(_("Title"), str),
        Column(_("State"), lambda row: row.get_state_display()),
        Column(_("Answers until"), lambda row: row.last_day),
        Column(_("Recipients"), lambda row: row.listed),
        Column(_("Answered"), lambda row: row.answered),
    ),
    said_of_campaigns,
)
RECIPIENTS = Listing(
    _("Recipients"),
    (
        Column(_("Organisation"), lambda row: row.link.organisation),
        Column(_("For whom"), lambda row: row.name),
        Column(_("E-mail"), lambda row: row.address),
        Column(_("Language"), lambda row: language_name(row.link.language)),
        Column(_("Written to"), lambda row: row.mailed_at),
        Column(_("Reminded"), lambda row: row.reminded_at),
        Column(_("Opened"), lambda row: row.opened_at),
        Column(_("Answer"), lambda row: row.get_answer_display()),
        Column(_("Answered"), lambda row: row.answered_at),
        Column(_("Late"), lambda row: row.is_late),
        Column(_("Mail did not arrive"), lambda row: row.is_failed),
        Column(_("Note"), lambda row: row.note),
    ),
    said_of_recipients,
)
