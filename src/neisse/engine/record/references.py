"""References between objects: names become ids, unknown ones are found, and so are relations in a circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from neisse.engine.text.fold import fold
from neisse.engine.values import Finding, Severity, say

Object = Mapping[str, Any]
Existing = Mapping[str, Mapping[str, Object]]


@dataclass(frozen=True, slots=True)
class Reference:
    """A field that holds the id (or a list of ids) of another kind; several kinds where one may be meant."""

    field: str
    kinds: tuple[str, ...]
    needed: bool = False


REFERENCES: dict[str, tuple[Reference, ...]] = {
    "person": (Reference("organisation", ("organisation",)),),
    "network": (Reference("organisation", ("organisation",)),),
    "membership": (
        Reference("network", ("network",), needed=True),
        Reference("organisation", ("organisation",), needed=True),
        Reference("representative", ("person",)),
    ),
    "measure": (Reference("owner", ("organisation",), needed=True), Reference("partners", ("organisation",))),
    "section": (
        Reference("network", ("network",), needed=True),
        Reference("chair", ("person", "organisation")),
        Reference("members", ("organisation",)),
    ),
    "topic_group": (
        Reference("network", ("network",)),
        Reference("section", ("section",)),
        Reference("chair", ("person", "organisation")),
        Reference("members", ("organisation",)),
        Reference("meetings", ("measure",)),
    ),
    "figure": (Reference("about", ("organisation", "network", "measure")),),
}
# A parent outside the data is usual (ROR); it is kept as it is said.
PARENT = "part_of"
PARENT_KINDS = ("organisation", "network")


class Directory:
    """All ids and names that are known: of what exists and of what comes in."""

    def __init__(self, existing: Existing, incoming: Iterable[Object]) -> None:
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._named: dict[tuple[str, str], set[str]] = defaultdict(set)
        for kind, objects in existing.items():
            for key, found in objects.items():
                self._add(kind, key, found)
        for found in incoming:
            self._add(str(found["type"]), str(found["id"]), found)

    def _add(self, kind: str, key: str, found: Object) -> None:
        self._ids[kind].add(key)
        if kind != "measure":
            for name in names_of(found):
                self._named[kind, fold(name)].add(key)

    def find(self, said: str, kinds: Sequence[str]) -> str:
        """The id that is meant: the id itself, or the one record of these kinds with this name; "" if none."""
        for kind in kinds:
            if said in self._ids[kind]:
                return said
        for kind in kinds:
            if len(keys := self._named.get((kind, fold(said)), set())) == 1:
                return next(iter(keys))
        return ""


def names_of(found: Object) -> list[str]:
    """Every name of an object: name, names, aliases."""
    names = [found.get("name"), *(found.get("names") or {}).values(), *(found.get("aliases") or [])]
    return [name for name in names if isinstance(name, str) and name]


def resolve(found: Object, known: Directory) -> tuple[dict[str, Any], list[Finding]]:
    """The object with names replaced by ids, and what could not be found (`reference.unknown`).

    An unknown needed reference is an error; an unknown optional one is left out with a warning.
    """
    resolved, findings = dict(found), []
    for reference in REFERENCES.get(str(found["type"]), ()):
        said = found.get(reference.field)
        if not said:
            continue
        listed = said if isinstance(said, list) else [said]
        ids = [known.find(str(entry), reference.kinds) for entry in listed]
        for entry, key in zip(listed, ids, strict=True):
            if not key:
                findings.append(_unknown(found, reference, str(entry)))
        kept = list(dict.fromkeys(filter(None, ids)))
        resolved[reference.field] = kept if isinstance(said, list) else next(iter(kept), "")
        if not resolved[reference.field]:
            del resolved[reference.field]
    return resolved, findings


def circles(existing: Existing, incoming: Iterable[Object]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Every (kind, id) whose chain of `part_of` comes back to itself, with that chain. Cost: linear."""
    parent: dict[tuple[str, str], str] = {
        (kind, key): str(found.get(PARENT) or "")
        for kind in PARENT_KINDS
        for key, found in existing.get(kind, {}).items()
    }
    parent |= {(str(f["type"]), str(f["id"])): str(f[PARENT]) for f in incoming if f.get(PARENT)}
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    done: set[tuple[str, str]] = set()
    for start in parent:
        chain: list[tuple[str, str]] = []
        here = start
        while parent.get(here) and here not in done and here not in chain:
            chain.append(here)
            here = (here[0], parent[here])
        if here in chain:
            circle = chain[chain.index(here) :]
            found |= {link: (*(key for _, key in circle), here[1]) for link in circle}
        done.update(chain)
    return found


def _unknown(found: Object, reference: Reference, said: str) -> Finding:
    kinds = " / ".join(reference.kinds)
    text = (
        say("“%(said)s” is not known here (%(kinds)s)", said=said, kinds=kinds)
        if reference.needed
        else say("“%(said)s” is not known here (%(kinds)s); it is left out", said=said, kinds=kinds)
    )
    severity = Severity.ERROR if reference.needed else Severity.WARNING
    return Finding(
        "reference.unknown",
        str(found["id"]),
        text,
        say("import it first, or use its id"),
        severity,
        0,
        reference.field,
    )
