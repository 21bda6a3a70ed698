"""Records to refer to in forms: found by id or name, as far as the reader may see them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from neisse.web.core.bridge import fold
from neisse.web.record.queries.scoped import visible

MOST_OFFERED = 12
SHORT_LIST = 60
NAME = {"measure": "title", "figure": "concept"}
CHUNK = 300
WITH_KEY = re.compile(r"\[([^\[\]]+)\]\s*$")


@dataclass(slots=True)
class Found:
    """The ids that exist, and the ids behind each folded name."""

    keys: set[str] = field(default_factory=set)
    by_name: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def rows_for(target: str, user: Any) -> QuerySet[Any]:
    """The records of a kind that a user may refer to."""
    return visible(target, user)


def candidates(target: str, said: Sequence[str], user: Any) -> Found:
    """Everything that these ids or names may mean."""
    found = Found()
    name = NAME.get(target, "name")
    for start in range(0, len(said), CHUNK):
        chunk = said[start : start + CHUNK]
        named = (
            Q(folded_name__in=[fold(text) for text in chunk])
            if target in {"organisation", "person"}
            else Q(**{f"{name}__in": chunk})
        )
        for key, shown in rows_for(target, user).filter(Q(key__in=chunk) | named).values_list("key", name):
            found.keys.add(key)
            found.by_name[fold(shown)].append(key)
    return found


def shown_names(target: str, keys: Sequence[str], user: Any) -> list[str]:
    """The name of each record, with `[id]` behind it where another record has the same name."""
    name = NAME.get(target, "name")
    rows = rows_for(target, user)
    names = dict(rows.filter(key__in=keys).values_list("key", name))
    shared: dict[str, int] = defaultdict(int)
    for other in rows.filter(**{f"{name}__in": set(names.values())}).values_list(name, flat=True):
        shared[other] += 1
    return [
        key if key not in names else f"{names[key]} [{key}]" if shared[names[key]] > 1 else names[key]
        for key in keys
    ]


def suggested(target: str, text: str, user: Any) -> list[tuple[str, str]]:
    """(what to fill in, what to say beside it) for records whose name contains a text."""
    name = NAME.get(target, "name")
    rows = rows_for(target, user)
    if not hasattr(rows.model, name):
        return []  # records without a name are not looked for by one
    if target in {"organisation", "person"}:
        rows = rows.filter(folded_name__contains=fold(text))
    else:
        rows = rows.filter(**{f"{name}__icontains": text})
    found = list(rows[:MOST_OFFERED])
    shown = shown_names(target, [row.key for row in found], user)
    return [(said, getattr(row, "city", "") or "") for said, row in zip(shown, found, strict=True)]


def options(target: str, user: Any) -> list[tuple[str, str]]:
    """All records of a kind, where there are few; nothing where there are many."""
    rows = rows_for(target, user)
    found = list(rows[: SHORT_LIST + 1])
    if len(found) > SHORT_LIST:
        return []
    shown = shown_names(target, [row.key for row in found], user)
    return [(said, getattr(row, "city", "") or "") for said, row in zip(shown, found, strict=True)]


def find_one(targets: Sequence[str], said: str, user: Any) -> str:
    """The id of the only record of these kinds that is meant; empty where none or several are."""
    for target in targets:
        asked = WITH_KEY.search(said)
        text = asked[1] if asked else said
        found = candidates(target, [text], user)
        if text in found.keys:
            return text
        if len(named := found.by_name.get(fold(text), [])) == 1:
            return named[0]
    return ""


def name_of(targets: Sequence[str], key: str, user: Any) -> str:
    """How the record behind an id of one of these kinds is shown; empty where the reader may not see it."""
    for target in targets:
        if rows_for(target, user).filter(key=key).exists():
            return shown_names(target, [key], user)[0]
    return ""
