"""ROUND.json: the coordination round that `neisse agree` reads.

A number that is a text, a sum that is no number, a day that is none: refused by name, because what is guessed about money is
wrong. What names something that is gone is left out with a remark (`engine/agree/tidy`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from neisse.engine.agree.round import (
    Budget,
    Closed,
    Goal,
    Group,
    Lock,
    Option,
    OptionKind,
    Round,
    Team,
    Venue,
    Window,
)
from neisse.engine.values import Finding, Measure, NeisseError, Severity, say
from neisse.formats.fields import Fields, is_number
from neisse.formats.measures import MEASURE_KEYS, read_measure

MOST_CENTS = 10**15
MOST = 10**6
WORDS = {
    "id": say("a text"),
    "text": say("a text"),
    "texts": say("a list of texts"),
    "list": say("a list"),
    "object": say("an object"),
    "cents": say("a whole number of cents, without a sign and a currency"),
    "number": say("a number from 0"),
    "count": say("a whole number from 1"),
    "share": say("a number between 0 and 1"),
    "flag": say("true or false"),
    "day": say("a day such as 2027-03-01"),
}
SHAPES: Mapping[str, Mapping[str, str]] = {
    "round": {
        "name": "text", "measures": "list", "groups": "list", "budgets": "list", "teams": "list", "venues": "list",
        "goals": "list", "closed": "list", "locks": "list", "rules": "object",
    },
    "group": {"id": "id", "measures": "texts", "options": "list"},
    "option": {
        "id": "id", "kind": "text", "host": "id", "saves_cents": "cents", "saves_days": "number",
        "value": "number", "window": "object",
    },
    "window": {"from": "day", "to": "day"},
    "budget": {"id": "id", "cents": "cents", "measures": "texts"},
    "team": {"id": "id", "days_per_month": "number", "measures": "texts"},
    "venue": {"id": "id", "closed": "list", "measures": "texts", "rooms": "count"},
    "goal": {"id": "id", "weight": "number", "topics": "texts"},
    "closed": {"from": "day", "to": "day", "place": "text"},
    "lock": {"group": "id", "option": "id", "forbid": "flag"},
    "rules": {"equity": "share"},
}  # fmt: skip
REQUIRED = {
    "round": ("measures",),
    "group": ("id", "measures"),
    "option": ("id", "kind"),
    "window": ("from", "to"),
    "budget": ("id", "cents"),
    "team": ("id", "days_per_month", "measures"),
    "venue": ("id", "measures"),
    "goal": ("id", "weight", "topics"),
    "closed": ("from", "to"),
    "lock": ("group", "option"),
}
OF_COST = ("cost_cents", "staff_days")


def parse_round(document: Any, name: str) -> tuple[Round, list[Finding]]:
    """The round of a loaded document, and a remark on each key that is ignored; `name` where it has none.

    Errors: `agree.json` with what is wrong where.
    """
    findings: list[Finding] = []
    reading = _Reading(findings)
    top = reading.fields(document, "round", name)

    def many(key: str, kind: str) -> list[dict[str, Any]]:
        return reading.many(top.get(key, []), kind)

    round_ = Round(
        name=top.get("name", name),
        measures=tuple(_measures(top["measures"], findings)),
        groups=tuple(_group(reading, f) for f in many("groups", "group")),
        budgets=tuple(Budget(f["id"], f["cents"], _set(f)) for f in many("budgets", "budget")),
        teams=tuple(
            Team(f["id"], f["days_per_month"], frozenset(f["measures"])) for f in many("teams", "team")
        ),
        venues=tuple(
            Venue(
                f["id"],
                frozenset(f["measures"]),
                tuple(reading.days(d, f["id"]) for d in f.get("closed", [])),
            )
            for f in many("venues", "venue")
        ),
        goals=tuple(Goal(f["id"], f["weight"], f["topics"]) for f in many("goals", "goal")),
        closed=tuple(Closed(_window(f, "closed"), f.get("place", "")) for f in many("closed", "closed")),
        locks=tuple(Lock(f["group"], f["option"], f.get("forbid", False)) for f in many("locks", "lock")),
        equity=reading.fields(top.get("rules", {}), "rules", "rules").get("equity"),
    )
    return round_, findings


def _measures(rows: list[Any], findings: list[Finding]) -> list[Measure]:
    """The measures; cost and staff that cannot be read are refused, the rest is remarked on as in every file."""
    found = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not row.get("id"):
            raise _error(f"measure no. {number}", say("measure no. %(number)s has no id", number=number))
        fields = Fields(number, {k: v for k, v in row.items() if k in MEASURE_KEYS})
        found.append(read_measure(fields))
        for finding in fields.findings:
            if finding.column in OF_COST and finding.severity is not Severity.NOTE:
                word = WORDS["cents" if finding.column == "cost_cents" else "number"]
                raise _wrong(f"measure {row['id']}", finding.column, word, row[finding.column])
        if (found[-1].cost_cents or 0) > MOST_CENTS or (found[-1].staff_days or 0) > MOST:
            raise _error(
                f"measure {row['id']}", say("a number of measure %(id)s is too large", id=str(row["id"]))
            )
        findings += fields.findings
    return found


def _group(reading: _Reading, fields: dict[str, Any]) -> Group:
    options = tuple(
        _option(reading, f, fields["id"]) for f in reading.many(fields.get("options", []), "option")
    )
    return Group(fields["id"], tuple(fields["measures"]), options)


def _option(reading: _Reading, fields: dict[str, Any], group: str) -> Option:
    kinds = [str(kind) for kind in OptionKind]
    subject = f"option {fields['id']} of group {group}"
    if fields["kind"] not in kinds:
        text = say("%(subject)s is of the kind %(said)s", subject=subject, said=f"{fields['kind']!r}"[:80])
        raise _error(subject, text, say("one of %(all)s", all=", ".join(kinds)))
    window = fields.get("window")
    plain = {k: fields.get(k) for k in ("saves_cents", "saves_days", "value")}
    span = None if window is None else _window(reading.fields(window, "window", subject), subject)
    return Option(fields["id"], OptionKind(fields["kind"]), fields.get("host", ""), **plain, window=span)


def _set(fields: dict[str, Any]) -> frozenset[str] | None:
    return frozenset(fields["measures"]) if "measures" in fields else None


def _window(fields: dict[str, Any], subject: str) -> Window:
    if fields["to"] < fields["from"]:
        text = say("%(subject)s ends on %(to)s, before it begins", subject=subject, to=fields["to"])
        raise _error(subject, text, say("from is the first day, to the last one"))
    if (fields["to"] - fields["from"]).days > 3660:
        raise _error(subject, say("%(subject)s is longer than ten years", subject=subject))
    return Window(fields["from"], fields["to"])


class _Reading:
    """Objects with their fields checked by the shapes; what is unknown is remarked on."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings

    def many(self, rows: list[Any], kind: str) -> list[dict[str, Any]]:
        return [self.fields(row, kind, _subject(row, kind, i)) for i, row in enumerate(rows)]

    def days(self, value: Any, subject: str) -> Window:
        """A closed day of a venue: `2027-03-01`, or an object with from and to."""
        if isinstance(value, str):
            day = _day(value)
            if day is not None:
                return Window(day, day)
        if not isinstance(value, dict):
            raise _wrong(f"venue {subject}", "closed", WORDS["day"], value)
        return _window(self.fields(value, "window", f"venue {subject}"), f"venue {subject}")

    def fields(self, row: Any, kind: str, subject: str) -> dict[str, Any]:
        """The known fields; null counts as absent."""
        shape = SHAPES[kind]
        if not isinstance(row, dict):
            hint = say("keys: %(all)s", all=", ".join(shape))
            raise _error(subject, say("%(subject)s is not an object", subject=subject), hint)
        found: dict[str, Any] = {}
        for key, value in row.items():
            if key not in shape:
                text = say("the key %(key)s of %(subject)s is unknown and ignored", key=key, subject=subject)
                self.findings.append(Finding("agree.unknown_key", subject, text, severity=Severity.WARNING))
            elif value is not None:
                found[key] = READERS[shape[key]](value)
                if found[key] is None:
                    raise _wrong(subject, key, WORDS[shape[key]], value)
        for key in REQUIRED.get(kind, ()):
            if found.get(key, "") == "":
                raise _error(subject, say("%(subject)s has no %(key)s", subject=subject, key=key))
        return found


