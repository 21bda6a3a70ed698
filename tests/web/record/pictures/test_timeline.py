"""The geometry of the timeline."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from neisse.web.record.pictures.timeline import (
    CHART_PX,
    HEAD_PX,
    LABELS_PX,
    SHEET_PX,
    Item,
    Window,
    sheets,
    timeline,
)

WINDOW = Window(date(2026, 11, 1), date(2027, 5, 1))
TODAY = date(2026, 11, 22)


def item(pk: int, start: date, days: int = 1, row: str = "WFS", label: str = "Lab day") -> Item:
    return Item(pk, start, start + timedelta(days=days), label, row)


def test_days_lie_where_they_belong() -> None:
    assert WINDOW.x(date(2026, 11, 1)) == LABELS_PX
    assert WINDOW.x(date(2027, 5, 1)) == LABELS_PX + CHART_PX
    assert WINDOW.x(date(2000, 1, 1)) == LABELS_PX
    picture = timeline([item(1, TODAY)], WINDOW, TODAY)
    assert picture.rows[0].bars[0].x == picture.today_x == WINDOW.x(TODAY)


def test_each_month_and_full_week_is_on_the_axis() -> None:
    picture = timeline([], WINDOW, TODAY)
    assert [month.start.month for month in picture.months] == [11, 12, 1, 2, 3, 4]
    assert all(week.start.weekday() == 0 for week in picture.weeks)
    assert picture.rows == ()


def test_today_is_left_out_where_it_is_not_shown() -> None:
    assert timeline([], WINDOW, date(2030, 1, 1)).today_x is None


def test_a_long_bar_carries_its_label_and_a_short_one_has_it_beside() -> None:
    long, short, late = (
        timeline([i], WINDOW, TODAY).rows[0].bars[0]
        for i in (item(1, date(2026, 12, 1), 90), item(2, date(2026, 12, 1)), item(3, date(2027, 4, 29)))
    )
    assert long.inside
    assert long.label_x > long.x
    assert (short.inside, short.anchor) == (False, "start")
    assert short.label_x > short.x + short.width
    assert late.anchor == "end"
    assert late.label_x < late.x


def test_holidays_have_a_strip_for_each_country() -> None:
    picture = timeline([], WINDOW, TODAY, [(date(2026, 12, 25), "DE"), (date(2026, 11, 11), "PL")])
    assert [country for country, _y in picture.strips] == ["DE", "PL"]
    assert {(h.start, h.style) for h in picture.holidays} == {
        (date(2026, 12, 25), "DE"),
        (date(2026, 11, 11), "PL"),
    }


def test_long_names_of_rows_take_two_lines_at_most() -> None:
    name = "Beispielagentur für grenzüberschreitende Gesundheitswirtschaft und Medizintechnik Oberlausitz"
    row = timeline([item(1, TODAY, row=name)], WINDOW, TODAY).rows[0]
    assert len(row.lines) == 2
    assert row.height >= 2 * 15


spans = st.tuples(st.integers(-60, 220), st.integers(1, 120), st.text("abc ", min_size=1, max_size=60))


@given(st.lists(spans, max_size=25))
def test_bars_of_a_lane_never_cover_each_other(drawn: list[tuple[int, int, str]]) -> None:
    items = [
        item(n, WINDOW.start + timedelta(days=offset), days, label=label)
        for n, (offset, days, label) in enumerate(drawn)
        if offset + days > 0 and offset < 181
    ]
    picture = timeline(items, WINDOW, TODAY)
    bars = [bar for row in picture.rows for bar in row.bars]
    assert len(bars) == len(items)
    for a in bars:
        assert picture.head <= a.y < picture.height
        for b in bars:
            if a is not b and a.y == b.y:
                assert a.x + a.width <= b.x or b.x + b.width <= a.x


@given(
    st.lists(st.tuples(st.integers(0, 170), st.integers(1, 90), st.sampled_from("ABCDEFGH")), max_size=160)
)
def test_every_item_is_on_one_sheet_that_is_not_too_high(drawn: list[tuple[int, int, str]]) -> None:
    items = [
        item(n, WINDOW.start + timedelta(days=day), days, row, f"Plan {n}")
        for n, (day, days, row) in enumerate(drawn)
    ]
    found = sheets(items, WINDOW, TODAY)
    shown = [bar.item.pk for sheet in found for row in sheet.rows for bar in row.bars]
    assert sorted(shown) == [i.pk for i in items]
    assert all(sheet.height <= HEAD_PX + SHEET_PX + 6 for sheet in found)
    names = [row.name for sheet in found for row in sheet.rows]
    assert list(dict.fromkeys(names)) == list(dict.fromkeys(i.row for i in items))
    assert all(sheet.months for sheet in found)
