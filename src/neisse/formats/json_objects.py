"""JSON Lines, a JSON list, or one JSON object: raw objects with their rows."""

from __future__ import annotations

import json
from typing import Any

from neisse.engine.values import Finding, NeisseError, say
from neisse.formats.encoding import decode
from neisse.formats.limits import Limits
from neisse.formats.objects import KINDS

# Keys under which services give a list of objects.
LIST_KEYS = (
    "items",
    "results",
    "objects",
    "data",
    "@graph",
    "events",
    "submissions",
    "talks",
    "elements",
    "itemListElement",
    "value",
    "features",
    "schedule",
)


def is_json(text: str) -> bool:
    """Whether a text begins as a JSON object or list does."""
    return text.lstrip()[:1] in {"{", "["}


def read_json(
    name: str, data: bytes, limits: Limits
) -> tuple[list[tuple[int, dict[str, Any]]], list[Finding]]:
    """Objects with their line (JSON Lines) or their position (list), from 1; lines that are none are refused.

    User errors: `file.empty`, `json.unreadable`, `table.too_large`.
    """
    decoded = decode(name, data)
    findings = list(decoded.findings)
    text = decoded.text.strip()
    if not text:
        raise NeisseError("file.empty", name, say("%(name)s is empty", name=name), "choose another file")
    entries = _whole(name, text) if text.startswith("[") or _is_one_document(text) else None
    if entries is None:
        entries = []
        for row, line in enumerate(decoded.text.splitlines(), 1):
            if line.strip():
                try:
                    entries.append((row, _parsed(line)))
                except (ValueError, RecursionError):
                    text = say("line %(row)s is not JSON", row=row)
                    hint = say("one object a line; the file may be cut off")
                    findings.append(Finding("line.json", name, text, hint, row=row))
    if len(entries) == 1 and isinstance(entries[0][1], dict):
        entries = list(enumerate(_listed(entries[0][1]), 1))
    if len(entries) > limits.rows:
        text = say("%(name)s has more than %(rows)s objects", name=name, rows=limits.rows)
        raise NeisseError("table.too_large", name, text, "split the file")
    objects = [(row, entry) for row, entry in entries if isinstance(entry, dict)]
    for row, entry in entries:
        if not isinstance(entry, dict):
            text = say("entry %(row)s is not an object", row=row)
            findings.append(Finding("line.object", name, text, "one object a line", row=row))
    return objects, findings


def _is_one_document(text: str) -> bool:
    """Whether an object spreads over several lines, so that its first line alone is no JSON."""
    first = text.split("\n", 1)[0]
    try:
        _parsed(first)
    except (ValueError, RecursionError):
        return text.endswith("}") and text.rstrip().count("\n") > 0 and not first.rstrip().endswith("}")
    return False


def _whole(name: str, text: str) -> list[tuple[int, Any]]:
    try:
        document = _parsed(text)
    except (ValueError, RecursionError) as error:
        said = say("%(name)s is not complete JSON: %(error)s", name=name, error=error)
        raise NeisseError("json.unreadable", name, said, "the file may be cut off; send it again") from error
    if isinstance(document, dict):
        document = _listed(document)
    return list(enumerate(document, 1))


def _listed(document: dict[str, Any]) -> list[Any]:
    """The list that a service wraps into an object, else the object alone."""
    if document.get("type") in KINDS or (
        "@type" in document and str(document["@type"]) not in {"ItemList", "DataFeed"}
    ):
        return [document, *_parts(document)]
    if talks := _talks(document.get("conference")):
        return talks
    for key in LIST_KEYS:
        if isinstance(document.get(key), list):
            items = [_item(entry) for entry in document[key]]
            return [
                one for item in items for one in (item, *(_parts(item) if isinstance(item, dict) else []))
            ]
        if isinstance(document.get(key), dict):
            inside = _listed(document[key])
            return inside if inside != [document[key]] else [document]
    return [document]


def _parts(document: dict[str, Any]) -> list[Any]:
    """The events inside an event of schema.org; where and by whom is that of the whole, where they do not say it."""
    parts = document.get("subEvent") or document.get("subEvents") or []
    whole = {key: document[key] for key in ("location", "organizer") if key in document}
    return [
        whole | part for part in (parts if isinstance(parts, list) else [parts]) if isinstance(part, dict)
    ]


def _talks(conference: Any) -> list[Any]:
    """The talks of a schedule that goes by days and rooms, as frab, pentabarf and pretalx write it."""
    days = conference.get("days") if isinstance(conference, dict) else None
    rooms = [
        day["rooms"] for day in days or [] if isinstance(day, dict) and isinstance(day.get("rooms"), dict)
    ]
    return [
        {"room": room, **talk}
        for by_room in rooms
        for room, talks in by_room.items()
        for talk in talks
        if isinstance(talk, dict)
    ]


def _item(entry: Any) -> Any:
    """An entry of a list of schema.org, and a feature of a map, is wrapped once more."""
    if (
        isinstance(entry, dict)
        and entry.get("type") == "Feature"
        and isinstance(entry.get("properties"), dict)
    ):
        geometry = entry.get("geometry")
        point = (
            geometry.get("coordinates")
            if isinstance(geometry, dict) and geometry.get("type") == "Point"
            else None
        )
        at = dict(zip(("lon", "lat"), point, strict=False)) if isinstance(point, list) else {}
        return at | entry["properties"]
    return entry["item"] if isinstance(entry, dict) and isinstance(entry.get("item"), dict) else entry


def _parsed(text: str) -> Any:
    return json.loads(text, parse_constant=_no_constant)


def _no_constant(sign: str) -> float:
    raise ValueError(f"{sign} is no JSON")
