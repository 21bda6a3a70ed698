"""Readers of single fields: what people write becomes the contract's form, or a remark says why not."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from neisse.engine.record.identifiers import check_identifier
from neisse.engine.text.countries import country_code
from neisse.engine.text.fold import fold
from neisse.engine.values import HOME_ZONE, LANGUAGES, Certainty, MeasureKind, Severity, Visibility, say
from neisse.formats.fields import Fields
from neisse.formats.kind_words import measure_kind_of, organisation_kind_of, sector_of
from neisse.formats.markup import has_markup, without_markup
from neisse.formats.phrases import certainty_in, visibility_in
from neisse.formats.spoken_values import (
    CERTAINTIES,
    LANGUAGE_NAMES,
)

EMPTY: tuple[Any, ...] = (None, "", [], {}, ())
# Control signs, lone surrogates and signs that turn the writing direction have no place in a stored text.
UNSTORABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
# What ends a line, or looks as if: a short text is one line, so that none can pass for two.
BREAKS = re.compile("[ ]*[\t\n\u2028\u2029]+[ \t\n\u2028\u2029]*")
ENDS_OF_LINES = re.compile("\r\n|[\r\x0b\x0c\x85]")
LINE_LETTERS = 500
AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]{2,}")


@dataclass(slots=True)
class ObjectFields(Fields):
    """The fields of one object, with what free dates need: the day of reading, the zone, the custom.

    `lenient`: a value that cannot be read costs its field, not its record. `last_days`: an end names the last day, not
    the first one after it. `asks`: owner, network and consent are asked for once for the file. `clocks`: the times of
    day that stand beside the days.
    """

    reference: date = date.min
    zone: str = HOME_ZONE
    day_first: bool | None = None
    lenient: bool = False
    asks: bool = False
    last_days: bool = False
    clocks: tuple[tuple[int, int] | None, tuple[int, int] | None] = (None, None)

    def inside(self, key: str) -> ObjectFields:
        """The fields of an object inside this one; its remarks land here."""
        part = self.part(key)
        return replace(self, data=part.data, findings=self.findings)


def clean_text(fields: Fields, key: str, value: str, *, is_line: bool = False) -> str:
    """A text that may be stored: NFC, without control signs, without markup; what was removed is remarked.

    Of a line the parts are joined by blanks.
    """
    text = unicodedata.normalize("NFC", ENDS_OF_LINES.sub("\n", value))
    if UNSTORABLE.search(text):
        text = UNSTORABLE.sub("", text)
        fields.remark(
            "text.control_signs", key, say("signs that cannot be stored are removed from “%(key)s”", key=key)
        )
    if has_markup(text):
        text = without_markup(text)
        hint = say("texts are plain; write them without HTML")
        fields.remark(
            "text.markup", key, say("HTML is removed from “%(key)s”; its lines stay", key=key), hint
        )
    return (BREAKS.sub(" ", text) if is_line else text).strip()


def storable(value: Any) -> Any:
    """A value of an unknown key as a database can store it: no control signs, no NaN, keys are texts."""
    if isinstance(value, str):
        return UNSTORABLE.sub("", value)
    if isinstance(value, Mapping):
        return {UNSTORABLE.sub("", str(key)): storable(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [storable(entry) for entry in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def text(fields: Fields, key: str, letters: int) -> str:
    """A text of at most `letters`; a longer one is an error (`text.too_long`)."""
    cleaned = clean_text(fields, key, fields.text(key), is_line=letters <= LINE_LETTERS)
    if len(cleaned) > letters:
        lenient = isinstance(fields, ObjectFields) and fields.lenient
        said = say(
            "“%(key)s” has %(count)s letters, at most %(letters)s are kept",
            key=key,
            count=len(cleaned),
            letters=letters,
        )
        # In a file one bad value costs one field, and a long text only its end.
        fields.remark(
            "text.too_long", key, said, "shorten it", Severity.WARNING if lenient else Severity.ERROR
        )
        return cleaned[:letters].rstrip() if lenient else ""
    return cleaned


def texts(fields: Fields, key: str, letters: int) -> list[str]:
    """A list of texts without repetition."""
    cleaned = [clean_text(fields, key, entry, is_line=True) for entry in fields.texts(key)]
    if any(len(entry) > letters for entry in cleaned):
        said = say("an entry of “%(key)s” has more than %(letters)s letters", key=key, letters=letters)
        lenient = isinstance(fields, ObjectFields) and fields.lenient
        hint = say("shorten it, or separate entries by ;")
        fields.remark("text.too_long", key, said, hint, Severity.WARNING if lenient else Severity.ERROR)
        cleaned = [entry[:letters].rstrip() for entry in cleaned]
    return list(dict.fromkeys(entry for entry in cleaned if entry))


def sectors(fields: Fields, key: str, letters: int) -> list[str]:
    """Sectors; those that the product names itself under their names in three languages."""
    return list(dict.fromkeys(map(sector_of, texts(fields, key, letters))))


def spoken(fields: Fields, key: str, letters: int) -> list[str]:
    """Languages that somebody speaks, by their codes where they are known."""
    said = texts(fields, key, letters)
    return list(dict.fromkeys(LANGUAGE_NAMES.get(fold(entry), entry) for entry in said))


def by_language(fields: Fields, key: str, letters: int) -> dict[str, str]:
    """`{de, pl, en}`; other languages are left out with a warning."""
    part = fields.part(key)
    for other in sorted(set(part.data) - set(LANGUAGES)):
        fields.remark(
            "object.language",
            key,
            say("the text of “%(key)s” in “%(other)s” is not read (de, pl, en)", key=key, other=other),
        )
    found = {language: text(part, language, letters) for language in LANGUAGES if language in part.data}
    return {language: said for language, said in found.items() if said}


def text_by_key(fields: Fields, key: str) -> dict[str, str]:
    """An object of texts."""
    part = fields.part(key)
    return {str(name): text(part, name, 500) for name in part.data}


def number(fields: Fields, key: str, low: float = -math.inf, high: float = math.inf) -> float | int | None:
    """A number; a whole one stays whole. `1.500` is left out: it may be 1500 or one and a half."""
    said = fields.data.get(key)
    if isinstance(said, str):
        if AMBIGUOUS.fullmatch(said.strip()):
            text = say(
                "“%(said)s” may be %(one)s or %(other)s; it is left out",
                said=said,
                one=re.sub("[.,]", "", said),
                other=said.replace(",", "."),
            )
            fields.remark("number.ambiguous", key, text, "write 1500 or 1.5")
            return None
        value = spoken_number(said)
        fields = Fields(fields.row, {key: said if value is None else value}, fields.findings)
    found = fields.number(key, low, high)
    return int(found) if found is not None and found.is_integer() and abs(found) < 2**53 else found


def degrees(fields: Fields, key: str, limit: int) -> float | int | None:
    """Degrees between -limit and limit, with a decimal point or comma."""
    said = fields.data.get(key)
    if isinstance(said, str) and re.fullmatch(r"\s*[+-]?\d{1,3}(?:[.,]\d+)?\s*", said):
        fields = Fields(fields.row, {key: float(said.replace(",", "."))}, fields.findings)
    return number(fields, key, -limit, limit)


def whole(fields: Fields, key: str, high: int) -> int | None:
    """A whole number from 0 to `high`; points and commas before three digits are separators."""
    said = fields.data.get(key)
    if isinstance(said, str):
        fields = Fields(fields.row, {key: spoken_number(said)}, fields.findings)
        if fields.data[key] is None:
            fields.data = {key: said}
    found = number(fields, key, 0, high)
    if isinstance(found, float):
        fields.remark("field.type", key, say("“%(key)s” is not a whole number; it is left out", key=key))
        return None
    return found


def spoken_number(said: str) -> float | int | None:
    """`1.234,56`, `1,234.56`, `12 500`, `~40`, `2,8`: the number, None where it is none.

    Points or commas before groups of three digits are taken as separators of thousands.
    """
    digits = re.sub(r"^(?:ca\.?|ok\.?|about|~|>|<)\s*|[\s\u00a0\u202f']", "", said.strip())
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?|[+-]?\d+,\d+", digits):
        digits = digits.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,15}(\.\d+)?", digits):
        return None
    return float(digits) if "." in digits else int(digits)


def flag(fields: Fields, key: str) -> bool:
    """True or false, also as ja/nein, tak/nie, yes/no, x."""
    value = fields.data.get(key)
    if isinstance(value, str) and fold(value) in FLAGS:
        return FLAGS[fold(value)]
    if isinstance(value, int) and value in {0, 1}:
        return bool(value)
    return fields.flag(key)


FLAGS = dict.fromkeys(
    ["ja", "j", "yes", "y", "tak", "t", "true", "wahr", "prawda", "x", "1"], True
) | dict.fromkeys(["nein", "n", "no", "nie", "false", "falsch", "falsz", "0"], False)


def identifier(fields: Fields, key: str, scheme: str) -> str:
    """A checked identifier; a wrong one is left out with a warning."""
    checked, finding = check_identifier(scheme, text(fields, key, 200))
    if finding:
        fields.remark(finding.code, key, finding.text, finding.hint)
    return checked


def url(fields: Fields, key: str, letters: int = 300) -> str:
    """A web address; without a scheme https is taken, what is too long or not http(s) is left out."""
    said = clean_text(fields, key, fields.text(key))
    if not said:
        return ""
    if len(said) > letters:
        fields.remark(
            "field.url",
            key,
            say("the address has more than %(letters)s letters; it is left out", letters=letters),
        )
        return ""
    address = said if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", said) else f"https://{said}"
    if not re.fullmatch(r"https?://[^\s/?#@]+\.[^\s/?#@.]+(?::\d+)?\.?(?:[/?#]\S*)?", address, re.IGNORECASE):
        fields.remark(
            "field.url",
            key,
            say("“%(said)s” is not a web address; it is left out", said=said),
            "https://example.org",
        )
        return ""
    return address


def email(fields: Fields, key: str) -> str:
    """A mail address; a wrong one is left out."""
    said = text(fields, key, 254).removeprefix("mailto:")
    if said and not EMAIL.fullmatch(said):
        fields.remark("field.email", key, say("“%(said)s” is not a mail address; it is left out", said=said))
        return ""
    return said


def country(fields: Fields, key: str) -> str:
    """The ISO code of a country under any of its names; an unknown one is left out."""
    said = text(fields, key, 120)
    code = country_code(said) if said else ""
    if said and not code:
        fields.remark(
            "field.country",
            key,
            say("the country “%(said)s” is not known; it is left out", said=said),
            "DE, PL, CZ ...",
        )
    return code


def language(fields: Fields, key: str) -> str:
    """de, pl or en, also under the language's name."""
    said = fold(text(fields, key, 40))
    found = LANGUAGE_NAMES.get(said, said if said in LANGUAGES else "")
    if said and not found:
        fields.remark("measure.language", key, say("language “%(said)s” is not de, pl or en", said=said))
    return found


