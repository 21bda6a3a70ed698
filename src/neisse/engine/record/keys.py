"""Ids for records that come without one: the same record read again gets the same id."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from neisse.engine.text.fold import fold, words

# What names a record of a kind; a dot reaches into an object.
NAMING = {
    "organisation": ("name", "city"),
    "person": ("name", "organisation"),
    "network": ("name",),
    "membership": ("network", "organisation", "from"),
    "measure": ("title", "owner", "starts", "period"),
    "section": ("network", "name"),
    "topic_group": ("section", "network", "name"),
    "figure": ("about", "concept", "year", "date", "unit"),
    "document": ("title", "date"),
}
READABLE_LETTERS = 60
HASH_BYTES = 4


def slug(text: str, letters: int = READABLE_LETTERS) -> str:
    """Folded words joined by hyphens, cut at a word where it gets too long: for ids that people can read."""
    said = ""
    for word in words(text):
        if len(said) + len(word) + 1 > letters:
            return said or word[:letters]
        said = f"{said}-{word}" if said else word
    return said


def derived_id(kind: str, data: Mapping[str, Any]) -> str:
    """An id from the fields that name a record, "" where it has none of them.

    The readable part is the name; eight hexadecimal digits tell records of one name apart. An identifier
    that the record carries (ROR, NIP, an address) is not part of it: those may be added later.
    """
    said = [fold(str(data.get(key) or "")) for key in NAMING[kind]]
    if not any(said):
        return ""
    digest = blake2b("\x1f".join(said).encode(), digest_size=HASH_BYTES).hexdigest()
    readable = slug(str(data.get("name") or data.get("title") or data.get("concept") or kind)) or kind
    return f"{readable}-{digest}"
