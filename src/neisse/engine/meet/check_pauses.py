"""The pauses of one person, counted from the dates of slots: part of the independent check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from neisse.engine.meet.instance import Instance, Participant


def dates_of(instance: Instance) -> list[str]:
    """The date of each slot in the zone of the event; one without a time has that of the slot before it."""
    dates: list[str] = []
    for slot in instance.slots:
        before = dates[-1] if dates else ""
        dates.append(
            slot.starts.astimezone(ZoneInfo(instance.zone)).date().isoformat() if slot.starts else before
        )
    first = next((date for date in dates if date), "")
    return [date or first for date in dates]


def breaks_and_idle(slots: Sequence[int], dates: Sequence[str]) -> tuple[int, int]:
    """Groups of idle slots between two meetings of a day, and the number of those slots; a night is no break."""
    gaps = [
        later - earlier - 1
        for earlier, later in pairwise(sorted(slots))
        if later - earlier > 1 and dates[earlier] == dates[later]
    ]
    return len(gaps), sum(gaps)


def too_close(
    instance: Instance, person: Participant, slots: Sequence[int], dates: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """The broken rules on pauses of one person with meetings in these slots, each with its sentence."""
    rules = instance.rules
    rest = rules.min_break if person.min_break is None else person.min_break
    lunch = rules.lunch if person.lunch is None else person.lunch
    most = rules.max_in_a_row if person.max_in_a_row is None else person.max_in_a_row
    ids = [slot.id for slot in instance.slots]
    busy = sorted(set(slots))
    for earlier, later in pairwise(busy):
        if dates[earlier] == dates[later] and later - earlier - 1 < rest:
            said = (
                f"{later - earlier - 1} free slots between {ids[earlier]} and {ids[later]}, {rest} are wanted"
            )
            yield "min_break", f"{person.id} has {said}"
    for date in dict.fromkeys(dates):
        wanted = [s for s, id_ in enumerate(ids) if id_ in lunch and dates[s] == date]
        if wanted and set(wanted) <= set(busy):
            yield "lunch", f"{person.id} has meetings in all of {', '.join(ids[s] for s in wanted)}"
    if most is not None:
        for row in _rows(busy, dates):
            if len(row) > most:
                said = f"{len(row)} meetings in a row from {ids[row[0]]} to {ids[row[-1]]}"
                yield "max_in_a_row", f"{person.id} has {said}, at most {most} are wanted"


def _rows(busy: Sequence[int], dates: Sequence[str]) -> Iterator[list[int]]:
    """Slots of a day that follow each other."""
    for _, group in groupby(enumerate(busy), key=lambda pair: (pair[1] - pair[0], dates[pair[1]])):
        yield [slot for _, slot in group]
