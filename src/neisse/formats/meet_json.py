"""Our JSON of an event's meetings: the instance that `neisse meet solve` reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from neisse.engine.meet.instance import Instance, Participant, Request, Rules, Slot, Table
from neisse.engine.meet.validate import validate, validate_wishes
from neisse.engine.values import Finding, NeisseError, Severity

FIELDS: Mapping[str, Mapping[str, tuple[type, ...]]] = {
    "instance": {
        "name": (str,),
        "slots": (list,),
        "tables": (int, list),
        "participants": (list,),
        "requests": (list,),
        "rules": (dict,),
        "interpreters": (dict,),
    },
    "slot": {"id": (str, int), "starts": (str,), "ends": (str,), "session": (str,)},
    "table": {"id": (str, int), "zone": (str,), "closed": (list,)},
    "participant": {
        "id": (str, int),
        "organisation": (str,),
        "unavailable": (list,),
        "max_meetings": (int,),
        "table": (str, int),
    },
    "request": {
        "id": (str, int),
        "a": (str, int),
        "b": (str, int),
        "weight": (int,),
        "must": (bool,),
        "fixed": (str, int),
        "session": (str,),
        "after": (list,),
        "interpreter": (str,),
    },
    "rules": {"fairness": (int,), "all_requests": (bool,), "minimise": (str,)},
}
REQUIRED = {"instance": ("slots", "tables", "participants", "requests"), "request": ("id", "a", "b")}
WORDS = {str: "a text", int: "a whole number", bool: "true or false", list: "a list", dict: "an object"}
OBJECTIVES = ("breaks", "unplaced")


def parse_json(name: str, data: bytes) -> Any:
    """The JSON document of a file's bytes; errors: `meet.json`, with line and column where there are any."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _error(name, "the file is not UTF-8 text", "save it as UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _error(name, f"the file is not JSON: {error.msg}", where) from None
    except (ValueError, RecursionError):
        said = "a number of the file is too long, or its lists lie too deep in each other"
        raise _error(name, said, "write the file as docs/reference/file-formats.md says") from None


def read_instance(path: Path) -> tuple[Instance, list[Finding]]:
    """The instance of a file, checked, and a warning for each unknown key (which is ignored).

    Errors: `meet.json` for what is not this format, and those of `validate` and `validate_wishes`.
    """
    return parse_instance(parse_json(path.name, path.read_bytes()), path.stem)


def parse_instance(document: Any, name: str) -> tuple[Instance, list[Finding]]:
    """As `read_instance`, from a loaded document; `name` is used where the document has none."""
    findings: list[Finding] = []
    top = _fields(document, "instance", name, findings)
    rules = _fields(top.get("rules", {}), "rules", "rules", findings)
    if rules.get("minimise", "breaks") not in OBJECTIVES:
        raise _error("rules", f"minimise is {rules['minimise']!r}", "breaks or unplaced")
    tables = top["tables"]
    if isinstance(tables, int):
        tables = [{"id": str(number + 1)} for number in range(tables)]
    instance = Instance(
        name=top.get("name", name),
        slots=tuple(_slot(f, findings) for f in _objects(top["slots"], "slot", findings)),
        tables=tuple(
            Table(f["id"], f.get("zone", ""), frozenset(_ids(f, "closed")))
            for f in _objects(tables, "table", findings)
        ),
        participants=tuple(_participant(f) for f in _objects(top["participants"], "participant", findings)),
        requests=tuple(_request(f) for f in _objects(top["requests"], "request", findings)),
        rules=Rules(**rules),
        interpreters=tuple(_interpreters(top.get("interpreters", {}))),
    )
    validate(instance)
    validate_wishes(instance)
    return instance, findings


def _error(subject: str, text: str, hint: str = "") -> NeisseError:
    return NeisseError("meet.json", subject, text, hint)


def _is(value: Any, types: tuple[type, ...]) -> bool:
    return any(isinstance(value, t) and (t is bool or not isinstance(value, bool)) for t in types)


def _fields(document: Any, kind: str, subject: str, findings: list[Finding]) -> dict[str, Any]:
    """The known fields of an object, checked by type; null counts as absent, ids become texts."""
    if not isinstance(document, dict):
        raise _error(subject, f"the {kind} is not an object", f"keys: {', '.join(FIELDS[kind])}")
    known = FIELDS[kind]
    fields: dict[str, Any] = {}
    for key, value in document.items():
        if key not in known:
            text = f"the key {key} of {subject} is unknown and ignored"
            findings.append(Finding("meet.unknown_key", subject, text, severity=Severity.WARNING))
        elif value is not None and not _is(value, known[key]):
            raise _error(subject, f"{key} is not {' or '.join(WORDS[t] for t in known[key])}")
        elif value is not None:
            fields[key] = str(value) if known[key] == (str, int) else value
    for key in REQUIRED.get(kind, () if kind == "rules" else ("id",)):
        if fields.get(key, "") == "":
            raise _error(subject, f"the {kind} has no {key}", f"every {kind} needs {key}")
    return fields


def _objects(rows: list[Any], kind: str, findings: list[Finding]) -> list[dict[str, Any]]:
    return [_fields(row, kind, f"{kind} {i + 1}", findings) for i, row in enumerate(rows)]


def _ids(fields: Mapping[str, Any], key: str) -> list[str]:
    values = fields.get(key, [])
    if not all(_is(value, (str, int)) for value in values):
        raise _error(str(fields["id"]), f"{key} is not a list of ids", "texts or whole numbers")
    return [str(value) for value in values]


def _instant(fields: Mapping[str, Any], key: str, findings: list[Finding]) -> datetime | None:
    """An ISO 8601 instant as UTC; one without an offset is taken as UTC and remarked on."""
    if key not in fields:
        return None
    subject = f"slot {fields['id']}"
    try:
        instant = datetime.fromisoformat(fields[key])
    except ValueError:
        raise _error(subject, f"{key} is {fields[key]!r}", "write 2026-10-21T09:00:00+02:00") from None
    if instant.tzinfo is None:
        text = f"{key} of {subject} has no offset and is read as UTC"
        findings.append(Finding("meet.naive_time", subject, text, severity=Severity.NOTE))
        return instant.replace(tzinfo=UTC)
    return instant.astimezone(UTC)


def _slot(fields: Mapping[str, Any], findings: list[Finding]) -> Slot:
    starts, ends = (_instant(fields, key, findings) for key in ("starts", "ends"))
    return Slot(fields["id"], starts, ends, fields.get("session", ""))


def _participant(fields: Mapping[str, Any]) -> Participant:
    return Participant(
        id=fields["id"],
        organisation=fields.get("organisation", ""),
        unavailable=frozenset(_ids(fields, "unavailable")),
        max_meetings=fields.get("max_meetings"),
        table=fields.get("table", ""),
    )


def _request(fields: Mapping[str, Any]) -> Request:
    return Request(**{**fields, "after": tuple(_ids(fields, "after"))})


def _interpreters(counts: Mapping[str, Any]) -> list[tuple[str, int]]:
    for pair, count in counts.items():
        if not _is(count, (int,)):
            raise _error(f"interpreters {pair}", "the number of interpreters is not a whole number")
    return list(counts.items())
