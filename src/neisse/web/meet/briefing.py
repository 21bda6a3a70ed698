"""The briefing book of a delegation as plain data, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from neisse.web.core.content import content, reader_language
from neisse.web.meet.models import Delegation, DelegationMember, Visit
from neisse.web.meet.queries.journey import Leg, Way

Object = dict[str, Any]
Stay = Callable[[datetime, datetime, tzinfo], str]


def way_text(way: Way | None) -> str:
    """`120 km, about 1:50 h`; a dash where nothing is known."""
    if way is None:
        return "–"
    hours, minutes = divmod(way.travel_min, 60)
    return _("%(km)s km, about %(hours)s:%(minutes)02d h") % {
        "km": way.distance_km,
        "hours": hours,
        "minutes": minutes,
    }


def briefing(delegation: Delegation, legs: Sequence[Leg], stay: Stay) -> Object:
    """What stands in the briefing book; `stay(begins, ends, zone)` puts times into words."""
    first, last = (legs[0].stop, legs[-1].stop) if legs else (None, None)
    return {
        "language": reader_language(),
        "title": str(delegation),
        "organiser": str(delegation.organiser),
        "description": content(delegation, "description").text,
        "when": stay(first.arrives_at, last.leaves_at, first.tz) if first and last else "",
        "stops": [_stop(leg, stay) for leg in legs],
        "members": [_member(member) for member in delegation.members.all()],
        "words": _words(),
    }


def _stop(leg: Leg, stay: Stay) -> Object:
    stop = leg.stop
    return {
        "city": f"{stop.city} ({stop.country})" if stop.country else stop.city,
        "stay": stay(stop.arrives_at, stop.leaves_at, stop.tz),
        "way": way_text(leg.way),
        "note": stop.note,
        "visits": [_visit(visit, stay(visit.starts_at, visit.ends_at, stop.tz)) for visit in leg.visits],
    }


def _visit(visit: Visit, when: str) -> Object:
    return {
        "when": when,
        "subject": visit.subject,
        "host": visit.host_text,
        "place": visit.place,
        "briefing": visit.briefing,
        "about": content(visit.host, "description").text if visit.host else "",
    }


def _member(member: DelegationMember) -> Object:
    return {
        "name": member.name,
        "office": member.office,
        "organisation": member.organisation_name,
        "languages": " ".join(code.upper() for code in member.languages),
        "leads": member.leads,
    }


def _words() -> dict[str, str]:
    return {
        "glance": _("The journey at a glance"),
        "town": _("Town"),
        "stay": _("Stay"),
        "way": _("Way there"),
        "estimate": _("Distances and travel times are estimates from the straight line, not a timetable."),
        "people": _("Who travels"),
        "name": pgettext("of a person", "Name"),
        "office": _("Function"),
        "organisation": _("Organisation"),
        "languages": _("Languages"),
    }
