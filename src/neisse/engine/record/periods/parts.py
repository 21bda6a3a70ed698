"""Parts of months: a half, a third, a week of one, as the days that it has."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

from neisse.engine.record.periods.vague import YEAR

# In the common notation: `h2m3m2027` the second half of March, `w2m3m` its second week, `em3m` its end.
_PART = re.compile(
    rf"(?:(?P<half>h(?P<h>[12])|(?P<h2>[12])\.?h)|(?P<week>w\.?(?P<w>[1-5])|(?P<w2>[1-5])\.?w)|(?P<third>[bce]))"
    rf"[-. ]?m(?P<month>\d{{1,2}})m[./]?[ ]?(?:{YEAR})?\.?"
)
THIRDS = {"b": (1, 10), "c": (11, 20), "e": (21, 31)}


@dataclass(frozen=True, slots=True)
class Part:
    """Some days of a month, of a year where it is said."""

    month: int
    first: int
    last: int
    year: int | None

    def last_in(self, year: int) -> int:
        """The last of the days that the month has in a year."""
        return min(self.last, monthrange(year, self.month)[1])


def read_part(notation: str) -> Part | None:
    """The part of a month that a notation names, None where it is something else."""
    found = _PART.fullmatch(notation)
    if found is None or not 1 <= int(found["month"]) <= 12:
        return None
    if found["half"]:
        first, last = ((1, 15), (16, 31))[int(found["h"] or found["h2"]) - 1]
    elif found["week"]:
        number = int(found["w"] or found["w2"])
        first, last = 7 * number - 6, 7 * number if number < 5 else 31
    else:
        first, last = THIRDS[found["third"]]
    year = found["year"]
    full = None if year is None else int(year) if len(year) == 4 else 2000 + int(year[1:])
    return Part(int(found["month"]), first, last, full)
