"""Names in keys: ids and addresses of pages that were made of a person's name, `zaneta-quittenbaum-1f0c2ab9`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from neisse.web.core.bridge import fold, words

JOINT = "[-_.]"
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
LEAST_WORDS = 2  # one word stands in keys of many others
NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Keys:
    """What keys that were made of a name look like, and what is put in their place.

    A key says no more than its words: that of the “Robert Koch-Institut” looks like one of Robert Koch. `compound` finds
    the name as a part of such a compound: whose texts hold that, and not the name itself, keeps its key (`spared`).
    """

    pattern: re.Pattern[str] = NEVER
    compound: re.Pattern[str] = NEVER
    salt: bytes = b""
    spared: frozenset[str] = frozenset()

    def hits(self, text: str) -> Iterator[re.Match[str]]:
        """The keys in a text that name the person."""
        return (hit for hit in self.pattern.finditer(text) if hit[0] not in self.spared)

    def without(self, text: str) -> str:
        """The text with other keys in their place: for one key always the same, so that what refers to it still does."""
        return self.pattern.sub(
            lambda hit: hit[0] if hit[0] in self.spared else self.instead_of(hit[0]), text
        )

    def instead_of(self, key: str) -> str:
        """What stands in the place of a key; nobody can tell from it what it was."""
        return f"erased-{blake2b(key.encode(), key=self.salt, digest_size=6).hexdigest()}"


def keys_of(names: Iterable[str], salt: str) -> Keys:
    """What to look for in keys: the folded words of a name in either order."""
    written = [name for name in names if len(words(name)) >= LEAST_WORDS]
    slugs = sorted({slug for name in written for slug in slugs_of(name)}, key=len, reverse=True)
    if not slugs:
        return Keys()
    inside = "|".join(JOINT.join(slug) for slug in slugs)
    found = rf"(?<![\w.-])(?:[\w.-]*{JOINT})?(?:{inside})(?:{JOINT}\w[\w.-]*)?(?![\w@-])"
    apart = "|".join(r"[\s.,_+-]{1,3}".join(map(re.escape, name.split())) for name in written)
    compound = rf"(?<![^\W_])(?:{apart})(?![^\W_])"
    return Keys(re.compile(found), re.compile(compound, re.IGNORECASE), salt.encode())


def slugs_of(name: str) -> set[tuple[str, ...]]:
    """The words of a name as keys have them: in either order, with and without letters put for umlauts."""
    plain = name.split()
    orders = (" ".join(plain), " ".join([*plain[-1:], *plain[:-1]]))
    return {tuple(words(fold(form))) for order in orders for form in (order, order.translate(UMLAUTS))}


def ids_in(value: Any) -> Iterator[tuple[str, list[str]]]:
    """The ids of the objects in a JSON value, each with the other texts of its object."""
    if isinstance(value, dict):
        if isinstance(given := value.get("id"), str):
            yield given, [text for key, text in value.items() if key != "id" and isinstance(text, str)]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from ids_in(item)
