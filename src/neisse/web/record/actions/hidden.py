"""Objects of a file whose ids are taken by records that the actor may not see: as if those were not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from neisse.web.record.actions.reach import hidden_keys, own_keys
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.kinds import KINDS
from neisse.web.record.models import Visibility

Named = tuple[str, str]


@dataclass(slots=True)
class Aside:
    """(kind, id) of a file -> the id under which it is stored instead; and what stays out without a word.

    A blind plan under the id of a hidden one stays out: its owner has it already, and nobody else could see
    whether it was stored.
    """

    instead: dict[Named, str] = field(default_factory=dict)
    out: set[Named] = field(default_factory=set)

    def stored(self, obj: Object) -> Object | None:
        """The object as it is stored, its references too; None for what stays out."""
        kind = str(obj["type"])
        if (kind, str(obj["id"])) in self.out:
            return None
        kept = {**obj, "id": self.instead.get((kind, str(obj["id"])), obj["id"])}
        for name, target in _references(kind):
            given = obj.get(name)
            if isinstance(given, list):
                kept[name] = [
                    self.instead.get((target, str(key)), key)
                    for key in given
                    if (target, str(key)) not in self.out
                ]
            elif given and (target, str(given)) in self.out:
                return None
            elif given and (target, str(given)) in self.instead:
                kept[name] = self.instead[target, str(given)]
        return kept


def aside_of(objects: Iterable[Object], actor: Any) -> Aside:
    """What has to be set aside of the objects of a file. Cost: some queries per kind and 500 objects."""
    by_kind: dict[str, dict[str, Object]] = defaultdict(dict)
    for obj in objects:
        by_kind[str(obj["type"])][str(obj["id"])] = obj
    found = Aside()
    for kind, given in by_kind.items():
        if kind not in KINDS:
            continue
        blind = [key for key, obj in given.items() if obj.get("visibility") == Visibility.BLIND.value]
        out = hidden_keys(actor, kind, blind)
        found.out |= {(kind, key) for key in out}
        moved = own_keys(actor, kind, [key for key in given if key not in out])
        found.instead |= {(kind, key): other for key, other in moved.items()}
    return found


def _references(kind: str) -> Iterator[tuple[str, str]]:
    yield from KINDS[kind].refers if kind in KINDS else ()
    if kind == "figure":
        yield "about", "measure"
