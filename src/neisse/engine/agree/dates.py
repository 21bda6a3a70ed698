"""On which days a plan may begin, and how long it lasts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from neisse.engine.agree.round import Closed, Window
from neisse.engine.text.fold import fold
from neisse.engine.values import Measure, MeasureKind

LONGEST_FREE_DAYS = 14  # what lasts longer runs through holidays
OF_ONE_DAY = frozenset(
    {
        MeasureKind.EVENT, MeasureKind.MEETING, MeasureKind.TRAINING, MeasureKind.FAIR,
        MeasureKind.TRADE_MISSION, MeasureKind.DELEGATION,
    }
)  # fmt: skip
DAY = timedelta(days=1)


def span_of(measures: Sequence[Measure]) -> Window | None:
    """From the first to the last day that any plan names: where one without a period may be."""
    periods = [m.period for m in measures if m.period is not None]
    if not periods:
        return None
    return Window(min(p.start for p in periods), max(p.last_day for p in periods))


def length_of(measure: Measure) -> int:
    """Days that a plan lasts; a vague period of an event is the time in which its one day will be."""
    period = measure.period
    if period is None or (period.precision.is_vague and measure.known_kind in OF_ONE_DAY):
        return 1
    return period.days


def window_of(measure: Measure, span: Window | None) -> Window | None:
    """The days on which a plan may be; one without a period may be anywhere in the round."""
    period = measure.period
    return span if period is None else Window(period.start, period.last_day)


def starts_in(window: Window | None, days: int) -> tuple[date, ...]:
    """Each day on which something of so many days can begin inside a window; too long for it: its first day."""
    if window is None:
        return ()
    room = (window.end - window.first).days - days
    return tuple(window.first + DAY * n for n in range(max(0, room) + 1))


def is_free(start: date, days: int, spans: Sequence[Window]) -> bool:
    """Whether none of the spans has a day of it; what lasts more than two weeks runs through them."""
    return days > LONGEST_FREE_DAYS or not any(w.first < start + DAY * days and start < w.end for w in spans)


def holds_for(closed: Closed, measure: Measure) -> bool:
    """Whether closed days hold where a plan takes place: everywhere, or in its town or country."""
    said = fold(closed.place)
    return not said or said in {fold(measure.place.city), fold(measure.place.country)}


def months_of(start: date, days: int, amount: int) -> dict[str, int]:
    """An amount spread over the months of so many days, `2026-09` each, in whole parts that sum to it."""
    spread: dict[str, int] = {}
    at, done, given = start, 0, 0
    while done < days:
        following = date(at.year + at.month // 12, at.month % 12 + 1, 1)
        done += min((following - at).days, days - done)
        until = amount * done // days
        spread[f"{at:%Y-%m}"] = until - given
        at, given = following, until
    return spread
