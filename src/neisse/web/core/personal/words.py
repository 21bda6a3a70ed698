"""Finding and taking out a person's name, address and telephone in any text."""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, quote_plus

from neisse.web.core.bridge import fold
from neisse.web.core.personal.keys import UMLAUTS, Keys, ids_in, keys_of, slugs_of
from neisse.web.core.personal.rows import Subject

NOBODY = "N. N."
LEAST_DIGITS = 6
AROUND = 60
# Letters and digits on either side, or a hyphen: “Robert Koch” does not stand in “Robert-Koch-Institut”.
EDGE, END = r"(?<![^\W_])(?<![^\W_]-)", r"(?![^\W_])(?!-[^\W_])"
GAP = r"[\s.,_+-]{1,3}"


@dataclass(frozen=True, slots=True)
class Needles:
    """What is looked for. Every hit contains one of `runs` (ASCII letters and digits) or fits one of `digits`."""

    patterns: tuple[tuple[re.Pattern[str], str], ...]
    runs: tuple[str, ...]
    digits: tuple[str, ...]
    keys: Keys = Keys()

    def __bool__(self) -> bool:
        return bool(self.patterns)

    def found_in(self, text: str) -> bool:
        """Whether the person is named in a text."""
        plain = unicodedata.normalize("NFC", text)
        return self.is_named(plain) or next(self.keys.hits(plain), None) is not None

    def is_named(self, plain: str) -> bool:
        """Whether the person is named otherwise than in a key."""
        return any(pattern.search(plain) for pattern, _instead in self.patterns)

    def is_key(self, value: Any) -> bool:
        """Whether a value is a key that was made of the person's name, and nothing else."""
        return isinstance(value, str) and bool(self.keys.pattern.fullmatch(value))

    def is_of_another(self, key: str, texts: Iterable[str]) -> bool:
        """Whether a key that looks like the person's is of something that only has their name in its own name."""
        told = [unicodedata.normalize("NFC", text) for text in texts]
        return (
            self.is_key(key)
            and any(self.keys.compound.search(text) for text in told)
            and not any(map(self.is_named, told))
        )

    def sparing(self, keys: Iterable[str]) -> Needles:
        """These needles, but the keys of others stay."""
        spared = self.keys.spared | set(keys)
        return replace(self, keys=replace(self.keys, spared=spared)) if spared else self

    def passages(self, value: Any) -> list[str]:
        """What a text, or each text of a JSON value, says around the person: `AROUND` signs on either side.

        The rest is about others, and may be hidden from the person: a name in a blind plan opens no plan.
        """
        if isinstance(value, dict):
            return [said for pair in value.items() for part in pair for said in self.passages(part)]
        if isinstance(value, list):
            return [said for item in value for said in self.passages(item)]
        plain = unicodedata.normalize("NFC", "" if value is None else str(value))
        spans = sorted(
            hit.span()
            for hits in (self.keys.hits(plain), *(p.finditer(plain) for p, _instead in self.patterns))
            for hit in hits
        )
        told: list[tuple[int, int]] = []
        for start, end in spans:
            if not told or end > told[-1][1] + AROUND:
                told.append((start, end))
        return [around(plain, start, end) for start, end in told]

    def without(self, text: str) -> str:
        """The text without the person; unchanged (the same object) where they are not named."""
        plain = unicodedata.normalize("NFC", text)
        clean = self.keys.without(plain)
        for pattern, instead in self.patterns:
            clean = pattern.sub(instead, clean)
        return text if clean == plain else clean

    def taken_out(self, value: Any) -> Any:
        """A JSON value without the person, in names of fields and in ids too."""
        if isinstance(value, list | dict):
            return self.sparing(
                key for key, texts in ids_in(value) if self.is_of_another(key, texts)
            ).emptied(value)
        return self.emptied(value)

    def emptied(self, value: Any) -> Any:
        """As `taken_out`, of a part of a value."""
        if isinstance(value, str):
            return self.without(value)
        if isinstance(value, list):
            return [self.emptied(item) for item in value]
        if isinstance(value, dict):
            return {self.without(key): self.emptied(item) for key, item in value.items()}
        if isinstance(value, int) and not isinstance(value, bool) and self.found_in(str(value)):
            return 0
        return value

    def found_in_value(self, value: Any) -> bool:
        """Whether the person is named anywhere in a JSON value."""
        return self.found_in(value) if isinstance(value, str) else self.taken_out(value) != value

    def sought(self) -> dict[str, Any]:
        """What a limited reader of files looks for, as JSON."""
        return {
            "runs": [run.lower() for run in self.runs],
            "digits": list(self.digits),
            "patterns": [[pattern.pattern, pattern.flags] for pattern, _instead in self.patterns],
            "keys": self.keys.pattern.pattern,
            "spared": sorted(self.keys.spared),
        }


