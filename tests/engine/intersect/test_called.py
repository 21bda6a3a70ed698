"""What an action is called: one name, however a list writes it; a part of it has another."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neisse.engine.flow import find_overlaps
from neisse.engine.intersect.verdict.overlaps import OverlapOptions
from neisse.engine.intersect.words.called import called
from neisse.engine.values import Measure, Place
from neisse.engine.values.period_code import parse_span

GRAZ = Place("Graz", "Austria")
PLAIN = OverlapOptions(with_reasons=False)


def listed(id: str, title: str, place: Place = GRAZ, days: str = "2027-05-11", until: str = "") -> Measure:
    return Measure(
        id=id, title=title, owner="", kind="event", period=parse_span(days, until or days), place=place
    )


def duplicates(*measures: Measure) -> set[tuple[str, str]]:
    return {(o.a, o.b) for o in find_overlaps(measures, options=PLAIN) if o.verdict == "duplicate"}


@pytest.mark.parametrize(
    "titles",
    [
        ("LabDays", "Lab Days", "labdays", "LabDays 2027", "Lab Days Graz", "Lab Days Austria 2027"),
        ("GeneConf", "Gene Conf", "GeneConference", "Gene Konferenz 2027"),
        ("Open Science Monitoring Conference", "OSMC", "OSMC 2027"),
        ("Alpine Bio Live", "ABLive", "Alpine Bio Live Graz"),
        ("BioWeek", "BioWeek: Leben aus dem Labor", "Bioweek – life from the lab"),
    ],
)  # fmt: skip
def test_one_name_in_many_spellings(titles: tuple[str, ...]) -> None:
    first = listed("a", titles[0])
    for other in titles[1:]:
        assert duplicates(first, listed("b", other)) == {("a", "b")}, other
        assert not duplicates(first, listed("b", other, days="2027-06-15")), other
        assert not duplicates(first, listed("b", other, place=Place("Hamburg", "DE"))), other


@pytest.mark.parametrize(
    "titles",
    [
        ("Labormesse Graz 2027", "Labormesse Graz: Tag 2", "Labormesse Graz: Nachwuchspreis"),
        ("BioWeek: Leben aus dem Labor", "BioWeek: Nahrung von morgen"),
        ("LabDays", "GeneDays", "PatentDays"),
    ],
)
def test_parts_and_sisters_are_not_one(titles: tuple[str, ...]) -> None:
    for one, other in combinations(titles, 2):
        assert not duplicates(listed("a", one), listed("b", other)), (one, other)


def test_the_same_name_a_day_earlier_for_a_workshop_is_one() -> None:
    long = listed("a", "GeneDays", days="2027-05-11", until="2027-05-13")
    assert duplicates(long, listed("b", "Gene Days", days="2027-05-12", until="2027-05-13"))


def test_a_country_in_place_of_a_town_is_no_other_town() -> None:
    assert duplicates(listed("a", "GeneDays"), listed("b", "Gene Days", Place("Austria", "Austria")))


WORDS = st.sampled_from(("Bio", "Lab", "Gene", "Nano", "Cell", "Heart", "Opto"))


@settings(max_examples=60)
@given(
    st.lists(WORDS, min_size=2, max_size=3, unique=True), st.sampled_from(("", " 2027", " Graz", " Austria"))
)
def test_together_or_apart_has_one_name(words: list[str], added: str) -> None:
    names = {called(text, GRAZ).name for text in ("".join(words), " ".join(words) + added, "-".join(words))}
    assert len(names) == 1


@settings(max_examples=60)
@given(st.text(max_size=30), st.text(max_size=12), st.text(max_size=12))
def test_any_title_has_a_name_of_its_own_at_most(title: str, city: str, country: str) -> None:
    found = called(title, Place(city, country))
    assert found.name not in found.also
    assert called(title, Place(city, country)) == found


def test_a_name_is_compared_from_both_sides() -> None:
    one, other = listed("a", "Open Science Monitoring Conference"), listed("b", "OSMC")
    swapped = (replace(one, id="b"), replace(other, id="a"))
    assert duplicates(one, other) == duplicates(*swapped)