def choice(fields: Fields, key: str, members: frozenset[str], spoken: Mapping[str, str]) -> str:
    """One of the contract's words, also in three languages; any other is left out with a warning."""
    said = text(fields, key, 120)
    found = said if said in members else spoken.get(fold(said), "")
    if said and not found:
        hint = ", ".join(sorted(members))
        fields.remark(
            "field.value",
            key,
            say("“%(said)s” is no %(key)s; the default is taken", said=said, key=key),
            hint,
        )
    return found


def measure_kind(fields: Fields, key: str) -> str:
    """A kind of the contract, also in three languages; an unknown kind is kept as text."""
    said = text(fields, key, 40)
    found = said if said in set(MeasureKind) else measure_kind_of(said) or said
    if found and found not in set(MeasureKind):
        note = say("unknown kind “%(said)s”, treated as other", said=said)
        fields.remark("measure.kind", key, note, ", ".join(MeasureKind), Severity.NOTE)
    return found


def certainty(fields: Fields, key: str) -> str:
    """How sure a measure is; also in more words ("verschoben auf Herbst 2027")."""
    said = text(Fields(0, {key: fields.data.get(key)}), key, 500)
    if said not in set(Certainty) and (found := certainty_in(said)):
        return found
    return choice(fields, key, frozenset(Certainty), CERTAINTIES)


