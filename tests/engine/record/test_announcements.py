"""Announcements: every fact has its words, hostile texts stay within bounds, times mean what they mean on the text's day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neisse.engine.record.announcements import Announcement, read_announcement
from neisse.engine.record.announcements.evidence import Evidence
from neisse.engine.text.fold import flat
from neisse.engine.text.resolver import Directory
from neisse.engine.values import Organisation

TODAY = date(2027, 2, 1)
DAY_BEFORE = "Dresden, 1. Februar 2027\n\n"
PARTS = [
    "Am 3. Mai 2027 findet in Görlitz der Workshop „Saubere Räume“ statt.",
    "Konferencja Biotechnologia bez granic odbędzie się 7-8 czerwca br. we Wrocławiu.",
    "The Saxon Health Forum takes place on 12 May 2027, 9:30 am to 4 pm, in Leipzig.",
    "Anmeldung bis zum 20. April 2027 an kontakt@example.org.",
    "Der Verein wurde am 4. Mai 1998 gegründet.",
    "Das Gesetz vom 3. März 2026 gilt.",
    "| 04.06.2027 | Stammtisch Medizintechnik | Chemnitz |",
    "Tel. 0351 796 56 02",
    "\n\n## Aktuelles\n\n",
    "Die Prüfwerk Mulde GmbH (PWM) ist Mitglied im Verband Saubere Technik e. V.",
    "Geschäftsführerin Marlies Tanneberg: PWM investiert 3,6 Mio. Euro, sagt sie.",
    "Fundacja Zdrowa Odra przystąpiła do klastra; 1 250 uczestników.",
    "Gestern trafen sich rund 70 Fachleute in Zittau.",
]


def spans_of(read: Announcement) -> Iterator[Evidence]:
    for event in read.events:
        yield from (event.name, event.dated, event.sentence)
        optional = (event.town_words, event.venue, event.online, event.deadline_words)
        yield from (one for one in optional if one)
    yield from (words for one in read.organisations for words in one.mentions)
    yield from (words for one in read.persons for words in (one.name, one.office))
    yield from (one.words for one in (*read.figures, *read.relations))
    yield from (one for one in (read.title, read.issued_words) if one)


def read(text: str) -> Announcement:
    return read_announcement(text, today=TODAY)


@given(st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=40)), max_size=12).map("\n".join))
def test_every_fact_has_its_words(text: str) -> None:
    found = read(text)
    for span in spans_of(found):
        assert span.text == text[span.start : span.end]
        assert span.text.strip()
    for event in found.events:
        assert event.town == "" or event.town_words is not None
    assert found == read(text)


@given(st.text(max_size=300))
def test_a_flat_text_has_the_places_of_the_text(text: str) -> None:
    assert len(flat(text)) == len(text)


@given(st.permutations(PARTS[:3]))
def test_the_order_of_paragraphs_does_not_matter(parts: list[str]) -> None:
    found = read(DAY_BEFORE + "\n\n".join(parts))
    assert {(event.period.start, event.town) for event in found.events} == {
        (date(2027, 5, 3), "Görlitz"),
        (date(2027, 6, 7), "Wrocław"),
        (date(2027, 5, 12), "Leipzig"),
    }


@pytest.mark.parametrize(
    "said",
    [
        "Anmeldung bis zum 20. April 2027.",
        "Das Unternehmen wurde am 4. Mai 2024 gegründet.",
        "Öffnungszeiten ab 3. Mai 2027: Mo bis Fr 9-16 Uhr.",
        "Die Verordnung vom 3. März 2026 regelt das.",
        "Prof. Nowak, geboren am 3. März 1970, leitet das Institut.",
        "Zuletzt aktualisiert am 30. Januar 2027.",
        "Zgłoszenia do 15 marca 2027 r. na adres biuro@example.org.",
        "Ustawa z dnia 8 marca 1990 r. o samorządzie.",
        "Register by 15 March 2027.",
        "Am 3. Januar 2027 um 10:12 schrieb Anna Beispiel:",
        "Tel. 03.05.27.11",
        "§ 3 Abs. 2 der Satzung vom 5.5.2026",
    ],
)
def test_other_days_are_no_events(said: str) -> None:
    assert not read(f"{DAY_BEFORE}# Forum der Region\n\n{said}").events


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("vom 24. bis 26. Oktober 2027", date(2027, 10, 24), date(2027, 10, 26)),
        ("w dniach 15-19 maja br.", date(2027, 5, 15), date(2027, 5, 19)),
        ("am kommenden Donnerstag", date(2027, 2, 4), date(2027, 2, 4)),
        ("vom 30. Dezember 2027 bis 2. Januar 2028", date(2027, 12, 30), date(2028, 1, 2)),
        ("in KW 43", date(2027, 10, 25), date(2027, 10, 31)),
        ("im Q3/2027", date(2027, 7, 1), date(2027, 9, 30)),
        ("im Spätsommer", date(2027, 6, 1), date(2027, 8, 31)),
        ("im November", date(2027, 11, 1), date(2027, 11, 30)),
        ("on June 30 - July 2, 2027", date(2027, 6, 30), date(2027, 7, 2)),
        ("am 5.6.", date(2027, 6, 5), date(2027, 6, 5)),
        ("29 i 30 września", date(2027, 9, 29), date(2027, 9, 30)),
    ],
)
def test_times_are_those_of_the_texts_own_day(said: str, first: date, last: date) -> None:
    found = read(f"{DAY_BEFORE}Der Fachtag Pflege findet {said} in Görlitz statt.")
    assert [(event.period.start, event.period.last_day) for event in found.events] == [(first, last)]


def test_what_was_is_last_year_and_what_comes_is_next() -> None:
    past = read(f"{DAY_BEFORE}Am 12. Dezember fand in Bautzen der Fachtag Pflege statt.").events[0]
    assert (past.period.start, past.tense) == (date(2026, 12, 12), "past")
    ahead = read(f"{DAY_BEFORE}Am 12. Dezember findet in Bautzen der Fachtag Pflege statt.").events[0]
    assert (ahead.period.start, ahead.tense) == (date(2027, 12, 12), "planned")


def test_contacts_are_not_proposed() -> None:
    text = "Pressekontakt: Direktor Jan Beispiel, Tel. 0351 796 56 02, jan@example.org"
    found = read(f"{DAY_BEFORE}Direktorin Eva Muster sprach.\n\n{text}")
    assert [person.name.text for person in found.persons] == ["Eva Muster"]


def test_mentions_of_one_organisation_are_joined() -> None:
    text = "Die Prüfwerk Mulde GmbH (PWM) wächst. PWM baut. Hier ist die Politechnika Opolska. Z Politechniką Opolską."
    found = read(DAY_BEFORE + text)
    assert [(one.name, len(one.mentions)) for one in found.organisations] == [
        ("Prüfwerk Mulde GmbH", 3),
        ("Politechnika Opolska", 2),
    ]


def test_known_organisations_are_led_to() -> None:
    known = Organisation("o1", "Verband Saubere Technik e. V.", aliases=("Saubere Technik",))
    found = read_announcement(
        "Der Verband Saubere Technik wächst.", today=TODAY, directory=Directory([known])
    )
    assert [one.known for one in found.organisations] == ["o1"]


@pytest.mark.parametrize(
    ("said", "value", "unit"),
    [
        ("rund 2,8 Mrd. Euro exportiert", "2800000000", "EUR"),
        ("Wzięło udział 1 250 uczestników", "1250", "uczestników"),
        ("EUR 1.2 billion in exports", "1200000000", "EUR"),
        ("310 mln zł", "310000000", "PLN"),
        ("ein Dutzend Unternehmen", "12", "Unternehmen"),
        ("eine 30-köpfige Delegation", "30", "Delegation"),
        ("12 Prozent", "12", "Prozent"),
    ],
)
def test_figures(said: str, value: str, unit: str) -> None:
    assert [(one.value, one.unit) for one in read(said).figures] == [(Decimal(value), unit)]


def test_what_is_put_off_has_its_new_day() -> None:
    found = read(
        f"{DAY_BEFORE}Das Seminar „Zulassung“ vom 10. Mai wird auf den 21. September 2027 verschoben."
    )
    assert [(event.period.start, event.tense) for event in found.events] == [(date(2027, 9, 21), "postponed")]


def test_over_midnight_online_and_cancelled() -> None:
    text = f"{DAY_BEFORE}Der Hackathon Gesundheit am 3. Mai 2027, 20:00 bis 02:00 Uhr, online, ist abgesagt."
    event = read(text).events[0]
    assert event.period.ends_at is not None
    assert event.period.starts_at is not None
    assert (event.period.ends_at - event.period.starts_at).total_seconds() == 6 * 3600
    assert (event.tense, event.online is not None) == ("cancelled", True)


@pytest.mark.parametrize(
    "text",
    ["1." * 20_000, "„" * 50_000, "am 3. " * 10_000, "Forum " * 20_000, "a" * 400_000, "-" * 100_000, "\n" * 100_000,
     "von 1 bis 2 " * 10_000, "Mai " * 20_000, "GmbH " * 10_000, "Stadt " * 10_000, "(" * 100_000 + "3. Mai 2027"],
)  # fmt: skip
@pytest.mark.timeout(240)
def test_hostile_texts_end(text: str) -> None:
    read(text)


def test_what_is_too_long_is_cut_and_said() -> None:
    assert [finding.code for finding in read("Wort " * 100_000).findings] == ["document.cut"]


def test_a_name_with_a_comma_in_the_directory_is_one_organisation() -> None:
    house = Organisation("amt", "Stadt Görlitz, Amt für Wirtschaftsförderung")
    text = "Die Stadt Görlitz, Amt für Wirtschaftsförderung und die IHK Dresden laden am 9. Juni 2027 zum Fachtag ein."
    read = read_announcement(text, today=date(2027, 1, 12), directory=Directory([house]))
    assert [(one.known, one.name) for one in read.organisations][1:] == [("", "IHK Dresden")]
    assert read.organisations[0].known == "amt"
