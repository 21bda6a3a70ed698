"""What a measure says in its text instead of its fields: the town, online, words cut short."""

from __future__ import annotations

import pytest

from neisse.engine.intersect.table.reading import stated_place
from neisse.engine.intersect.words.lexicon import topic_lexicon
from neisse.engine.values import Measure, Place


def said(description: str, place: Place | None = None) -> Place:
    return stated_place(
        Measure(id="m", title="Warsztaty", description=description, owner="o", place=place or Place())
    )


@pytest.mark.parametrize(
    ("description", "city"),
    [
        ("Targi odbędą się we Wrocławiu.", "Wrocław"),
        ("Spotkamy się w Libercu, by przez pięć dni uczyć się.", "Liberec"),
        ("Wir treffen uns in Breslau.", "Wrocław"),
        ("Z Drezna do Wrocławia.", ""),
        ("Ohne Ort.", ""),
    ],
)
def test_the_only_town_of_a_text_stands_in_for_a_missing_place(description: str, city: str) -> None:
    assert said(description).city == city


def test_a_given_place_stays() -> None:
    given = said("Fahrt nach Breslau.", Place("Dresden", "DE"))
    assert (given.city, given.online) == ("Dresden", False)


@pytest.mark.parametrize("text", ["Bezpłatne webinarium.", "Nur online.", "Kostenloses Webinar am Morgen."])
def test_online_is_read_where_no_town_is_named(text: str) -> None:
    assert said(text).online


def test_a_country_that_does_not_hold_the_town_keeps_it_out() -> None:
    assert said("Wir treffen uns in Breslau.", Place(country="DE")).city == ""


@pytest.mark.parametrize(
    ("text", "key"),
    [("Rd. Tisch Telemed. DE/PL", "telemedicine"), ("Treffen Biotechnol.", "biotech")],
)
def test_a_word_cut_short_finds_its_concept(text: str, key: str) -> None:
    lexicon = topic_lexicon()
    assert lexicon.position[key] in lexicon.find(text)


def test_a_whole_word_before_a_full_stop_completes_nothing() -> None:
    lexicon = topic_lexicon()
    assert {lexicon.concepts[at].key for at in lexicon.find("Besuch in der Klinik.")} == {"hospital"}
