"""Times of events in words, on the wall clock of their place."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Any

from django import template
from django.utils import timezone

from neisse.web.core.when import clock_text, days_text
from neisse.web.meet.bridge.meetings import interpreter_pair
from neisse.web.meet.briefing import way_text
from neisse.web.meet.links import personal_path

register = template.Library()
register.filter("way", way_text)
register.filter("personal_path", personal_path)


@register.filter
def interpreter(meeting: Any) -> str:
    """The pair of languages that a meeting needs an interpreter for, "" for none."""
    return interpreter_pair(meeting.request.asker.languages, meeting.request.asked.languages)


@register.filter
def event_when(event: Any) -> str:
    """The days of an event, and the hours where it is one day."""
    return stay_text(event.starts_at, event.ends_at, event.tz)


@register.filter
def event_when_where(event: Any) -> str:
    """When an event is, and where as far as somebody said so."""
    return ", ".join(str(said) for said in (event_when(event), event.place, event.city) if said)


def stay_text(begins: datetime, ends: datetime, zone: tzinfo) -> str:
    """`21–22 October 2026`, or with the clock where it is one day, as it is at the place."""
    with timezone.override(zone):
        first = timezone.localdate(begins)
        last = timezone.localdate(ends - timedelta(microseconds=1))
        days = days_text(first, last)
        return f"{days}, {clock_text(begins, ends)}" if first == last else days


@register.simple_tag
def clock_span(begins: datetime, ends: datetime) -> str:
    """`09:00–10:30` in the zone of the page."""
    return clock_text(begins, ends)


@register.simple_tag
def moment_span(begins: datetime, ends: datetime) -> str:
    """`6 Oct 2021, 14:00–15:00` in the zone of the page."""
    day = timezone.localdate(begins)
    return f"{days_text(day, day, short=True)}, {clock_text(begins, ends)}"


@register.simple_tag
def moment(at: datetime | None) -> str:
    """A day with its clock in the zone of the page; empty without one."""
    if at is None:
        return ""
    day = timezone.localdate(at)
    return f"{days_text(day, day, short=True)}, {timezone.localtime(at):%H:%M}"
