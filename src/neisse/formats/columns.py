"""Which column is which field: guessed from headers in three languages, to be shown and corrected."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from neisse.engine.text.fold import words
from neisse.formats.headers import BY_LANGUAGE, LANGUAGE_WORDS
from neisse.formats.member_headers import HEADERS, MEMBER, MEMBER_HEADERS
from neisse.formats.objects import paths as record_paths
from neisse.formats.second_meanings import SHARED, clarity, second_meaning

EXACT, PART, SIMILAR = 1.0, 0.8, 0.6
SIMILAR_PERCENT = 85
# A header that says what a row is counts more than one that every list has.
TELLING = {
    MEMBER: {"person.name", "membership.from", "membership.until", "membership.fee_class", "sectors", "offers", "needs",
        "ror", "nip", "regon", "krs", "hrb", "lei", "size", "founded"},
    "organisation": {"name", "sectors", "offers", "needs", "ror", "nip", "regon", "krs", "hrb", "lei", "size", "founded"},
    "measure": {"title", "starts", "ends", "period", "owner", "audience", "cost", "cost_cents", "staff_days", "topics", "time"},
    "person": {"given_name", "family_name", "email", "phone", "office", "consent.purpose"},
    "membership": {"network", "from", "until", "representative"},
    "figure": {"concept", "value", "unit", "about"},
}  # fmt: skip
NEEDED = {
    "organisation": ({"name", "names.de", "names.pl", "names.en"},),
    "measure": ({"title", "titles.de", "titles.pl", "titles.en"},),
    "person": ({"name", "family_name"},),
    MEMBER: (
        {"name", "names.de", "names.pl", "names.en"},
        {"person.name", "membership.from", "membership.fee_class", "membership.kind"},
        {
            "address",
            "postcode",
            "city",
            "phone",
            "mail",
            "offers",
            "needs",
            "sectors",
            "membership.fee_class",
            "membership.until",
        },
    ),
    "membership": ({"network", "from", "until"}, {"organisation"}),
    "figure": ({"concept"}, {"value"}),
}
# Headers that many lists have and that no field is for; they resemble those of fields.
UNREAD = frozenset(
    ["mitgliedsnummer", "mitgliedsnr", "mitglieds nr", "mitglied nr", "mitglieds id", "member no", "member number",
    "membership no",
    "membership number", "numer czlonkowski", "nr czlonkowski", "nr czlonka", "wochentag", "weekday", "day of week",
    "dzien tygodnia",
    "kundennummer", "customer no", "rechnungsnummer", "reminder on off", "reminder date", "reminder time"]
)  # fmt: skip
REPEATED = re.compile(r"\(\d+\)$")
HEADER_ROWS = 20
MOST_LETTERS = 300
BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """A kind, its mapping (header -> field, "" where a column is not read) and how sure each entry is."""

    kind: str
    mapping: Mapping[str, str]
    confidence: Mapping[str, float] = field(default_factory=dict)


def paths(kind: str) -> frozenset[str]:
    """The fields of a kind, or of a member list, as column headers."""
    return frozenset(MEMBER_HEADERS) if kind == MEMBER else record_paths(kind)


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, dict[str, str]]:
    return {
        kind: {
            " ".join(words(header)): name
            for name, listed in reversed(fields.items())
            for header in (*listed.split("|"), name)
        }
        for kind, fields in HEADERS.items()
    }


@lru_cache(maxsize=16)
def _sets(kind: str) -> dict[frozenset[str], str]:
    """Headers of two or three words, whatever their order ("bis Datum")."""
    known = _dictionary().get(kind, {})
    return {frozenset(name.split()): field for name, field in known.items() if 1 < len(name.split()) < 4}


def guess_field(header: str, kind: str) -> tuple[str, float]:
    """The field of one header and a confidence in [0, 1]; ("", 0) where nothing fits.

    A header in several languages ("Name / Nazwa") is read part by part; "Titel (pl)" is `titles.pl`. What is longer
    than `MOST_LETTERS` is a text and no header: comparing it with every word would cost seconds.
    """
    if len(header) > MOST_LETTERS:
        return "", 0.0
    if header in paths(kind):
        return header, EXACT
    parts = [
        part for part in (*header.replace("\n", "/").split("/"), BRACKETS.sub("", header)) if words(part)
    ]
    candidates = [_guess(words(part), kind) for part in (header, *parts)]
    return max(candidates, key=lambda guess: guess[1], default=("", 0.0))


def _guess(said: list[str], kind: str) -> tuple[str, float]:
    known = _dictionary().get(kind, {})
    name = " ".join(said)
    if name in known:
        return known[name], EXACT
    if name in UNREAD:
        return "", 0.0
    if turned := _sets(kind).get(frozenset(said)):
        return turned, EXACT
    languages = [LANGUAGE_WORDS[word] for word in said if word in LANGUAGE_WORDS]
    bare = [word for word in said if word not in LANGUAGE_WORDS]
    if len(languages) == 1 and bare:
        base, confidence = _guess(bare, kind)
        plural = BY_LANGUAGE.get(base.split(".")[0], "")
        return (f"{plural}.{languages[0]}", confidence) if plural else (base, confidence * PART)
    inside = [
        (len(phrase), field_)
        for phrase, field_ in known.items()
        if len(phrase) > 3 and f" {phrase} " in f" {name} "
    ]
    if inside:
        return max(inside)[1], PART
    close = [
        (fuzz.ratio(name, phrase), field_)
        for phrase, field_ in known.items()
        if len(phrase) > 4 and len(name) > 4
    ]
    best = max(close, default=(0.0, ""))
    return (best[1], SIMILAR) if best[0] >= SIMILAR_PERCENT else ("", 0.0)


def guess_columns(headers: Sequence[str], kind: str | None = None) -> ColumnGuess:
    """The mapping of a table's headers for one kind, or for the kind that they fit best; of equals for the one that
    leaves fewest unread.

    Each field is given once, to the header that fits it best (the first of equals). Cost: headers x words.
    """
    guesses = [_guess_kind(headers, candidate) for candidate in ([kind] if kind else HEADERS)]
    return max(guesses, key=lambda guess: (_fit(guess), len(guess.confidence)))


def _guess_kind(headers: Sequence[str], kind: str) -> ColumnGuess:
    found = {header: guess_field(header, kind) for header in headers}
    mapping = dict.fromkeys(headers, "")
    taken: set[str] = set()
    for header in sorted(
        headers, key=lambda h: (-found[h][1], h not in paths(kind), clarity(h, found[h][0]))
    ):
        name, _ = found[header]
        if name in taken:
            name = _second(header, name, kind)
        if name and (name not in taken or name in SHARED):
            mapping[header] = name
            taken.add(name)
    return ColumnGuess(kind, mapping, {header: found[header][1] for header in headers if mapping[header]})


def _second(header: str, name: str, kind: str) -> str:
    """What a column is whose first meaning another one has: a second "Uhrzeit" is the end, "Ort" beside "Stadt" a house."""
    if kind == "measure" and REPEATED.search(header):
        return {"time": "time_end", "starts": "ends", "period": "ends"}.get(name, "")
    return second_meaning(header, kind)


def _fit(guess: ColumnGuess) -> float:
    fields = set(guess.mapping.values())
    complete = all(fields & group for group in NEEDED.get(guess.kind, ()))
    telling = TELLING.get(guess.kind, set())
    return sum(
        confidence * (2.0 if guess.mapping[header] in telling else 1.0)
        for header, confidence in guess.confidence.items()
    ) * (1.0 if complete else 0.3)


def header_row(rows: Sequence[Sequence[object]]) -> tuple[int, float]:
    """Index of the row that names the columns, and how well it is understood.

    Of the first rows the one whose cells fit some kind best; without any, the first with two filled cells.
    """
    best, best_fit = 0, 0.0
    first_wide: int | None = None
    for index, row in enumerate(rows[:HEADER_ROWS]):
        cells = [str(cell).strip() for cell in row if isinstance(cell, str) and cell.strip()]
        if first_wide is None and len(cells) >= 2:
            first_wide = index
        if not cells or max(map(len, cells)) > 120:
            continue
        fit = _fit(guess_columns(list(dict.fromkeys(cells)))) / (1 + 0.02 * index)
        if fit > best_fit:
            best, best_fit = index, fit
    return (best, best_fit) if best_fit >= 1.0 else (first_wide or 0, 0.0)
