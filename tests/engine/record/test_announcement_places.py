"""Places of a text are looked up in order, not one by one: the cost of a long document grows with its length alone."""

from __future__ import annotations

import itertools
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from neisse.engine.record.announcements.dates import Dated, find_dates
from neisse.engine.record.announcements.document import Document, Stretch
from neisse.engine.record.announcements.told import Told
from neisse.engine.values import Period

DAY = date(2026, 11, 29)
WORDS = [
    "am 3. Mai 2027",
    "vom 3. bis 5. Mai 2027",
    "2027",
    "heute",
    "im Mai",
    "Messe",
    "3.5.2027",
    "3.",
    "–",
    ". ",
    "\n",
]


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9), st.booleans())),
    st.integers(0, 50),
    st.integers(1, 30),
)
def test_the_times_of_a_part_are_those_that_begin_in_it(
    given_: list[tuple[int, int, bool]], start: int, length: int
) -> None:
    dates = [Dated(at, at + long, Period(DAY, DAY), True, is_year) for at, long, is_year in given_]
    told = Told(Document(""), dates, (), DAY, False)
    wanted = sorted((d.start, d.end) for d in dates if not d.is_year and start <= d.start < start + length)
    assert told.stops_in(Stretch(start, start + length)) == wanted


@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_no_two_times_of_a_text_meet(words: list[str]) -> None:
    found = find_dates(Document(" ".join(words)), DAY)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


def test_a_text_of_one_line_is_read_to_its_end() -> None:
    text = "Das Institut lädt am 12. Dezember 2026 zur Messe ein. " * 300
    assert len(find_dates(Document(text), DAY)) == 300
