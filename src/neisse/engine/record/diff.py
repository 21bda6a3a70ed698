"""What an import would change: incoming objects against those that exist. Nothing is written here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from rapidfuzz import fuzz

from neisse.engine.record.identifiers import CHECKS
from neisse.engine.record.references import Directory, Existing, Object, circles, names_of, resolve
from neisse.engine.text.countries import country_code
from neisse.engine.text.fold import fold
from neisse.engine.text.towns import find_town
from neisse.engine.values import Finding, Severity, say

# What a missing field means, so that saying it is no change.
DEFAULTS: dict[str, Any] = {
    "invented": False, "visibility": "public", "certainty": "planned", "kind": "other", "online": False,
}  # fmt: skip
UNORDERED = frozenset({"partners", "members", "meetings"})
DEGREES = 1e-6
# Below this likeness a name is another one, not a corrected one.
ALIKE_PERCENT = 50


class State(StrEnum):
    """What becomes of an incoming object."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One incoming object with its references resolved, its row, its state, and why.

    `candidates` are the ids of records that it may be a second copy of (state doubtful).
    """

    state: State
    object: Mapping[str, Any]
    row: int = 0
    changes: tuple[FieldChange, ...] = ()
    candidates: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All entries in the order of the file."""

    entries: tuple[Entry, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each state, in the order new, changed, unchanged, doubtful, refused."""
        found = Counter(entry.state for entry in self.entries)
        return {state.value: found[state] for state in State}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All remarks of the comparison, each at its row."""
        return tuple(finding for entry in self.entries for finding in entry.findings)


def compare(incoming: Sequence[Object], existing: Existing, rows: Sequence[int] = ()) -> Comparison:
    """Compare objects (`type`, `id`, fields) with `existing` (kind -> id -> object).

    Only fields that an object has are compared: what it does not say stays as it is. References by name are
    resolved first; an object with an unknown needed reference, or in a circle of `part_of`, is refused.
    An unknown id is doubtful where an identifier, or name and town, belong to another record already, unless
    another identifier contradicts; a known id is doubtful where its name or town is quite another. Cost: linear in both sides.
    """
    known = Directory(existing, incoming)
    rings = circles(existing, incoming)
    twins = _Twins(existing)
    numbered = zip(incoming, rows or [0] * len(incoming), strict=True)
    return Comparison(tuple(_entry(found, row, existing, known, rings, twins) for found, row in numbered))


def _entry(
    found: Object,
    row: int,
    existing: Existing,
    known: Directory,
    rings: Mapping[tuple[str, str], tuple[str, ...]],
    twins: _Twins,
) -> Entry:
    kind, key = str(found["type"]), str(found["id"])
    resolved, findings = resolve(found, known)
    if ring := rings.get((kind, key)):
        text = say("“part of” goes in a circle: %(all)s", all=" → ".join(ring))
        findings.append(
            Finding("relation.circular", key, text, "remove one of these relations", column="part_of")
        )
    placed = tuple(replace(finding, row=row) for finding in findings)
    if any(finding.severity is Severity.ERROR for finding in placed):
        return Entry(State.REFUSED, resolved, row, findings=placed)
    before = existing.get(kind, {}).get(key)
    if before is not None and (why := another(before, resolved)):
        text, hint = (
            say("%(title)s: %(what)s", title=_title(resolved), what=why),
            say("say whether it is the same record"),
        )
        doubt = Finding("record.another", key, text, hint, Severity.WARNING, row)
        return Entry(State.DOUBTFUL, resolved, row, candidates=(key,), findings=(*placed, doubt))
    if before is not None:
        changes = changed_fields(before, resolved)
        return Entry(State.CHANGED if changes else State.UNCHANGED, resolved, row, changes, findings=placed)
    candidates, why = twins.of(resolved)
    twins.add(resolved)
    if candidates:
        names = {"title": _title(resolved), "all": ", ".join(candidates)}
        text = say("%(title)s may be a second copy of %(all)s: %(what)s", what=why, **names)
        hint = say("take it as the same record, or keep both")
        doubt = Finding("record.doubtful", key, text, hint, Severity.WARNING, row)
        return Entry(State.DOUBTFUL, resolved, row, candidates=candidates, findings=(*placed, doubt))
    return Entry(State.NEW, resolved, row, findings=placed)


def another(before: Object, after: Object) -> str:
    """Why a record under a known id may be another one, "" where it is the same: another town, or a quite other name."""
    if str(after.get("type")) != "organisation":
        return ""
    old, new = (find_town(str(found.get("city") or "")) for found in (before, after))
    if old and new and old.key != new.key:
        return say(
            "the id “%(id)s” belongs to a record in %(town)s, not in %(other)s",
            id=after["id"],
            town=old.name,
            other=new.name,
        )
    names, said = names_of(before), str(after.get("name") or "")
    if names and said and max(fuzz.token_set_ratio(fold(name), fold(said)) for name in names) < ALIKE_PERCENT:
        return say("the id “%(id)s” belongs to %(name)s", id=after["id"], name=names[0])
    return ""


def changed_fields(before: Object, after: Object) -> tuple[FieldChange, ...]:
    """The fields of `after` that say something else than `before`; times are instants, towns have many names."""
    fields = [key for key in after if key not in {"type", "id"}]
    if "starts" in after or "period" in after:
        fields += [key for key in ("starts", "ends", "period") if key in before and key not in after]
    return tuple(
        FieldChange(key, before.get(key), after.get(key))
        for key in fields
        if not _same(key, before.get(key, DEFAULTS.get(key)), after.get(key, DEFAULTS.get(key)))
    )


def _same(key: str, before: Any, after: Any) -> bool:
    match before, after:
        case Mapping(), Mapping():
            return all(_same(k, before.get(k, DEFAULTS.get(k)), value) for k, value in after.items())
        case list(), list() if key in UNORDERED:
            return sorted(before) == sorted(after)
        case ((int() | float()), (int() | float())) if key in {"lat", "lon"}:
            return bool(abs(before - after) < DEGREES)
        case str(), str() if key in COMPARED:
            return before == after or COMPARED[key](before) == COMPARED[key](after)
    return bool(before == after)


def _instant(text: str) -> datetime | str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if moment.tzinfo else text


def _town_key(text: str) -> object:
    return find_town(text) or fold(text)


# Fields of which several texts mean the same.
COMPARED: dict[str, Callable[[str], object]] = {
    "country": country_code,
    "city": _town_key,
    "starts": _instant,
    "ends": _instant,
}


class _Twins:
    """Finds records that an object of another id may be a copy of."""

    def __init__(self, existing: Existing) -> None:
        self._by_sign: dict[tuple[str, ...], dict[str, Object]] = defaultdict(dict)
        for kind in ("organisation", "person", "network", "measure"):
            for found in existing.get(kind, {}).values():
                self.add(found)

    def add(self, found: Object) -> None:
        """Remember an object under each of its signs."""
        for sign, _ in _signs(found):
            self._by_sign[sign][str(found["id"])] = found

    def of(self, found: Object) -> tuple[tuple[str, ...], str]:
        """Ids of possible copies and the reason, empty where there is none."""
        for sign, why in _signs(found):
            ids = [key for key, other in self._by_sign.get(sign, {}).items() if not _contradict(found, other)]
            if ids:
                return tuple(ids), why
        return (), ""


def _signs(found: Object) -> Iterable[tuple[tuple[str, ...], str]]:
    kind = str(found.get("type", ""))
    if kind == "organisation":
        for scheme in CHECKS:
            if found.get(scheme):
                yield (scheme, str(found[scheme])), say("the same %(scheme)s", scheme=scheme.upper())
        for name in names_of({**found, "aliases": []}):
            yield (kind, fold(name), _town(found)), say("the same name and town")
    elif kind == "person":
        yield (
            (kind, fold(str(found.get("name"))), str(found.get("organisation") or "")),
            say("the same name and organisation"),
        )
    elif kind == "network":
        yield (kind, fold(str(found.get("name")))), say("the same name")
    elif kind == "measure" and (when := found.get("starts") or found.get("period")):
        yield (
            (kind, fold(str(found.get("title"))), str(found.get("owner")), str(when)[:10]),
            say("the same title, owner and start"),
        )


def _town(found: Object) -> str:
    city = str(found.get("city") or "")
    town = find_town(city, str(found.get("country") or "")) if city else None
    return str(town.key) if town else fold(city)


def _contradict(one: Object, other: Object) -> bool:
    return any(one.get(s) and other.get(s) and one[s] != other[s] for s in CHECKS)


def _title(found: Object) -> str:
    return str(found.get("name") or found.get("title") or found["id"])
