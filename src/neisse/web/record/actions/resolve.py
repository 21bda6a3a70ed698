"""References of incoming objects: by id, by name, and to organisations that nobody described yet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q, QuerySet

from neisse.engine.values import LANGUAGES, Finding, Severity, say
from neisse.web.core.bridge import fold
from neisse.web.record.actions.plan import Item
from neisse.web.record.actions.reach import reach, reaching
from neisse.web.record.bridge import KINDS
from neisse.web.record.bridge.decisions import STUB
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.reading import derived_id

CHUNK = 400
LOOKS_LIKE_ID = re.compile(r"[\w.:/#-]{1,200}")
FOLDED, TRANSLATED = ("organisation", "person"), ("organisation", "network")
Scope = Callable[[str], QuerySet[Any]]


@dataclass(slots=True)
class _Names:
    """Which ids of one kind exist, and which id a name stands for; a name of two records stands for none."""

    ids: set[str] = field(default_factory=set)
    by_name: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def find(self, said: str) -> str:
        """The id behind an id or a name, empty where there is none or no single one."""
        if said in self.ids:
            return said
        named = self.by_name.get(fold(said), set())
        return next(iter(named)) if len(named) == 1 else ""


def ids_named(target: str, said: set[str], actor: Any) -> dict[str, str]:
    """The ids behind ids or names, as far as the actor may see them; what names none or several is left out."""
    found: dict[str, set[str]] = defaultdict(set)
    folded = {fold(name): name for name in said}
    for chunk in _chunks(sorted(said)):
        for key in reach(actor, target).filter(key__in=chunk).values_list("key", flat=True):
            found[key].add(key)
    for chunk in _chunks(sorted(folded)):
        rows = reach(actor, target).filter(folded_name__in=chunk)
        for key, name in rows.values_list("key", "folded_name"):
            found[folded[name]].add(key)
    return {name: next(iter(keys)) for name, keys in found.items() if len(keys) == 1}


def resolve(
    items: Sequence[Item], network: str = "", own: str | None = None, *, actor: Any
) -> tuple[list[Item], list[Finding]]:
    """Items whose references are ids, with the stubs that they need, and what was done about it.

    A name becomes the id of the only record of that name, in the file or stored, as far as the actor may see it. An
    organisation that is named but not described becomes a stub of that name, and so does the `network` that somebody
    named for the file; an unknown person is left out. Other unknown references stay as they are: the plan refuses them.

    `own`: the file is of somebody who adds no organisations; who is unknown is left out, and so is a plan of theirs.
    """
    instead = {
        (i.kind, str(i.obj["id"])): i.decision for i in items if i.decision not in {"", "new", "skip", STUB}
    }
    names = {
        target: _names(target, items, reaching(actor))
        for target in ("organisation", "person", "network", "section")
    }
    by = _Settling(instead, names, network, own)
    settled = _as_stored([_settled(item, by.settle) for item in items], reach(actor, "membership"))
    return [*by.stubs.values(), *settled], list(dict.fromkeys(by.findings))


def known_meanwhile(items: Sequence[Item], *, actor: Any) -> list[Item]:
    """The items of a preview as names lead now: a stub whose name is stored meanwhile is that record, and goes.

    Cost: two queries for each kind of stub.
    """
    waiting: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for item in items:
        if item.decision == STUB:
            waiting[item.kind][fold(str(item.obj["name"]))].add(str(item.obj["id"]))
    instead: dict[tuple[str, str], str] = {}
    for kind, ids in waiting.items():
        keys: dict[str, set[str]] = defaultdict(set)
        for key, name in _stored_names(kind, sorted(ids), reaching(actor)):
            keys[name].add(key)
        instead |= {
            (kind, stub): min(keys[n]) for n in keys if len(keys[n]) == 1 for stub in ids[n] - keys[n]
        }
    if not instead:
        return list(items)
    left = [item for item in items if (item.kind, str(item.obj["id"])) not in instead]
    settled = [
        _settled(item, lambda _item, _name, kind, said: instead.get((kind, said), said)) for item in left
    ]
    return _as_stored(settled, reach(actor, "membership"))


@dataclass(slots=True)
class _Settling:
    """What references of one file become: `instead` of what somebody decided, by `names`, as stubs."""

    instead: dict[tuple[str, str], str]
    names: dict[str, _Names]
    network: str
    own: str | None
    stubs: dict[str, Item] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def settle(self, item: Item, name: str, target: str, said: str) -> str:
        """The id that is meant, empty for what is left out."""
        if (target, said) in self.instead:
            return self.instead[target, said]
        if target not in self.names or (found := self.names[target].find(said)):
            return said if target not in self.names else found
        if target == "organisation":
            return self._organisation(item, name, said)
        if target == "network" and said == self.network:
            stub = self.stubs.setdefault(f"network {said}", _stub(item.row, said, "network"))
            return str(stub.obj["id"])
        if target == "person":
            self.findings.append(_finding("import.person_unknown", item, name, said))
            return ""
        return said

    def _organisation(self, item: Item, name: str, said: str) -> str:
        if self.own is not None:
            self.findings.append(_unknown(item, name, said))
            return ""
        stub = self.stubs.setdefault(fold(said), _stub(item.row, said))
        if stub.row == item.row:
            self.findings.append(_finding("import.stub_organisation", item, name, said))
        return str(stub.obj["id"])


def _as_stored(items: list[Item], memberships: QuerySet[Any]) -> list[Item]:
    """The items; a membership that is stored under another id goes by that one: the same member of the same network."""
    pairs = {(i.obj.get("network"), i.obj.get("organisation")): i for i in items if i.kind == "membership"}
    ids = {str(item.obj["id"]) for item in items if item.kind == "membership"}
    instead: dict[str, str] = {}
    for chunk in _chunks(sorted({str(organisation) for _, organisation in pairs})):
        rows = memberships.filter(organisation__key__in=chunk).exclude(key__in=ids)
        for key, network, organisation, until in rows.values_list(
            "key", "network__key", "organisation__key", "valid_until"
        ):
            item = pairs.get((network, organisation))
            if item and (until is None or str(item.obj.get("from") or "") < until.isoformat()):
                instead[str(item.obj["id"])] = key
    known = set(memberships.filter(key__in=list(instead)).values_list("key", flat=True))
    return [
        replace(item, obj={**item.obj, "id": instead[key]})
        if item.kind == "membership" and (key := str(item.obj["id"])) in instead.keys() - known
        else item
        for item in items
    ]


def _settled(item: Item, settle: Any) -> Item:
    changed: Object = {}
    for name, target, values in _references(item):
        ids = [found for said in values if (found := settle(item, name, target, said))]
        given = item.obj[name]
        value: Any = list(dict.fromkeys(ids)) if isinstance(given, list) else "".join(ids)
        if value != given:
            changed[name] = value
    return replace(item, obj={**item.obj, **changed}) if changed else item


def _references(item: Item) -> Iterator[tuple[str, str, list[str]]]:
    """(field, kind that it refers to, ids or names) of one item."""
    for name, target in KINDS[item.kind].refers if item.kind in KINDS else ():
        if value := item.obj.get(name):
            yield name, target, [str(v) for v in value] if isinstance(value, list) else [str(value)]


def _names(target: str, items: Sequence[Item], scope: Scope) -> _Names:
    names = _Names()
    for item in items:
        if item.kind == target and item.decision in {"", "new"}:
            names.ids.add(str(item.obj["id"]))
            names.by_name[fold(str(item.obj.get("name", "")))].add(str(item.obj["id"]))
    said = {v for item in items for _, kind, values in _references(item) if kind == target for v in values}
    for chunk in _chunks(sorted(said - names.ids)):
        names.ids.update(scope(target).filter(key__in=chunk).values_list("key", flat=True))
    for key, name in _stored_names(target, sorted({fold(v) for v in said - names.ids}), scope):
        names.by_name[name].add(key)
    return names


def _stored_names(target: str, folded: Sequence[str], scope: Scope) -> Iterator[tuple[str, str]]:
    if target in FOLDED:
        for chunk in _chunks(folded):
            rows = scope(target).filter(folded_name__in=chunk)
            yield from rows.values_list("key", "folded_name")
    if target in TRANSLATED and folded:
        yield from _translated(scope(target), frozenset(folded))
    if target == "network" and folded:
        yield from ((key, fold(name)) for key, name in scope(target).values_list("key", "name"))


def _translated(rows: QuerySet[Any], folded: frozenset[str]) -> Iterator[tuple[str, str]]:
    """(key, folded name) of records under their names in the three languages. Cost: a query over those that have one."""
    columns = [f"names_{language}" for language in LANGUAGES]
    some = Q(*((f"{column}__gt", "") for column in columns), _connector=Q.OR)
    for key, *names in rows.filter(some).values_list("key", *columns):
        yield from ((key, name) for name in {fold(said) for said in names if said} & folded)


def _stub(row: int, said: str, kind: str = "organisation") -> Item:
    key = said if LOOKS_LIKE_ID.fullmatch(said) else derived_id(kind, {"name": said})
    named = {"type": kind, "id": key, "name": said[:300]}
    return Item(
        row, named | ({"kind": "other", "visibility": "circle"} if kind == "organisation" else {}), STUB
    )


def _unknown(item: Item, name: str, said: str) -> Finding:
    """A name that leads nowhere, in a file of somebody who adds no organisations."""
    text = say("no organisation called “%(said)s” is known here", said=said)
    hint = say("the name is left out")
    if name == "owner":
        hint = say("the plan stays out until its row is corrected: nobody brings plans in the name of others")
    return Finding("import.organisation_unknown", said, text, hint, Severity.WARNING, item.row, name)


def _finding(code: str, item: Item, name: str, said: str) -> Finding:
    if code == "import.person_unknown":
        text, hint = (
            say("nobody called “%(said)s” is known; the field is left empty", said=said),
            say("import the persons first"),
        )
        return Finding(code, said, text, hint, Severity.WARNING, item.row, name)
    text = say(
        "“%(said)s” is not described in this file or here; it becomes an organisation of that name", said=said
    )
    return Finding(code, said, text, "describe it later, or correct the name", Severity.NOTE, item.row, name)


def _chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
