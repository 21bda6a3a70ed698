"""JSON Lines of the file contract: one object a line, unknown keys kept and reported, never fatal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from neisse.engine.values import Finding, Match, Measure, NeisseError, Organisation, Overlap, Severity, say
from neisse.formats.fields import Fields
from neisse.formats.measures import MEASURE_KEYS, read_measure, write_measure
from neisse.formats.organisations import ORGANISATION_KEYS, read_organisation, write_organisation

if TYPE_CHECKING:
    # Reading a file needs no model.
    from neisse.engine.intersect.verdict.why import Weighed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """One value of a file, the line it stood on (from 1) and the keys that the contract does not know."""

    value: T
    row: int
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What a file gave: its records in order, and every remark on it."""

    records: tuple[Record[T], ...]
    findings: tuple[Finding, ...]

    @property
    def values(self) -> tuple[T, ...]:
        """The values alone."""
        return tuple(record.value for record in self.records)


def read_measures(lines: Iterable[str]) -> Reading[Measure]:
    """Measures from lines; lines without a readable object, id or title, and repeated ids, are refused."""
    return _read(lines, read_measure, MEASURE_KEYS, "title")


def read_organisations(lines: Iterable[str]) -> Reading[Organisation]:
    """Organisations from lines; lines without a readable object, id or name, and repeated ids are refused."""
    return _read(lines, read_organisation, ORGANISATION_KEYS, "name")


def measure_line(measure: Measure, extra: Mapping[str, Any] | None = None) -> str:
    """One line, without its end, for a measure and the keys kept for it."""
    return json.dumps({**write_measure(measure), **(extra or {})}, ensure_ascii=False)


def organisation_line(organisation: Organisation, extra: Mapping[str, Any] | None = None) -> str:
    """One line, without its end, for an organisation and the keys kept for it."""
    return json.dumps({**write_organisation(organisation), **(extra or {})}, ensure_ascii=False)


def overlap_object(overlap: Overlap) -> dict[str, Any]:
    """The object of an overlap: `a, b, verdict, score, reasons[] {code, weight, text}`."""
    return {
        "a": overlap.a,
        "b": overlap.b,
        "verdict": str(overlap.verdict),
        "score": round(overlap.score, 4),
        "reasons": _reasons(overlap),
    }


def weighed_object(weighed: Weighed) -> dict[str, Any]:
    """The object of two weighed measures: `a, b, verdict or null, probabilities, nearest, reasons[], changes[]`."""
    return {
        "a": weighed.a,
        "b": weighed.b,
        "verdict": weighed.verdict and str(weighed.verdict),
        "nearest": str(weighed.nearest),
        "probabilities": {str(v): round(p, 4) for v, p in weighed.probabilities.items()},
        "reasons": _reasons(weighed),
        "changes": [
            {"code": c.code, "verdict": str(c.verdict), "score": round(c.score, 4), "text": c.text}
            for c in weighed.changes
        ],
    }


def match_object(match: Match) -> dict[str, Any]:
    """The object of a match: `a, b, score, offers_to_b[], offers_to_a[], reasons[]`."""
    return {
        "a": match.a,
        "b": match.b,
        "score": round(match.score, 4),
        "offers_to_b": [{"offer": offer, "need": need} for offer, need in match.offers_to_b],
        "offers_to_a": [{"offer": offer, "need": need} for offer, need in match.offers_to_a],
        "reasons": _reasons(match),
    }


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file (a byte-order mark is skipped); `file.missing`, `file.encoding`."""
    if not path.is_file():
        raise NeisseError(
            "file.missing", str(path), say("there is no file %(path)s", path=path), "check the path"
        )
    try:
        with path.open(encoding="utf-8-sig") as stream:
            yield from stream
    except UnicodeDecodeError as error:
        hint = say("save the file as UTF-8")
        raise NeisseError(
            "file.encoding", str(path), say("%(path)s is not UTF-8", path=path), hint
        ) from error


def _reasons(found: Overlap | Match | Weighed) -> list[dict[str, Any]]:
    return [{"code": r.code, "weight": round(r.weight, 4), "text": r.text} for r in found.reasons]


def _read(
    lines: Iterable[str], build: Callable[[Fields], T], known: frozenset[str], title: str
) -> Reading[T]:
    records: list[Record[T]] = []
    findings: list[Finding] = []
    first_row: dict[str, int] = {}
    unknown: Counter[str] = Counter()
    for row, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        fields = _object(row, line, findings)
        if fields is None:
            continue
        value = build(fields)
        refused = _refusal(fields, title, first_row)
        findings += fields.findings
        if refused:
            findings.append(refused)
            continue
        extra = {key: entry for key, entry in fields.data.items() if key not in known}
        unknown.update(extra.keys())
        records.append(Record(value, row, extra))
    findings += [
        Finding(
            "key.unknown",
            key,
            say("the unknown key “%(key)s” is kept (%(n)s records)", key=key, n=n),
            "",
            Severity.NOTE,
            0,
            key,
        )
        for key, n in sorted(unknown.items())
    ]
    return Reading(tuple(records), tuple(findings))


def _object(row: int, line: str, findings: list[Finding]) -> Fields | None:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):  # numbers of thousands of digits are a ValueError, too
        findings.append(Finding("line.json", "", "the line is not JSON", "one object a line", row=row))
        return None
    if not isinstance(data, dict):
        findings.append(Finding("line.object", "", "the line is not an object", "one object a line", row=row))
        return None
    return Fields(row, data)


def _refusal(fields: Fields, title: str, first_row: dict[str, int]) -> Finding | None:
    key = fields.subject.strip()
    for required in ("id", title):
        if not str(fields.data.get(required) or "").strip():
            return Finding(
                "field.missing",
                key,
                say("“%(key)s” is missing", key=required),
                row=fields.row,
                column=required,
            )
    if key in first_row:
        text = say("the id “%(key)s” stands on line %(first_row)s already", key=key, first_row=first_row[key])
        return Finding("id.duplicate", key, text, "ids are unique in a file", row=fields.row, column="id")
    first_row[key] = fields.row
    return None
