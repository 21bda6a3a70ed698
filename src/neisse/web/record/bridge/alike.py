"""A record that is being made, beside those that are there: objects and rows <-> the engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from neisse.engine.record.duplicates.alike import Alike, alike, same_person
from neisse.engine.values import LANGUAGES, Place, Texts
from neisse.engine.values import Organisation as Value
from neisse.web.record.bridge.values import organisation_value
from neisse.web.record.models import Organisation

__all__ = ["Alike", "alike_organisations", "same_person"]
IDENTIFIERS = ("ror", "lei", "nip", "regon", "krs", "hrb", "url")


def alike_organisations(draft: dict[str, Any], rows: Sequence[Organisation]) -> list[Alike]:
    """The rows that are probably the organisation of a contract object, surest first, by key."""
    names = draft.get("names") or {}
    known: dict[str, Any] = {name: str(draft.get(name) or "") for name in IDENTIFIERS}
    value = Value(
        "",
        str(draft.get("name") or ""),
        names=Texts(**{language: str(names.get(language) or "") for language in LANGUAGES}),
        aliases=tuple(draft.get("aliases") or ()),
        place=Place(str(draft.get("city") or ""), str(draft.get("country") or "")),
        **known,
    )
    return alike(value, [organisation_value(row) for row in rows])
