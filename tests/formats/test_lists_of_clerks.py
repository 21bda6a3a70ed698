"""Lists as clerks keep them: headers that mean one thing alone and another in company, words for states, consents, hours."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neisse.formats.answers import Answers, answered
from neisse.formats.detect import read_any
from neisse.formats.phrases import visibility_in
from neisse.formats.reading import ReadResult

TODAY = date(2026, 11, 28)


def read(*rows: list[str], name: str = "x.csv") -> ReadResult:
    """A table of cells as a file."""
    lines = io.StringIO()
    csv.writer(lines, delimiter=";").writerows(rows)
    return read_any(name, lines.getvalue().encode(), reference=TODAY)


BESIDE = [
    (["Titel", "Thema"], ["title", "topics"]), (["Tytuł", "Temat"], ["title", "topics"]),
    (["Veranstaltung", "Thema"], ["title", "topics"]), (["Thema", "Zielgruppe"], ["title", "audience"]),
    (["Temat", "Data"], ["title", "period"]), (["Termin", "Datum"], ["title", "period"]),
    (["Titel", "Termin"], ["title", "period"]), (["Titel", "Ort", "Stadt"], ["title", "place.location", "place.city"]),
    (["Titel", "Träger", "Veranstalter"], ["title", "partners", "owner"]), (["Titel", "Träger"], ["title", "owner"]),
    (["Titel", "Bezeichnung"], ["title", "description"]), (["Bezeichnung", "Zielgruppe"], ["title", "audience"]),
    (["Tytuł", "Opis", "Uwagi"], ["title", "description", "description"]),
    (["Messe", "Datum von", "Datum bis"], ["title", "starts", "ends"]),
]  # fmt: skip


@given(st.sampled_from(BESIDE), st.randoms(use_true_random=False))
def test_what_a_column_is_depends_on_those_beside_it(
    pair: tuple[list[str], list[str]], order: object
) -> None:
    """In whatever order the columns stand."""
    headers, fields = pair
    columns = list(zip(headers, fields, strict=True))
    order.shuffle(columns)  # type: ignore[attr-defined]
    extra = [] if "owner" in fields else ["Zielgruppen", "Kosten", "Uhrzeit"]
    found = read([h for h, _ in columns] + extra, ["x"] * (len(columns) + len(extra)))
    assert [found.mapping[header] for header, _ in columns] == [field for _, field in columns]


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("nur für Mitglieder", "circle"), ("nicht für die Öffentlichkeit", "circle"), ("streng geheim", "blind"),
        ("vertraulich!", "circle"),
        ("tylko dla członków", "circle"), ("do użytku wewnętrznego", "circle"), ("ogólnodostępne", "public"),
        ("internal only", "circle"),
        ("Vorstand", "circle"), ("für alle sichtbar", ""), ("öffentlich", "public"), ("nie publiczne", "circle"),
        ("Webseite", ""),
        ("nicht geheim", ""), ("öffentlich ab Mai", ""), ("nicht öffentlich", "circle"),
    ],
)  # fmt: skip
def test_who_may_see_something_in_more_words(said: str, right: str) -> None:
    assert visibility_in(said) == right


@given(
    st.sampled_from(
        [
            "nicht",
            "nie",
            "not",
            "nur",
            "tylko",
            "only",
            "erst nach Freigabe",
            "intern",
            "noch",
            "vielleicht",
            "?",
        ]
    ),
    st.sampled_from(["öffentlich", "public", "publiczne", "jawne", "alle", "extern", "ogólnodostępne"]),
    st.booleans(),
)
def test_a_word_beside_public_never_makes_it_public(other: str, public: str, first: bool) -> None:
    said = f"{other} {public}" if first else f"{public} {other}"
    assert visibility_in(said) != "public" or other == "?"
    row = read(["Titel", "Sichtbarkeit"], ["A", said]).objects[0]
    assert row["visibility"] != "public" or other == "?"


@pytest.mark.parametrize(
    ("header", "cell", "right"),
    [
        ("Öffentlich", "ja", "public"), ("Öffentlich?", "nein", "circle"), ("Publiczne", "tak", "public"),
        ("Publiczne", "nie", "circle"),
        ("Intern", "ja", "circle"), ("Intern", "x", "circle"), ("Intern", "nein", "circle"), ("Vertraulich", "ja", "circle"),
        ("Public", "yes", "public"), ("Public", "no", "circle"), ("Sichtbarkeit", "ja", "circle"),
    ],
)  # fmt: skip
def test_yes_and_no_answer_the_header(header: str, cell: str, right: str) -> None:
    assert read(["Titel", header], ["A", cell]).objects[0]["visibility"] == right


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("vorgemerkt", "planned"), ("angefragt", "planned"), ("in Planung (Raum angefragt)", "planned"),
        ("do potwierdzenia", "planned"),
        ("noch nicht bestätigt", "planned"), ("niepotwierdzone", "planned"), ("unbestätigt", "planned"),
        ("wird vorbereitet", "planned"),
        ("fix", "confirmed"), ("zatwierdzone", "confirmed"), ("abgelehnt", "cancelled"), ("odrzucone", "cancelled"),
        ("TBC", "planned"),
        ("abgesagt wegen Krankheit", "cancelled"), ("Idee", "idea"), ("angedacht", "idea"), ("propozycja", "idea"),
        ("80 %", ""),
    ],
)  # fmt: skip
def test_how_sure_something_is_in_more_words(said: str, right: str) -> None:
    assert read(["Titel", "Status"], ["A", said]).objects[0].get("certainty", "") == right


@given(
    st.sampled_from(["Einwilligung", "Zgoda RODO", "DSGVO", "Consent"]),
    st.sampled_from(
        ["nein", "nie", "no", "keine", "widerrufen", "brak", "nie wyraził zgody", "cofnięta 1.2.2026", "-"]
    ),
)
def test_who_did_not_agree_is_kept_without_contact_whatever_is_said_for_the_file(
    header: str, said: str
) -> None:
    result = read(
        ["Name", "E-Mail", header],
        ["Petra Neumann", "p@example.org", said],
        ["Max Kern", "m@example.org", "ja"],
    )
    now = answered("x", result.records(), Answers(consent={"purpose": "list", "given_on": "2026-01-01"}))
    refused, agreed = now.objects
    assert "email" not in refused or said == "-", "nothing said is asked for the file"
    assert agreed["email"] == "m@example.org"
    assert agreed["consent"]["purpose"] == header


HOURS = ["10-12", "ab 9 h", "9.00", "godz. 10", "14h30", "10⁰⁰", "ca. 10 Uhr", "0,4167", "0900", "10 Uhr bis ca. 12 Uhr",
    "18:00 (Einlass 17:30)", "10:00 - open end", "22-2 Uhr", "od 10 do 12"]  # fmt: skip


@given(
    st.sampled_from([*HOURS, "vormittags", "nach dem Mittag", "10:77", "99", "siehe Flyer", "abends ab acht"])
)
def test_a_cell_for_hours_is_read_or_remarked_on(said: str) -> None:
    result = read(["Titel", "Datum", "Uhrzeit"], ["A", "03.03.2027", said])
    is_read = "T" in result.objects[0]["starts"]
    assert is_read != any(f.code == "period.clock" for f in result.findings)
    assert is_read or said not in HOURS


@given(
    st.sampled_from([2027, 2028, 2029]),
    st.sampled_from(["Jahresplanung {y}", "Plan wydarzeń na rok {y} (Stand: 12.11.2026)"]),
)
def test_a_plan_of_a_year_means_its_dates(year: int, heading: str) -> None:
    result = read(
        [heading.format(y=year), "", ""], ["Titel", "Datum", "Ort"], ["A", "3.3.", ""], ["B", "März", ""]
    )
    assert [o.get("starts", o.get("period")) for o in result.objects] == [f"{year}-03-03", f"{year}-03"]
    named = read(["Titel", "Datum", "Ort"], ["A", "3.3.", ""], name=f"Planung-{year}.csv").objects[0]
    assert named["starts"] == f"{year}-03-03"


@given(st.sampled_from(["title", "phone", "postcode", "city", "venue", "fee"]))
def test_a_long_cell_costs_its_end_never_its_record(field: str) -> None:
    long = "0341 123456; " * 60
    member = {"phone": "Telefon", "postcode": "PLZ", "city": "Stadt", "fee": "Beitrag"}
    if field in member:
        result = read(
            ["Firma", "Ansprechpartner", "Mitglied seit", member[field]],
            ["Alfa", "Petra Neumann", "2020", long],
        )
    else:
        result = read(
            ["Titel", "Datum", "Veranstaltungsort"], ["A" if field != "title" else long, "3.3.2027", long]
        )
    assert result.objects
    assert any(f.code == "text.too_long" for f in result.findings)
