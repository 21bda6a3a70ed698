"""Kinds, sectors and towns in anybody's words, in three languages, are the contract's: filters and figures hold together."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neisse.engine.record.announcements.event_words import kind_of_event
from neisse.formats.detect import read_any
from neisse.formats.kind_words import kind_in_title, measure_kind_of, organisation_kind_of, sector_of
from neisse.formats.spoken_values import KINDS

TODAY = date(2026, 11, 28)
ORGANISATIONS = {
    "company": ["Firma", "przedsiębiorstwo", "GmbH", "sp. z o.o.", "Company"],
    "university": ["Hochschule", "Universität", "uczelnia"],
    "research": ["Institut", "Forschungsinstitut", "research institute", "instytut"],
    "municipality": ["Gemeinde", "Gmina", "Miasto"],
    "association": ["Verein", "Verband", "Stowarzyszenie", "fundacja"], "clinic": ["Klinik", "Krankenhaus", "szpital"],
    "network": ["Netzwerk", "Cluster", "klaster"],
}  # fmt: skip
MEASURES = {
    "training": ["Workshop", "Seminar", "Schulung", "szkolenie"],
    "event": ["Konferenz", "Tagung", "Fachtag", "konferencja", "Symposium"],
    "meeting": ["Sitzung", "Treffen", "Stammtisch", "spotkanie"], "fair": ["Ausstellung", "targi"],
    "trade_mission": ["Unternehmerreise"], "delegation": ["Delegationsreise", "delegacja"], "call": ["Ausschreibung", "konkurs"],
}  # fmt: skip
POLISH = frozenset(
    ["przedsiębiorstwo", "uczelnia", "instytut", "Gmina", "Miasto", "Stowarzyszenie", "fundacja",
    "szpital", "klaster", "szkolenie", "konferencja", "spotkanie", "targi", "delegacja", "konkurs"]
)  # fmt: skip


@st.composite
def in_words(draw: st.DrawFn, known: dict[str, list[str]]) -> tuple[str, str]:
    """(what somebody writes, kind): the word, an adjective before or behind it, a compound, two of one kind."""
    kind = draw(st.sampled_from(sorted(known)))
    word = draw(st.sampled_from(known[kind]))
    if word in POLISH:
        tail = draw(st.sampled_from(["", " regionalny", " branżowe", " miejska", " na Dolnym Śląsku"]))
        return draw(st.sampled_from([word, word.upper(), word.capitalize()])) + tail, kind
    said = draw(st.sampled_from([word, f"regionale {word}", f"{word} (Sachsen)", word.upper(), f" {word} "]))
    if word.isalpha() and len(word) > 5 and word != "Company":
        said = draw(st.sampled_from([said, f"Landes{word.lower()}", f"Fach-{word}", f"{word}/{word}"]))
    return said, kind


@settings(deadline=None, max_examples=200)
@given(in_words(ORGANISATIONS))
def test_kinds_of_organisations(case: tuple[str, str]) -> None:
    assert organisation_kind_of(case[0]) == case[1]


@settings(deadline=None, max_examples=200)
@given(in_words(MEASURES))
def test_kinds_of_plans(case: tuple[str, str]) -> None:
    assert measure_kind_of(case[0]) == case[1]


@settings(deadline=None, max_examples=150)
@given(
    in_words(MEASURES), st.sampled_from(["KI in der Pflege", "Zdrowie 2027", "Life Sciences", "am 3. Mai"])
)
def test_a_title_says_the_kind_that_a_calendar_does_not(case: tuple[str, str], about: str) -> None:
    title = f"{case[0].strip()}: {about}"
    lines = [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "UID:1",
        f"SUMMARY:{title}",
        "DTSTART:20270504T090000Z",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    (from_calendar,) = read_any("x.ics", "\r\n".join(lines).encode(), reference=TODAY).objects
    (from_table,) = read_any("x.csv", f"Titel;Datum\n{title};04.05.2027\n".encode(), reference=TODAY).objects
    assert from_calendar["kind"] == from_table["kind"] == case[1]


@pytest.mark.parametrize(
    ("title", "kind"),
    [("Workshop zur Messe", "training"), ("Messe Dresden: Seminar", "training"), ("Vorstand", ""), ("Was kommt danach?", ""),
     ("Neujahrsempfang", "event"), ("targi MEDICA", "fair"), ("Ein Projekt lernt laufen", "")],
)  # fmt: skip
def test_in_a_title_the_word_that_counts(title: str, kind: str) -> None:
    assert kind_in_title(title) == kind


@pytest.mark.parametrize(
    ("said", "code"),
    [("Medizintechnik", "medical_technology"), ("technika medyczna", "medical_technology"), ("Farmacja", "pharma"),
     ("Biotech", "biotechnology"), ("Digitale Gesundheit", "digital_health"), ("Bauwesen", "Bauwesen")],
)  # fmt: skip
def test_sectors(said: str, code: str) -> None:
    assert sector_of(said) == code
    (found,) = read_any("x.csv", f"Firma;Ort;Branche\nA;Leipzig;{said}\n".encode()).objects
    assert found["sectors"] == [code]


def test_a_word_means_one_kind_in_tables_and_in_announcements() -> None:
    single = {word: kind for word, kind in KINDS.items() if " " not in word}
    said = {word: (kind, found) for word, kind in single.items() if (found := kind_of_event(word))}
    assert len(said) > 60
    assert {word: kinds for word, kinds in said.items() if kinds[0] != kinds[1]} == {}
