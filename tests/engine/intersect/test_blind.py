"""What a notice of an overlap with a blind plan may say: a topic of both plans, or none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neisse.engine.intersect.blind import Notice, is_blind, notice
from neisse.engine.intersect.table.reading import measure_texts
from neisse.engine.intersect.words.lexicon import topic_lexicon
from neisse.engine.values import Measure, Period, Place, Visibility

LABELS = [concept.label("de") for concept in topic_lexicon().concepts]
plans = st.builds(
    lambda topics, title: Measure("", title, "", topics=tuple(topics)),
    st.lists(st.sampled_from(LABELS), max_size=3),
    st.sampled_from(["Treffen", *LABELS]),
)


def topics_in(plan: Any) -> set[str]:
    lexicon = topic_lexicon()
    return {lexicon.concepts[found].label() for found in lexicon.find(measure_texts(plan)[1])}


@given(plans, plans)
def test_the_topic_of_a_notice_lies_in_both_plans(a: Any, b: Any) -> None:
    told, shared = notice(a, b).topic, topics_in(a) & topics_in(b)
    assert told == notice(b, a).topic
    assert told in shared if shared else told == "", "a topic of one plan alone tells what the other hides"


def test_plans_without_a_common_topic_give_no_topic() -> None:
    a, b = (Measure("", "Treffen", "", topics=(label,)) for label in ("Bioinformatik", "Logistik"))
    assert topics_in(a) != topics_in(b)
    assert notice(a, b).topic == ""


def plan(**fields: Any) -> Measure:
    return Measure("", "Treffen", "", **fields)


def days(first: str, count: int) -> Period:
    start = date.fromisoformat(first)
    return Period(start, start + timedelta(days=count))


@pytest.mark.parametrize("one", Visibility)
@pytest.mark.parametrize("other", Visibility)
def test_a_pair_is_blind_where_one_side_is(one: Visibility, other: Visibility) -> None:
    assert is_blind(plan(visibility=one), plan(visibility=other)) is ("blind" in (one, other))


def test_of_two_common_topics_the_first_of_the_vocabulary_is_told() -> None:
    labels = [concept.label("de") for concept in topic_lexicon().concepts]
    several = [plan(topics=(label,)) for label in labels]
    one, two = (next(p for p in row if topics_in(p)) for row in (several, several[len(several) // 2 :]))
    both = plan(topics=one.topics + two.topics)
    known = [
        topic_lexicon().concepts[at].label() for at in sorted(topic_lexicon().find(measure_texts(both)[1]))
    ]
    assert len(known) > 1
    assert notice(both, both).topic == known[0]


@pytest.mark.parametrize(
    ("one", "other", "month"),
    [
        (None, None, ""),
        (days("2027-03-10", 1), None, "2027-03"),
        (days("2027-03-10", 1), days("2027-04-24", 2), "2027-04"),
        (days("2027-03-01", 31), days("2027-02-01", 28), "2027-03"),
        (days("2027-03-01", 32), days("2027-02-01", 28), "2027"),
        (days("2027-03-01", 1), days("2026-01-01", 365), "2027"),
        (days("2026-12-30", 5), days("2027-01-02", 1), "2027-01"),
    ],
)
def test_the_month_is_that_of_the_later_plan_and_a_year_where_one_is_vague(
    one: Period | None, other: Period | None, month: str
) -> None:
    for a, b in ((one, other), (other, one)):
        assert notice(plan(period=a), plan(period=b)).month == month


@pytest.mark.parametrize(
    ("one", "other", "area"),
    [
        (Place("Dresden", "DE"), Place("Wrocław", "PL"), "DE / PL"),
        (Place("Dresden", "DE"), Place("Leipzig", "DE"), "DE"),
        (Place("Dresden"), Place("Wrocław"), "DE / PL"),
        (Place("Dresden", "DE"), Place(), "DE"),
        (Place(), Place(), ""),
        (Place(online=True), Place("Dresden", "DE"), "online"),
        (Place(online=True), Place(online=True), "online"),
    ],
)
def test_the_area_names_countries_and_no_town(one: Place, other: Place, area: str) -> None:
    for a, b in ((one, other), (other, one)):
        assert notice(plan(place=a), plan(place=b)).area == area


def test_a_notice_holds_three_words_and_no_more() -> None:
    told = Notice("biobank", "2027-03", "DE")
    assert told.__slots__ == ("topic", "month", "area")
    assert not hasattr(told, "__dict__")
    with pytest.raises(AttributeError):
        told.topic = "x"  # type: ignore[misc]
