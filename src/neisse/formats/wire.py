"""What goes between the process that reads a foreign file and the one that asked: JSON and nothing else.

The child has parsed hostile bytes; what it sends is therefore data without code, checked by its shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from neisse.engine.meet.instance import Instance, Numbering, Participant, Request, Rules, Slot, Table
from neisse.engine.values import Finding, Severity
from neisse.engine.values.sentence import packed, unpacked
from neisse.formats.reading import ReadResult, TablePlace

T = TypeVar("T")
PLAIN = ("name", "form", "kind", "instance")


def parts_of(result: ReadResult) -> Iterator[Any]:
    """A reading in parts, none of them much larger than one object."""
    head = {name: getattr(result, name) for name in PLAIN}
    head |= {name: dict(getattr(result, name)) for name in ("refused", "mapping", "confidence")}
    head |= {"sheets": list(result.sheets), "place": [result.place.sheet, result.place.header_row]}
    yield head | {"headers": list(result.headers), "sample": [list(row) for row in result.sample]}
    yield [packed_finding(finding) for finding in result.findings]
    yield from ([row, found, dict(hints)] for row, found, hints in result.records())


def result_of(parts: Sequence[Any]) -> ReadResult:
    """The reading that `parts_of` took apart: equal to it, in the order of its keys too."""
    head, findings, records = parts[0], parts[1], parts[2:]
    return ReadResult(
        **{name: head[name] for name in (*PLAIN, "refused", "mapping", "confidence")},
        objects=tuple(found for _, found, _ in records),
        rows=tuple(row for row, _, _ in records),
        hints=tuple(hints for _, _, hints in records),
        findings=tuple(map(finding_of, findings)),
        sheets=tuple(head["sheets"]),
        place=TablePlace(*head["place"]),
        headers=tuple(head["headers"]),
        sample=tuple(tuple(row) for row in head["sample"]),
    )


def packed_finding(finding: Finding) -> list[Any]:
    """The fields of a finding in their order; sentences keep template and values."""
    return [
        str(value) if isinstance(value, Severity) else packed(value) if isinstance(value, str) else value
        for value in (getattr(finding, f.name) for f in fields(Finding))
    ]


def finding_of(parts: Sequence[Any]) -> Finding:
    """The finding of its fields."""
    said = dict(zip((f.name for f in fields(Finding)), parts, strict=True))
    texts = {name: unpacked(said[name]) for name in ("text", "hint")}
    return Finding(**{**said, **texts, "severity": Severity(said["severity"])})


def packed_instance(instance: Instance) -> dict[str, Any]:
    """An event of meetings as JSON; sets are sorted, instants are ISO 8601."""
    return {
        "name": instance.name,
        "slots": [[s.id, _iso(s.starts), _iso(s.ends), s.session] for s in instance.slots],
        "tables": [_packed(table) for table in instance.tables],
        "participants": [_packed(person) for person in instance.participants],
        "requests": [_packed(request) for request in instance.requests],
        "rules": _packed(instance.rules),
        "interpreters": [list(pair) for pair in instance.interpreters],
        "zone": instance.zone,
        "numbering": _packed(instance.numbering),
    }


def instance_of(packed: dict[str, Any]) -> Instance:
    """The event that `packed_instance` took apart."""
    return Instance(
        name=packed["name"],
        slots=tuple(Slot(i, _instant(a), _instant(b), session) for i, a, b, session in packed["slots"]),
        tables=tuple(_unpacked(Table, said) for said in packed["tables"]),
        participants=tuple(_unpacked(Participant, said) for said in packed["participants"]),
        requests=tuple(_unpacked(Request, said) for said in packed["requests"]),
        rules=_unpacked(Rules, packed["rules"]),
        interpreters=tuple((pair, count) for pair, count in packed["interpreters"]),
        zone=packed["zone"],
        numbering=_unpacked(Numbering, packed["numbering"]),
    )


def _packed(value: Any) -> list[Any]:
    """The fields of a value of the engine in their order."""
    found = (getattr(value, f.name) for f in fields(value))
    return [sorted(said) if isinstance(said, frozenset) else said for said in found]


def _unpacked(kind: type[T], said: Sequence[Any]) -> T:
    """The value of its fields; lists are tuples or sets again."""
    found: dict[str, Any] = {}
    for field, value in zip(fields(kind), said, strict=True):  # type: ignore[arg-type]
        is_set = "frozenset" in str(field.type)
        found[field.name] = (frozenset if is_set else tuple)(value) if isinstance(value, list) else value
    return kind(**found)


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _instant(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
