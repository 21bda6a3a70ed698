"""Whose a file is: names that stand for nobody in particular, and the question where no name is left."""

from __future__ import annotations

import re
from collections.abc import Iterable

from neisse.engine.text.fold import words
from neisse.engine.values import Finding, Severity

# Names of calendars and senders that name no organisation.
_NOBODY = frozenset(
    [
        "termine", "termin", "kalender", "calendar", "calendars", "veranstaltung", "veranstaltungen", "veranstaltungskalender",
        "events", "event", "eventkalender", "eventcalendar", "terminkalender", "wydarzenia", "wydarzenie", "kalendarz",
        "kalendarium", "plan", "planung", "plany", "meine", "mein", "my", "moj", "moje", "neu", "new", "nowy", "public",
        "offentlich", "oeffentlich", "publiczny", "default", "standard", "privat", "private", "prywatny", "arbeit", "work",
        "praca", "dienstlich", "team", "intern", "internal", "gemeinsam", "shared", "export", "import", "ics", "ical",
        "outlook", "google", "teams", "zoom", "unbenannt", "untitled", "test", "noreply", "no", "reply", "info", "kontakt",
        "office", "admin", "mail", "buro", "der", "die", "das", "und", "and", "i", "of", "the", "fur", "for", "dla", "1", "2",
        "3", "2025", "2026", "2027", "2028", "spotkania", "meetings", "treffen", "agenda", "jahresplan", "jahresplanung",
        "roczny", "holidays", "feiertage", "swieta", "urlaub", "ferien", "birthdays", "geburtstage", "urodziny"
    ]
)  # fmt: skip
_MAIL = re.compile(r"\S+@\S+")


def is_nobody(name: str) -> bool:
    """Whether a name is an address, or made of words that name no organisation ("Termine", "My calendar")."""
    said = words(name)
    return not said or _MAIL.search(name) is not None or all(word in _NOBODY for word in said)


def asked(name: str, without: int) -> Iterable[Finding]:
    """The one question for a file whose measures say no owner."""
    if without:
        text = f"{without:,} measures of {name} name no organisation as owner: whose are they?"
        yield Finding("import.owner", name, text, "say it once for the file: --owner", Severity.WARNING)
