"""Whose a file is: names that stand for nobody in particular, and the question where no name is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from neisse.engine.text.fold import fold, words
from neisse.engine.values import Finding, Severity, say

# Under which a calendar tells whose it may be.
OWNER_HINT = "owner?"
# On a person who said no: no answer for the file is a consent.
REFUSED = "refused?"
# Names of calendars and senders that name no organisation.
_NOBODY = frozenset(
    [
        "termine", "termin", "kalender", "calendar", "calendars", "veranstaltung", "veranstaltungen", "veranstaltungskalender",
        "events", "event", "eventkalender", "eventcalendar", "terminkalender", "wydarzenia", "wydarzenie", "kalendarz",
        "kalendarium", "plan", "planung", "plany", "meine", "mein", "moj", "moje", "neu", "new", "nowy", "public",
        "offentlich", "oeffentlich", "publiczny", "default", "standard", "privat", "private", "prywatny", "arbeit", "work",
        "praca", "dienstlich", "team", "intern", "internal", "gemeinsam", "shared", "export", "import", "ics", "ical",
        "outlook", "google", "teams", "zoom", "unbenannt", "untitled", "test", "noreply", "no", "reply", "info", "kontakt",
        "office", "admin", "mail", "buro", "der", "die", "das", "und", "and", "i", "of", "the", "fur", "for", "dla", "1", "2",
        "3", "2025", "2026", "2027", "2028", "spotkania", "meetings", "treffen", "agenda", "jahresplan", "jahresplanung",
        "roczny", "holidays", "feiertage", "swieta", "urlaub", "ferien", "birthdays", "geburtstage", "urodziny", "vorstand",
        "zarzad", "board", "geschaftsstelle", "geschaftsfuhrung", "wir", "alle", "all", "wszyscy", "my"
    ]
)  # fmt: skip
_MAIL = re.compile(r"\S+@\S+")
_TITLE = re.compile(
    r"(herrn?|frau|hr|fr|dr|prof|pd|mr|mrs|ms|pan|pani|p|inz|mgr|dipl)(\.|\s)\s*\S", re.IGNORECASE
)
_TURNED = re.compile(r"[^\W\d_]{2,}(-[^\W\d_]{2,})?, [^\W\d_]{2,}( [^\W\d_]{2,})?")


def is_nobody(name: str) -> bool:
    """Whether a name is an address, or made of words that name no organisation ("Termine", "My calendar")."""
    said = words(name)
    return not said or _MAIL.search(name) is not None or all(word in _NOBODY for word in said)


def is_person(name: str) -> bool:
    """Whether a name is a person's: with a title or an address ("Frau Kern", "Dr. Weiß"), or "Neumann, Petra"."""
    return _TITLE.match(fold(name)) is not None or _TURNED.fullmatch(name.strip()) is not None


def asked(name: str, without: int, proposals: Sequence[str] = ()) -> Iterable[Finding]:
    """The one question for a file whose measures say no owner, with the names that it gives all the same."""
    if without:
        text = say(
            "%(without)s measures of %(name)s name no organisation as owner: whose are they?",
            without=without,
            name=name,
        )
        named = ", ".join(proposals[:5])
        hint = (
            say("say it once for the file; it names %(all)s", all=named)
            if proposals
            else "say it once for the file"
        )
        yield Finding("import.owner", name, text, hint, Severity.WARNING)
