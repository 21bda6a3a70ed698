"""Our JSON of an event's meetings: the instance that `neisse meet solve` reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from neisse.engine.meet.clock import in_time_order
from neisse.engine.meet.instance import Instance, Numbering, Participant, Request, Rules, Slot, Table
from neisse.engine.meet.mutual import joined
from neisse.engine.meet.validate import validate, validate_wishes
from neisse.engine.values import HOME_ZONE, Finding, NeisseError, Severity, say
from neisse.formats.zones import zone_named

FIELDS: Mapping[str, Mapping[str, tuple[type, ...]]] = {
    "instance": {
        "name": (str,),
        "slots": (list,),
        "tables": (int, list),
        "participants": (list,),
        "requests": (list,),
        "rules": (dict,),
        "interpreters": (dict,),
        "zone": (str,),
    },
    "slot": {"id": (str, int), "starts": (str,), "ends": (str,), "session": (str,)},
    "table": {"id": (str, int), "zone": (str,), "closed": (list,)},
    "participant": {
        "id": (str, int),
        "organisation": (str,),
        "unavailable": (list,),
        "max_meetings": (int,),
        "table": (str, int),
        "avoid": (list,),
        "min_break": (int,),
        "lunch": (list,),
        "max_in_a_row": (int,),
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
    "rules": {
        "fairness": (int,),
        "all_requests": (bool,),
        "minimise": (str,),
        "min_break": (int,),
        "lunch": (list,),
        "max_in_a_row": (int,),
    },
}
REQUIRED = {"instance": ("slots", "tables", "participants", "requests"), "request": ("id", "a", "b")}
WORDS = {
    str: say("a text"),
    int: say("a whole number"),
    bool: say("true or false"),
    list: say("a list"),
    dict: say("an object"),
}
OBJECTIVES = ("breaks", "unplaced")


def parse_json(name: str, data: bytes) -> Any:
    """The JSON document of a file's bytes; errors: `meet.json`, with line and column where there are any."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _error(name, say("the file is not UTF-8 text"), say("save it as UTF-8")) from None
    except json.JSONDecodeError as error:
        where = say("line %(lineno)s, column %(colno)s", lineno=error.lineno, colno=error.colno)
        raise _error(name, say("the file is not JSON: %(msg)s", msg=error.msg), where) from None
    except (ValueError, RecursionError):
        said = say("a number of the file is too long, or its lists lie too deep in each other")
        raise _error(name, said, say("write the file as docs/reference/file-formats.md says")) from None


def read_instance(path: Path) -> tuple[Instance, list[Finding]]:
    """The instance of a file, checked, and a remark on each thing that is not taken as it stands.

    Unknown keys are ignored, slots sorted by their start, requests of the same two people made one. Errors:
    `meet.json` for what is not this format, and those of `validate`, `joined` and `validate_wishes`.
    """
    return parse_instance(parse_json(path.name, path.read_bytes()), path.stem)


def parse_instance(document: Any, name: str) -> tuple[Instance, list[Finding]]:
    """As `read_instance`, from a loaded document; `name` is used where the document has none."""
    findings: list[Finding] = []
    top = _fields(document, "instance", name, findings)
    rules = _fields(top.get("rules", {}), "rules", "rules", findings)
    if rules.get("minimise", "breaks") not in OBJECTIVES:
        raise _error(
            "rules",
            say("minimise is %(minimise)s", minimise=f"{rules['minimise']!r}"),
            say("breaks or unplaced"),
        )
    zone = _zone(top.get("zone", HOME_ZONE), name)
    tables = top["tables"]
    if isinstance(tables, int):
        tables = [{"id": str(number + 1)} for number in range(tables)]
    instance = Instance(
        name=top.get("name", name),
        slots=tuple(_slot(f, zone, findings) for f in _objects(top["slots"], "slot", findings)),
        tables=tuple(
            Table(f["id"], f.get("zone", ""), frozenset(_ids(f, "table", "closed")))
            for f in _objects(tables, "table", findings)
        ),
        participants=tuple(_participant(f) for f in _objects(top["participants"], "participant", findings)),
        requests=tuple(_request(f) for f in _objects(top["requests"], "request", findings)),
        rules=Rules(**{**rules, "lunch": frozenset(_ids(rules, "rules", "lunch"))}),
        interpreters=tuple(_interpreters(top.get("interpreters", {}))),
        zone=zone,
    )
    return _as_meant(instance, findings), findings


def _as_meant(instance: Instance, findings: list[Finding]) -> Instance:
    """Slots in the order of time, one request a pair, checked; each change with a remark."""
    order = in_time_order(instance.slots)
    if order != instance.slots:
        text = say(
            "the slots do not stand in the order of their times and are sorted; a schedule counts them as the file does"
        )
        findings.append(Finding("meet.slots_sorted", "slots", text, severity=Severity.NOTE))
        numbering = Numbering(slots=tuple(s.id for s in instance.slots))
        instance = replace(instance, slots=order, numbering=numbering)
    validate(instance)
    instance = joined(instance)
    for r in instance.requests:
        if r.also:
            ids = ", ".join((r.id, *r.also))
            text = say(
                "requests %(ids)s are one meeting of %(a)s and %(b)s; what both give it is added up",
                ids=ids,
                a=r.a,
                b=r.b,
            )
            findings.append(Finding("meet.one_meeting", f"request {r.id}", text, severity=Severity.NOTE))
    validate(instance)
    validate_wishes(instance)
    return instance


