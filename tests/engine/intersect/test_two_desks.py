"""One action seen from two desks, and two that only look like one: what the texts say of hosts, guests, moves and drafts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neisse.engine.flow import find_overlaps
from neisse.engine.intersect.words.called import called
from neisse.engine.intersect.words.roles import CLOSED, EVE, MOVED, RECEIVES, STAND, roles_of
from neisse.engine.intersect.words.whence import countries_in, home_of
from neisse.engine.text.fold import fold, words
from neisse.engine.values import Measure, MeasureKind, Place
from neisse.engine.values.period_code import parse_span

TOWN = Place("Görlitz", "DE")


def plan(key: str, title: str, owner: str, day: str = "2027-04-14", **more: object) -> Measure:
    fields = {"kind": MeasureKind.EVENT, "place": TOWN} | more
    return Measure(id=key, title=title, owner=owner, period=parse_span(day) if day else None, **fields)  # type: ignore[arg-type]


def said(*plans: Measure) -> list[str]:
    return [found.verdict.value for found in find_overlaps(plans)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Warsztaty: pomieszczenia czyste w farmacji", "Warsztaty technologii pomieszczeń czystych"),
        ("Seminar Spritzguss in der Medizintechnik", "Seminar: Kunststoffspritzguss für Medizinprodukte"),
        ("Workshop on lab-on-chip systems", "Lab-on-chip technology workshop"),
    ],
)
def test_two_workshops_on_one_subject_day_and_town_are_never_nothing(one: str, other: str) -> None:
    assert said(plan("a", one, "Haus A"), plan("b", other, "Haus B")) in (["parallel"], ["duplicate"])


def test_one_day_and_town_alone_are_nothing() -> None:
    assert (
        said(
            plan("a", "Warsztaty: pomieszczenia czyste", "Haus A"),
            plan("b", "Warsztaty: budżet domowy", "Haus B"),
        )
        == []
    )


@pytest.mark.parametrize("title", ["Kooperationstag Kardiotechnik", "Kurs: walidacja procesów mycia"])
def test_an_undated_draft_with_the_title_of_a_plan_may_be_that_plan(title: str) -> None:
    stored = plan("a", title, "Haus A", description="Ein Tag für Hersteller.", topics=("GMP",))
    assert said(stored, plan("b", title, "", day="", place=Place())) == ["duplicate"]


def test_who_receives_guests_from_there_files_the_same_visit() -> None:
    trip = plan(
        "a", "Unternehmerreise Robotik nach Niederschlesien", "ihk-chemnitz", kind=MeasureKind.TRADE_MISSION,
        place=Place("Wrocław", "PL"), topics=("Robotik",),
    )  # fmt: skip
    reception = plan(
        "b", "Wizyta firm z Chemnitz: robotyka", "urzad-wroclaw", kind=MeasureKind.MEETING, place=Place("Wrocław", "PL"),
        topics=("robotyka",), description="Przyjęcie gości w ratuszu.",
    )  # fmt: skip
    assert said(trip, reception) == ["duplicate"]
    assert "duplicate" not in said(trip, replace(reception, period=parse_span("2027-05-20")))


def test_a_moved_action_is_the_one_of_the_old_date() -> None:
    old = plan("a", "Hackathon Medizintechnik", "Haus A", "2027-03-12")
    moved = plan("b", "Hackathon Medizintechnik (verschoben vom 12.3.)", "Haus B", "2027-05-14")
    assert said(old, moved) == ["duplicate"]
    assert "duplicate" not in said(old, replace(moved, title="Hackathon Medizintechnik"))


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("ABGESAGT: Gründertag Biotech", "Gründertag Biotech"),
        ("Odwołane - Dzień biobanków", "Dzień biobanków"),
        ("Gründertag Biotech (neuer Termin)", "Gründertag Biotech"),
        ("[Cancelled] Biobank Day", "Biobank Day"),
    ],
)
def test_what_became_of_an_action_is_no_part_of_its_name(title: str, bare: str) -> None:
    assert called(title, TOWN).name == called(bare, TOWN).name


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Empfang im Rathaus", RECEIVES), ("Goście z Saksonii", RECEIVES), ("Gemeinschaftsstand", STAND),
        ("stoisko regionu", STAND),
        ("przełożone z marca", MOVED), ("nowy termin", MOVED), ("nur für Beschäftigte", CLOSED), ("szkolenie personelu", CLOSED),
        ("inhouse", CLOSED), ("am Abend vor dem Forum", EVE), ("dzień przed targami", EVE),
    ],
)  # fmt: skip
def test_roles_are_read_from_words_and_phrases(text: str, role: int) -> None:
    assert roles_of(words(text), fold(text)) & role
    assert not roles_of(words("Tagung zur Diagnostik"), fold("Tagung zur Diagnostik")) & (role | CLOSED)


def test_whence_an_owner_comes_and_of_which_countries_a_text_speaks() -> None:
    assert home_of("ihk-chemnitz").region == home_of("Stadt Chemnitz").region == "DE.13"
    assert home_of("Urząd Marszałkowski Województwa Dolnośląskiego").region == "PL.72"
    assert home_of("biosaxony").region == ""
    assert countries_in(words("polnische Firmen und goście z Niemiec")) == {"PL", "DE"}
