"""Bare listings of two calendars in two languages: one action on the same days at the same place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neisse.engine.flow import find_overlaps
from neisse.engine.values import Measure, MeasureKind, Place
from neisse.engine.values.period_code import parse_span

ONLINE = Place(online=True)


def listing(id: str, title: str, owner: str, kind: str = "event", place: Place = ONLINE) -> Measure:
    return Measure(
        id=id, title=title, owner=owner, kind=MeasureKind(kind), period=parse_span("2027-03-23"), place=place
    )


def verdicts(*measures: Measure) -> set[str]:
    return {found.verdict.value for found in find_overlaps(measures)}


@pytest.mark.parametrize(
    ("german", "foreign", "place"),
    [
        ("Webinar: KI in der Radiologie", "AI in Radiology (online seminar)", ONLINE),
        ("Tag der offenen Tür der Biobank ABCX", "Dzień otwarty biobanku ABCX", Place("Wrocław", "PL")),
        ("Schulung zur MDR für kleine Hersteller", "Szkolenie: MDR dla małych producentów", Place("Görlitz", "DE")),
    ],
)  # fmt: skip
def test_a_listing_in_another_language_is_the_same_action(german: str, foreign: str, place: Place) -> None:
    one, other = (
        listing("a", german, "Verein A", place=place),
        listing("b", foreign, "Agentur B", place=place),
    )
    assert verdicts(one, other) == {"duplicate"}
    later = replace(other, period=parse_span("2027-03-25"))
    assert "duplicate" not in verdicts(one, later)


def test_two_stands_at_one_fair_are_two() -> None:
    fair = Place("Düsseldorf", "DE")
    one = listing("a", "Sächsischer Gemeinschaftsstand auf der MEDICA", "Agentur A", "fair", fair)
    other = listing("b", "Stoisko Dolnego Śląska na targach MEDICA", "Urząd B", "fair", fair)
    assert "duplicate" not in verdicts(one, other)
