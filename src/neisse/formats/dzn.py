"""MiniZinc data files of the business-to-business meeting problem (.dzn, JAIR 74 (2022) 263-301).

Only the subset that those files use: integers, arrays of integers, 2-D arrays `[| ... |]` and arrays of
sets. `meetingsxBusiness` and `nMeetingsBusiness` are derived from `requested` and are not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from neisse.engine.meet.instance import Instance, Participant, Request, Rules, Slot, Table
from neisse.engine.values import NeisseError, say

MORNING, AFTERNOON = "morning", "afternoon"
SESSIONS = {1: MORNING, 2: AFTERNOON, 3: ""}
ASSIGNMENT = re.compile(r"(\w+)\s*=\s*([^;]*);", re.DOTALL)
SET = re.compile(r"\{([^}]*)\}")
INTEGER = re.compile(r"-?\d+")
HUGE = re.compile(r"\d{10}")


def read_dzn(path: Path, fairness: int | None = 2) -> Instance:
    """The instance of a file; all requests have to be placed, breaks are minimised.

    `fairness` is the paper's d, which the files do not hold. Ids are the file's 1-based numbers. Errors:
    `meet.dzn` where a field is missing or has the wrong length.
    """
    return parse_dzn(path.read_text(encoding="utf-8"), path.stem, fairness)


def parse_dzn(text: str, name: str, fairness: int | None = 2) -> Instance:
    """As `read_dzn`, from the text."""
    if HUGE.search(text):
        raise NeisseError(
            "meet.dzn", name, "a number has more than nine digits", "is this a meeting instance?"
        )
    fields = dict(ASSIGNMENT.findall(re.sub(r"%.*", "", text)))
    n_people, n_meetings = _integer(fields, "nBusiness", name), _integer(fields, "nMeetings", name)
    n_slots, n_morning = _integer(fields, "nTotalSlots", name), _integer(fields, "nMorningSlots", name)
    rows = [_integers(row) for row in _field(fields, "requested", name).strip("[]| \n").split("|")]
    rows = [row for row in rows if row]
    _expect("requested", name, len(rows), n_meetings)
    _expect("requested", name, sum(map(len, rows)), 3 * n_meetings)
    forbidden = _sets(fields, "forbidden", n_people, name)
    earlier = _sets(fields, "precedences", n_meetings, name)
    fixed = _integers(fields["fixed"]) if "fixed" in fields else [0] * n_meetings
    _expect("fixed", name, len(fixed), n_meetings)
    slots = [Slot(str(s), session=MORNING if s <= n_morning else AFTERNOON) for s in range(1, n_slots + 1)]
    requests = [
        Request(
            str(i + 1),
            str(a),
            str(b),
            fixed=str(fixed[i]) if fixed[i] else "",
            session=_session(session, i + 1, name),
            after=tuple(str(m) for m in sorted(earlier[i])),
        )
        for i, (a, b, session) in enumerate(rows)
    ]
    return Instance(
        name=name,
        slots=tuple(slots),
        tables=tuple(Table(str(t)) for t in range(1, _integer(fields, "nTables", name) + 1)),
        participants=tuple(
            Participant(str(p + 1), unavailable=frozenset(str(s) for s in forbidden[p]))
            for p in range(n_people)
        ),
        requests=tuple(requests),
        rules=Rules(fairness=fairness, all_requests=True),
    )


def _session(number: int, row: int, name: str) -> str:
    if number not in SESSIONS:
        raise NeisseError(
            "meet.dzn",
            f"{name}: requested, row {row}",
            say("session %(number)s is unknown", number=number),
            "1, 2 or 3",
        )
    return SESSIONS[number]


def _field(fields: Mapping[str, str], key: str, name: str) -> str:
    if key not in fields:
        raise NeisseError(
            "meet.dzn",
            name,
            say("the field %(key)s is missing", key=key),
            "is this a meeting instance (.dzn)?",
        )
    return fields[key]


def _integer(fields: Mapping[str, str], key: str, name: str) -> int:
    text = _field(fields, key, name).strip()
    if not INTEGER.fullmatch(text) or int(text) < 0:
        raise NeisseError(
            "meet.dzn",
            f"{name}: {key}",
            say("%(text)s is not a whole number from 0 up", text=f"{text[:40]!r}"),
        )
    return int(text)


def _integers(text: str) -> list[int]:
    return [int(number) for number in INTEGER.findall(text)]


def _sets(fields: Mapping[str, str], key: str, length: int, name: str) -> list[set[int]]:
    """An array of sets, without the dummy 0; a missing field means empty sets."""
    if key not in fields:
        return [set() for _ in range(length)]
    sets = [set(_integers(inner)) - {0} for inner in SET.findall(fields[key])]
    _expect(key, name, len(sets), length)
    return sets


def _expect(key: str, name: str, found: int, expected: int) -> None:
    if found != expected:
        raise NeisseError(
            "meet.dzn",
            f"{name}: {key}",
            say(
                "%(key)s has %(found)s entries, %(expected)s are expected",
                key=key,
                found=found,
                expected=expected,
            ),
        )
