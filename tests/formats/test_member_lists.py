"""Member lists: one row is an organisation, the people to ask there and its membership; sums are no records."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from neisse.formats.answers import Answers, answered
from neisse.formats.detect import read_any
from neisse.formats.reading import ReadResult, TablePlace

TODAY = date(2026, 11, 22)
CONSENT = {"purpose": "member list", "given_on": "2026-11-15"}
HEAD = "Lfd. Nr.;Mitglied;Straße, Nr.;PLZ;Ort;Land;Ansprechpartner;Tel.;Mobil;E-Mail;Mitglied seit;Beitrag €;Bemerkung\n"
ROWS = (
    "1;Muster Optik GmbH;Zeissweg 1;7743;Jena;D;Dr. Ida Groß (GF) u. Frau Ösel;03641 47110;0171 2345678;"
    "i.gross@muster.example;01.03.2014;500;-\n"
    "2;Przykład Bio (ausgetreten 31.12.2024);ul. Długa 3;50-001;Wrocław;PL;;;;biuro@bio.example;2019;250,00 €;\n"
    ";Fördermitglieder;;;;;;;;;;;\n"
    "3;Sparkasse Musterau;;02826;Görlitz;D;Nowak, Anna;;;;ab 2018;2000;\n"
    "Summe;;;;;;;;;;;2750;\n"
    "* laut Beschluss;;;;;;;;;;;;\n"
)


def read(text: str = HEAD + ROWS, **options: Any) -> ReadResult:
    return read_any("m.csv", text.encode(), reference=TODAY, **options)


def by_kind(result: ReadResult, kind: str) -> list[dict[str, Any]]:
    said = answered(result.name, result.records(), Answers(network="Netz", consent=CONSENT), {}.get)
    return [found for found in said.objects if found["type"] == kind]


def test_every_column_finds_a_place_or_is_said_to_have_none() -> None:
    result = read()
    assert result.kind == "member"
    assert result.refused == {}
    unread = {f.column for f in result.findings if f.code == "table.column_unread"}
    assert unread == {"Lfd. Nr.", "Bemerkung"}
    (optik, bio, bank) = by_kind(result, "organisation")
    assert {name: optik[name] for name in ("address", "postcode", "city", "country", "phone")} == {
        "address": "Zeissweg 1", "postcode": "07743", "city": "Jena", "country": "DE", "phone": "03641 47110",
    }  # fmt: skip
    assert (bio["name"], bio["mail"], bank["postcode"]) == ("Przykład Bio", "biuro@bio.example", "02826")


def test_people_have_office_and_what_is_theirs() -> None:
    people = {one["name"]: one for one in by_kind(read(), "person")}
    assert set(people) == {"Dr. Ida Groß", "Ösel", "Anna Nowak"}
    ida = people["Dr. Ida Groß"]
    assert (ida["office"], ida["email"], ida["phone"]) == ("GF", "i.gross@muster.example", "0171 2345678")
    without = answered("m", read().records(), Answers(), {}.get)
    assert not any("email" in found or found.get("consent") for found in without.objects)
    assert "person.consent" in {finding.code for finding in without.findings}


def test_memberships_have_days_kind_and_fee() -> None:
    first, second, third = by_kind(read(), "membership")
    assert (first["from"], first["fee_class"], first["network"]) == ("2014-03-01", "500 €", "Netz")
    assert (second["from"], second["until"]) == ("2019-01-01", "2025-01-01")
    assert (third["kind"], third["fee_class"]) == ("Fördermitglieder", "2000 €")
    assert {f.code for f in read().findings} >= {"table.heading", "table.summary"}


def test_the_list_of_next_year_is_of_the_same_memberships() -> None:
    later = read(HEAD + ROWS.replace("01.03.2014", "02.03.2014").replace("500;-", "600;-"))
    assert [m["id"] for m in by_kind(read(), "membership")] == [m["id"] for m in by_kind(later, "membership")]


def test_a_directory_without_memberships_stays_one() -> None:
    assert read("Firma;Ort;Branche\nMuster;Jena;Sensorik\n").kind == "organisation"
    assert read("Name;Firma;E-Mail;Telefon\nA B;Muster;a@b.example;1\n").kind == "person"
    assert {found["type"] for found in read("Firma;Ort\nMuster;Jena\n", kind="member").objects} == {
        "organisation"
    }


def test_sheet_and_header_row_are_chosen() -> None:
    book = Workbook()
    book.active.title = "Mitglieder"  # type: ignore[union-attr]
    for row in (["Stand 2026"], ["Firma", "Ort", "Branche"], ["Muster", "Jena", "Optik"]):
        book.active.append(row)  # type: ignore[union-attr]
    other = book.create_sheet("Vorstand")
    for row in (["Name", "Funktion", "Einrichtung"], ["Ida Groß", "Vorsitz", "Muster"]):
        other.append(row)
    stream = BytesIO()
    book.save(stream)
    first = read_any("m.xlsx", stream.getvalue(), reference=TODAY)
    assert (first.sheets, first.place) == (("Mitglieder", "Vorstand"), TablePlace("Mitglieder", 2))
    second = read_any("m.xlsx", stream.getvalue(), reference=TODAY, place=TablePlace("Vorstand", 1))
    assert second.kind == "person"
    assert [found["name"] for found in second.objects] == ["Ida Groß"]


NAMES = st.from_regex(r"[A-Z][a-z]{3,8}", fullmatch=True)


@given(
    names=st.lists(NAMES, min_size=1, max_size=4, unique=True),
    sign=st.sampled_from(["; ", "\n", " u. ", " und ", " oraz "]),
)
def test_as_many_people_as_the_cell_names(names: list[str], sign: str) -> None:
    cell = sign.join(f"Frau Eva {name}" for name in names)
    text = f'Mitglied;Ansprechpartner;Mitglied seit;Ort\nMuster;"{cell}";2019;Jena\n'
    assert [p["name"] for p in by_kind(read(text), "person")] == [f"Eva {name}" for name in names]


@pytest.mark.parametrize("total", ["Summe", "Razem", "Total", "Gesamtsumme"])
def test_sums_are_no_plans(total: str) -> None:
    result = read(f"Titel;Veranstalter;Beginn;Kosten\nMesse;Muster;1.2.2027;100\n{total};;;100\n")
    assert [found["title"] for found in result.objects] == ["Messe"]