def organisation_kind(fields: Fields, key: str) -> str:
    """A kind of the contract under its words in three languages, or a legal form; another word is kept as text."""
    said = text(fields, key, 40)
    return organisation_kind_of(said) or said


def measure_visibility(fields: Fields, key: str) -> str:
    """Public, circle or blind; what cannot be read as one is for the circle, never public."""
    return _shown_to(fields, key, frozenset(Visibility))


def visibility(fields: Fields, key: str) -> str:
    """Public or circle; only measures can be blind."""
    return _shown_to(fields, key, frozenset(Visibility) - {Visibility.BLIND})


def _shown_to(fields: Fields, key: str, members: frozenset[Visibility]) -> str:
    said = text(fields, key, 120)
    found = said if said in set(Visibility) else visibility_in(said) or said
    if found == Visibility.BLIND and Visibility.BLIND not in members:
        found = str(Visibility.CIRCLE)
    if said and found not in members:
        note = say("“%(said)s” is no %(key)s; it is kept for the circle", said=said, key=key)
        fields.remark("field.value", key, note, ", ".join(sorted(members)))
        return str(Visibility.CIRCLE)
    return found


def part_of(fields: Fields, key: str, readers: Mapping[str, Callable[[Any, str], Any]]) -> dict[str, Any]:
    """An object inside an object; false flags and empty fields are left out."""
    part = fields.inside(key) if isinstance(fields, ObjectFields) else fields.part(key)
    found = {name: reader(part, name) for name, reader in readers.items() if name in part.data}
    return {name: value for name, value in found.items() if value not in EMPTY and value is not False}