def _zone(said: str, name: str) -> str:
    if zone := zone_named(said):
        return zone
    raise _error(
        name, say("the zone %(said)s is unknown", said=f"{said!r}"), say("a name such as Europe/Berlin")
    )


def _error(subject: str, text: str, hint: str = "") -> NeisseError:
    return NeisseError("meet.json", subject, text, hint)


def _is(value: Any, types: tuple[type, ...]) -> bool:
    return any(isinstance(value, t) and (t is bool or not isinstance(value, bool)) for t in types)


def _fields(document: Any, kind: str, subject: str, findings: list[Finding]) -> dict[str, Any]:
    """The known fields of an object, checked by type; null counts as absent, ids become texts."""
    if not isinstance(document, dict):
        raise _error(
            subject,
            say("%(subject)s is not an object", subject=subject),
            say("keys: %(all)s", all=", ".join(FIELDS[kind])),
        )
    known = FIELDS[kind]
    fields: dict[str, Any] = {}
    for key, value in document.items():
        if key not in known:
            text = say("the key %(key)s of %(subject)s is unknown and ignored", key=key, subject=subject)
            findings.append(Finding("meet.unknown_key", subject, text, severity=Severity.WARNING))
        elif value is not None and not _is(value, known[key]):
            words = [WORDS[t] for t in known[key]]
            raise _error(
                subject,
                say("%(key)s of %(subject)s is not %(words)s", key=key, subject=subject, words=words),
                say("it is %(value)s", value=f"{value!r}"[:80]),
            )
        elif value is not None:
            fields[key] = str(value) if known[key] == (str, int) else value
    for key in REQUIRED.get(kind, () if kind == "rules" else ("id",)):
        if fields.get(key, "") == "":
            raise _error(
                subject,
                say("%(subject)s has no %(key)s", subject=subject, key=key),
                say("every %(kind)s needs %(key)s", kind=kind, key=key),
            )
    return fields


def _objects(rows: list[Any], kind: str, findings: list[Finding]) -> list[dict[str, Any]]:
    return [_fields(row, kind, _subject(row, kind, i), findings) for i, row in enumerate(rows)]


def _subject(row: Any, kind: str, i: int) -> str:
    """An object by its id; one without an id by its place in the list."""
    id_ = row.get("id") if isinstance(row, dict) else None
    return f"{kind} {id_}" if _is(id_, (str, int)) and id_ != "" else f"{kind} no. {i + 1}"


def _ids(fields: Mapping[str, Any], kind: str, key: str) -> list[str]:
    values = fields.get(key, [])
    if not all(_is(value, (str, int)) for value in values):
        subject = f"{kind} {fields['id']}" if "id" in fields else kind
        raise _error(
            subject,
            say("%(key)s of %(subject)s is not a list of ids", key=key, subject=subject),
            say("texts or whole numbers"),
        )
    return [str(value) for value in values]


def _instant(fields: Mapping[str, Any], key: str, zone: str, findings: list[Finding]) -> datetime | None:
    """An ISO 8601 instant as UTC; one without an offset is the wall clock of the zone, with a remark."""
    if key not in fields:
        return None
    subject = f"slot {fields['id']}"
    try:
        instant = datetime.fromisoformat(fields[key].strip())
        if instant.tzinfo is None:
            text = say(
                "%(key)s of %(subject)s has no offset and is read as the time of %(zone)s",
                key=key,
                subject=subject,
                zone=zone,
            )
            findings.append(Finding("meet.naive_time", subject, text, severity=Severity.NOTE))
            instant = instant.replace(tzinfo=ZoneInfo(zone))
        return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        said = say(
            "%(key)s of %(subject)s is %(fields)s", key=key, subject=subject, fields=f"{fields[key]!r}"
        )
        raise _error(subject, said, say("write 2026-10-21T09:00:00+02:00")) from None


def _slot(fields: Mapping[str, Any], zone: str, findings: list[Finding]) -> Slot:
    starts, ends = (_instant(fields, key, zone, findings) for key in ("starts", "ends"))
    return Slot(fields["id"], starts, ends, fields.get("session", ""))


def _participant(fields: Mapping[str, Any]) -> Participant:
    return Participant(
        id=fields["id"],
        organisation=fields.get("organisation", ""),
        unavailable=frozenset(_ids(fields, "participant", "unavailable")),
        max_meetings=fields.get("max_meetings"),
        table=fields.get("table", ""),
        avoid=frozenset(_ids(fields, "participant", "avoid")),
        min_break=fields.get("min_break"),
        lunch=frozenset(_ids(fields, "participant", "lunch")) if "lunch" in fields else None,
        max_in_a_row=fields.get("max_in_a_row"),
    )


def _request(fields: Mapping[str, Any]) -> Request:
    return Request(**{**fields, "after": tuple(_ids(fields, "request", "after"))})


def _interpreters(counts: Mapping[str, Any]) -> list[tuple[str, int]]:
    for pair, count in counts.items():
        if not _is(count, (int,)):
            text = say("the number of interpreters for %(pair)s is not a whole number", pair=pair)
            raise _error(f"interpreters {pair}", text, say("it is %(value)s", value=f"{count!r}"[:80]))
    return list(counts.items())