def _id(value: Any) -> str | None:
    held = isinstance(value, str) or (is_number(value) and isinstance(value, int))
    return str(value).strip() if held else None


def _texts(value: Any) -> tuple[str, ...] | None:
    held = isinstance(value, list) and all(_id(v) is not None for v in value)
    return tuple(dict.fromkeys(str(v).strip() for v in value)) if held else None


def _cents(value: Any) -> int | None:
    return int(value) if is_number(value) and 0 <= value <= MOST_CENTS and value == int(value) else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


READERS: Mapping[str, Callable[[Any], Any]] = {
    "id": _id,
    "text": lambda value: value if isinstance(value, str) else None,
    "texts": _texts,
    "list": lambda value: value if isinstance(value, list) else None,
    "object": lambda value: value if isinstance(value, dict) else None,
    "cents": _cents,
    "number": lambda value: float(value) if is_number(value) and 0 <= value <= MOST else None,
    "share": lambda value: float(value) if is_number(value) and 0 <= value <= 1 else None,
    "count": lambda value: int(value) if is_number(value) and value in range(1, 1000) else None,
    "flag": lambda value: value if isinstance(value, bool) else None,
    "day": _day,
}


def _subject(row: Any, kind: str, number: int) -> str:
    id_ = row.get("id") if isinstance(row, dict) else None
    return f"{kind} {id_}" if isinstance(id_, str | int) and id_ != "" else f"{kind} no. {number + 1}"


def _wrong(subject: str, key: str, words: str, value: Any) -> NeisseError:
    text = say("%(key)s of %(subject)s is not %(words)s", key=key, subject=subject, words=words)
    return _error(subject, text, say("it is %(value)s", value=f"{value!r}"[:80]))


def _error(subject: str, text: str, hint: str = "") -> NeisseError:
    return NeisseError("agree.json", subject, text, hint or say("see docs/stages/agree.md"))
