"""Meetings as rows for people with a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from neisse.web.meet.bridge.meetings import interpreter_pair
from neisse.web.meet.models import Meeting, MeetingRequest
from neisse.web.meet.queries.meetings import Load

Object = dict[str, Any]


def load_row(load: Load) -> Object:
    """One person with what they asked, answered and agreed."""
    return {
        pgettext("of a person", "Name"): load.registration.name,
        _("Organisation"): load.registration.comes_from,
        _("Country"): load.registration.country,
        _("Requests sent"): load.sent,
        _("Requests received"): load.received,
        _("Not answered"): load.unanswered,
        _("Agreed"): load.accepted,
        _("Possible meetings"): load.room,
        _("Placed"): "" if load.placed is None else load.placed,
    }


def request_row(request: MeetingRequest) -> Object:
    """Who asked whom; what they wrote to each other is theirs."""
    return {
        _("From (person)"): request.asker.name,
        _("Organisation"): request.asker.comes_from,
        _("To (person)"): request.asked.name,
        _("Organisation (to)"): request.asked.comes_from,
        pgettext("of a meeting request", "State"): request.get_state_display(),
        _("Asked"): f"{timezone.localtime(request.asked_at):%Y-%m-%d %H:%M}",
        _("Answered"): f"{timezone.localtime(request.answered_at):%Y-%m-%d %H:%M}"
        if request.answered_at
        else "",
    }


def meeting_row(meeting: Meeting) -> Object:
    """Slot, table and both people."""
    a, b = meeting.request.asker, meeting.request.asked
    begins, ends = timezone.localtime(meeting.slot.starts_at), timezone.localtime(meeting.slot.ends_at)
    return {
        _("Day"): f"{begins:%Y-%m-%d}",
        _("Begins"): f"{begins:%H:%M}",
        _("Ends"): f"{ends:%H:%M}",
        _("Table"): meeting.table.name,
        _("Part of the hall"): meeting.table.zone,
        _("Person"): a.name,
        _("Organisation"): a.comes_from,
        _("meets"): b.name,
        _("Organisation (meets)"): b.comes_from,
        _("Interpreter"): interpreter_pair(a.languages, b.languages),
    }
