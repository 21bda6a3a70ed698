"""Times of events in words, on the wall clock of their place."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from hashlib import blake2b
from typing import Any

from django import template
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from neisse.web.core.kept import KEPT_S
from neisse.web.core.templatetags.neisse import languages_told
from neisse.web.core.when import clock_text, days_text
from neisse.web.meet.bridge.meetings import interpreter_pair
from neisse.web.meet.briefing import way_text
from neisse.web.meet.links import personal_path
from neisse.web.meet.programme import by_day, published_sessions
from neisse.web.meet.rules.clock import standing

register = template.Library()
register.filter("way", way_text)
register.filter("personal_path", personal_path)


@register.filter
def interpreter(meeting: Any) -> str:
    """The pair of languages that a meeting needs an interpreter for, "" for none."""
    return interpreter_pair(meeting.request.asker.languages, meeting.request.asked.languages)


@register.filter(name="standing")
def standing_now(event: Any) -> Any:
    """What an event is at this moment, by its state and its dates; its words are `.label`."""
    return standing(event, timezone.now())


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


@register.simple_tag(takes_context=True)
def programme_of(context: template.Context, event: Any, version: Any) -> SafeString:
    """The sessions of a published programme, drawn once in five minutes for all readers of a language.

    The key holds all that they show, and the languages of which the page has said already that texts are missing.
    """
    told = languages_told(context)
    shown = version.content, event.slug, sorted(told), get_language(), timezone.get_current_timezone_name()
    key = f"programme-{blake2b(repr(shown).encode(), digest_size=16).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        days = by_day(published_sessions(version.content))
        page = render_to_string(
            "meet/parts/sessions.html", {"days": days, "event": event}, context["request"]
        )
        kept = page, frozenset(told)
        cache.set(key, kept, KEPT_S)
    page, told_in_it = kept
    told |= told_in_it
    return SafeString(page)


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