def around(text: str, start: int, end: int) -> str:
    """A piece of a text with some signs on either side; dots where it goes on."""
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    return f"{'… ' if first else ''}{text[first:last]}{' …' if last < len(text) else ''}"


def needles_of(subject: Subject) -> Needles:
    """What to look for: whole names (either order, folded, in addresses of pages), addresses, telephones."""
    token = secrets.token_hex(4)
    found: list[tuple[re.Pattern[str], str]] = []
    runs: list[str] = []
    numbers: list[str] = []

    def add(text: str, make: Callable[[str], str], instead: str) -> None:
        found.append((re.compile(make(text), re.IGNORECASE), instead))
        runs.append(longest_run(text))

    for address in sorted(filter(None, subject.addresses), key=len, reverse=True):
        for form in {address, quote(address), quote_plus(address), escaped(address)}:
            add(
                form,
                lambda text: rf"(?<![\w.+-]){re.escape(text)}(?![\w-])",
                f"erased-{token}@example.invalid",
            )
    for phone in filter(None, subject.phones):
        digits = [sign for sign in phone if sign.isdigit()]
        if len(digits) >= LEAST_DIGITS:
            pattern = r"\+?" + r"[\s()/.-]{0,3}".join(digits)
            found.append((re.compile(rf"(?<!\d){pattern}(?!\d)"), NOBODY))
            numbers.append("[^0-9]{0,6}".join(digits))
    for name in sorted(filter(None, subject.names), key=len, reverse=True):
        for form in forms_of(name):
            add(form, name_pattern, NOBODY)
    runs += [longest_run(" ".join(slug)) for name in subject.names for slug in slugs_of(name)]
    keys = keys_of(subject.names, secrets.token_hex(16))
    return Needles(tuple(found), tuple(sorted(set(runs))), tuple(numbers), keys)


def forms_of(name: str) -> set[str]:
    """A name as it stands in texts: as written, surname first, folded, escaped in JSON and in addresses."""
    words = unicodedata.normalize("NFC", name).split()
    turned = " ".join([*words[-1:], *words[:-1]])
    plain = {" ".join(words), turned}
    plain |= {form.translate(UMLAUTS) for form in plain}
    plain |= {form.upper() for form in plain}  # an ß becomes two letters
    return (
        plain
        | {fold(form) for form in plain}
        | {escaped(form) for form in plain}
        | {quote(form) for form in plain}
    )


def escaped(text: str) -> str:
    """As JSON writes it in ASCII."""
    return json.dumps(text)[1:-1]


def name_pattern(form: str) -> str:
    """The words of a name one after the other, with a gap between them, not inside other words."""
    return EDGE + GAP.join(re.escape(word) for word in form.split()) + END


def longest_run(text: str) -> str:
    """The longest piece of ASCII letters and digits: what a database can look for in any letters and encoding."""
    # Numbers of escaped signs (u0142) are left out: a database may keep the sign itself.
    plain = re.sub(r"\\u[0-9a-f]{4}|%[0-9A-F]{2}", " ", text)
    return max(re.findall(r"[A-Za-z0-9]+", plain), key=len, default="")
