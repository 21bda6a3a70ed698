"""Where something is, as people write it into one line: venue, street, postcode, town, country, "online".

The postcode tells the town, else the last part between commas that is one, else the last town inside a part.
Names after words for rooms, hotels and streets ("Raum Berlin", "Hotel Breslau", "Leipziger Straße") are no towns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count

from neisse.engine.text.countries import BORDER, country_code
from neisse.engine.text.fold import WORD, fold
from neisse.engine.text.towns import Town, find_town, towns_in

MOST_LETTERS = 500
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_ONLINE = re.compile(
    r"https?://|\b(?:zoom|teams|webex|jitsi|bigbluebutton|bbb|gotomeeting|google meet|skype|livestream|stream|online\w*"
    r"|on-line|virtuell\w*|virtual\w*|digital|webinar\w*|hybrid\w*|hybryd\w*|zdaln\w+|wirtualn\w*)\b",
    re.IGNORECASE,
)
_ONLY_ONLINE = re.compile(
    r"(?:(?:microsoft|ms|google)[- ])?(?:zoom|teams|webex|jitsi|bigbluebutton|bbb|meet|skype|livestream|stream|online|on-line"
    r"|virtuell|virtual|digital|webinar|hybrid|hybrydowo|zdalnie|wirtualnie)"
    r"(?:[- ](?:meeting|besprechung|veranstaltung|konferenz|event|spotkanie|per \w+|via \w+|via|und|and|oder|i))*",
    re.IGNORECASE,
)
_LINKS = r"(?:und|and|oraz|i|oder|or|lub|sowie|bzw\.?)"
_ONLINE_FIRST = re.compile(
    rf"^(?:{_ONLY_ONLINE.pattern})(?:\s*\([^()]*\))?\s*(?::|\+|&|/|\b{_LINKS}\b)\s*(?:in|w|at|im)?\b\s*(?:den|der|the)?\b\s*",
    re.IGNORECASE,
)
_ONLINE_LAST = re.compile(
    rf"\s*(?:\(|:|\+|&|/|\b{_LINKS}\b)\s*(?:auch |also |także )?(?:{_ONLY_ONLINE.pattern})(?:\s*\([^()]*\))?\)?$",
    re.IGNORECASE,
)
_IN = re.compile(r"^(?:in|w|we|at|bei|near)\s+(?=[^\W\d_]+$)", re.IGNORECASE)
_PARTS = re.compile(r"[,;\n\r|\[\]]| [-–—/] | @ ")
_POSTCODES = (
    ("PL", re.compile(r"(?<!\d)(?:PL[- ]?)?\d{2}-\d{3}\s+(?P<town>[^\W\d_][^\d,;]*)")),
    ("CZ", re.compile(r"(?<!\d)(?:CZ[- ]?)?\d{3} \d{2}\s+(?P<town>[^\W\d_][^\d,;]*)")),
    ("", re.compile(r"(?<!\d)(?:(?P<land>D|DE|A|AT|CH|CZ|PL)[- ])?\d{4,5}\s+(?P<town>[^\W\d_][^\d,;]*)")),
)
# What the table of towns calls by their English names, as they are called where they are.
_OWN = {
    "Warsaw": "Warszawa", "Vienna": "Wien", "Prague": "Praha", "Nuremberg": "Nürnberg", "Munich": "München",
    "Brussels": "Brüssel",
    "Geneva": "Genf", "Cologne": "Köln", "Hanover": "Hannover", "Pilsen": "Plzeň",
}  # fmt: skip
_LANDS = {"D": "DE", "A": "AT"}
_STREET = re.compile(
    r"(?:^|\b)(?:ul|al|pl|os)\. ?\w|\w*(?:straße|strasse|str\.|gasse|allee|platz|damm|ufer|ring|weg)(?:\s+\d|\s*$)"
    r"|^(?:ulica|aleja|plac|rynek|street|am|an der|zum)\b.*\d|^[^\W\d]+(?: [^\W\d]+)? \d+[a-z]?$",
    re.IGNORECASE,
)
# What follows these is a name of theirs, not the town that they stand in ("Schloss Görlitz" does stand there).
_ROOMS = frozenset(
    ["halle", "saal", "raum", "sala", "sale", "salle", "hotel", "room", "hall", "foyer", "hörsaal", "horsaal", "zimmer",
    "pokój", "pokoj", "hala", "restaurant", "restauracja", "café", "cafe", "kawiarnia", "pensjonat", "motel",
    "konferenzraum", "seminarraum", "besprechungsraum", "tagungsraum", "salon"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Location:
    """Town and country ("" where none is known), what else was said, and whether it is online (too)."""

    city: str = ""
    country: str = ""
    venue: str = ""
    online: bool = False


def read_location(text: str, country: str = "") -> Location:
    """Take a line of place apart; what is no town is the venue, nothing is thrown away but links.

    `country` is what is said elsewhere. Cost: some look-ups a word; of more than `MOST_LETTERS` the rest is venue.
    """
    online = bool(_ONLINE.search(text))
    said = " ".join(_LINK.sub(" ", text).replace("\n", ", ").split())[:MOST_LETTERS].strip(" ,;")
    parts = [_IN.sub("", part.strip(" .,:")) for part in _PARTS.split(said)]
    if online:
        parts = [_ONLINE_LAST.sub("", _ONLINE_FIRST.sub("", part)).strip(" .,:") for part in parts]
    parts = [
        part
        for part in parts
        if part and not (online and _ONLY_ONLINE.fullmatch(re.sub(r"\W+", " ", part).strip()))
    ]
    lands = [part for part in parts if len(part) > 2 and country_code(part)]
    places = [part for part in parts if part not in lands] or parts
    code = country_code(country) or (country_code(lands[-1]) if lands and places != parts else "")
    town, where = _town(said, places, code)
    if town is None:
        return Location("", code, ", ".join(places), online)
    rest = [part for part in places if part != where]
    return Location(_OWN.get(town.name, town.name), town.country, ", ".join(rest), online)


def _town(said: str, parts: list[str], code: str) -> tuple[Town | None, str]:
    """The town, and the part that said nothing but the town."""
    for land, form in _POSTCODES:
        for found in form.finditer(said):
            named = _LANDS.get(
                found.groupdict().get("land") or "", found.groupdict().get("land") or land or code
            )
            if town := _longest(found["town"], named):
                return town, next(
                    (part for part in parts if found[0].strip() in part and found.start() is not None), ""
                )
    for near in (True, False):
        for part in reversed(parts):
            town = (
                None if _STREET.search(part) or _is_room(part) else find_town(part, code) or find_town(part)
            )
            if town and (town.country in BORDER or not near):
                return town, part
    for part in reversed(parts):
        if not _STREET.search(part) and (inside := _inside(part, code)):
            return inside, ""
    return None, ""


def _longest(text: str, code: str) -> Town | None:
    """The town that a text begins with: `Frankfurt (Oder) Messe`, `Görlitz Neißepark`."""
    whole = text.strip(" .")
    if town := find_town(whole, code) or find_town(whole):
        return town
    named = whole.split()
    for size in range(min(4, len(named)), 0, -1):
        start = " ".join(named[:size])
        if town := find_town(start, code) or find_town(start):
            return town
    return None


def _is_room(part: str) -> bool:
    if part.split(maxsplit=1)[0].lower() not in _ROOMS or len(part.split()) == 1:
        return False
    town = find_town(part)
    return town is None or fold(town.name) != fold(part)


def _inside(part: str, code: str) -> Town | None:
    """The last town that a part names, not what a room, a hotel or a street is called after."""
    words = [found[0] for found in WORD.finditer(part)]
    rooms = {at + n for at, word in enumerate(words[:-1]) if word.lower() in _ROOMS for n in (0, 1)}
    numbers = count()
    bare = WORD.sub(lambda found: "x" if next(numbers) in rooms else found[0], part)
    towns = [t for t in towns_in(bare, 1_000) if _own(t, bare) and (not code or t.country == code)]
    near = [t for t in towns if t.country in BORDER]
    return next(reversed(near), None) or next(
        iter([t for t in reversed(towns) if t.population > 100_000]), None
    )


def _own(town: Town, text: str) -> bool:
    """A small town counts inside a text only under its own name: `Forum` and `Foyer` are no towns."""
    return town.population >= 15_000 or fold(town.name) in fold(text)
