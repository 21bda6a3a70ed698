"""What goes between the process that reads a foreign file and the one that asked: JSON and nothing else.

The child has parsed hostile bytes; what it sends is therefore data without code, checked by its shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from neisse.engine.meet.instance import Instance, Participant, Request, Rules, Slot, Table
from neisse.engine.values import Finding, Severity
from neisse.formats.reading import ReadResult

PLAIN = ("name", "form", "kind", "instance")


def parts_of(result: ReadResult) -> Iterator[Any]:
    """A reading in parts, none of them much larger than one object."""
    head = {name: getattr(result, name) for name in PLAIN}
    head |= {name: dict(getattr(result, name)) for name in ("refused", "mapping", "confidence")}
    yield head | {"headers": list(result.headers), "sample": [list(row) for row in result.sample]}
    yield [packed_finding(finding) for finding in result.findings]
    yield from ([row, found] for row, found in zip(result.rows, result.objects, strict=True))


def result_of(parts: Sequence[Any]) -> ReadResult:
    """The reading that `parts_of` took apart: equal to it, in the order of its keys too."""
    head, findings, records = parts[0], parts[1], parts[2:]
    return ReadResult(
        **{name: head[name] for name in (*PLAIN, "refused", "mapping", "confidence")},
        objects=tuple(found for _, found in records),
        rows=tuple(row for row, _ in records),
        findings=tuple(map(finding_of, findings)),
        headers=tuple(head["headers"]),
        sample=tuple(tuple(row) for row in head["sample"]),
    )


def packed_finding(finding: Finding) -> list[Any]:
    """The fields of a finding in their order."""
    return [
        str(value) if isinstance(value, Severity) else value
        for value in (getattr(finding, f.name) for f in fields(Finding))
    ]


def finding_of(packed: Sequence[Any]) -> Finding:
    """The finding of its fields."""
    said = dict(zip((f.name for f in fields(Finding)), packed, strict=True))
    return Finding(**{**said, "severity": Severity(said["severity"])})


def packed_instance(instance: Instance) -> dict[str, Any]:
    """An event of meetings as JSON; sets are sorted, instants are ISO 8601."""
    return {
        "name": instance.name,
        "slots": [[s.id, _iso(s.starts), _iso(s.ends), s.session] for s in instance.slots],
        "tables": [[t.id, t.zone, sorted(t.closed)] for t in instance.tables],
        "participants": [
            [p.id, p.organisation, sorted(p.unavailable), p.max_meetings, p.table]
            for p in instance.participants
        ],
        "requests": [[getattr(r, f.name) for f in fields(Request)] for r in instance.requests],
        "rules": [getattr(instance.rules, f.name) for f in fields(Rules)],
        "interpreters": [list(pair) for pair in instance.interpreters],
    }


def instance_of(packed: dict[str, Any]) -> Instance:
    """The event that `packed_instance` took apart."""
    names = [f.name for f in fields(Request)]
    requests = (dict(zip(names, said, strict=True)) for said in packed["requests"])
    return Instance(
        name=packed["name"],
        slots=tuple(Slot(i, _instant(a), _instant(b), session) for i, a, b, session in packed["slots"]),
        tables=tuple(Table(i, zone, frozenset(closed)) for i, zone, closed in packed["tables"]),
        participants=tuple(
            Participant(i, organisation, frozenset(unavailable), most, table)
            for i, organisation, unavailable, most, table in packed["participants"]
        ),
        requests=tuple(Request(**{**said, "after": tuple(said["after"])}) for said in requests),
        rules=Rules(*packed["rules"]),
        interpreters=tuple((pair, count) for pair, count in packed["interpreters"]),
    )


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _instant(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
