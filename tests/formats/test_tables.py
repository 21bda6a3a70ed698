"""Tables: columns guessed in three languages, rows read into objects, lists written and read back."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from neisse.engine.values import NeisseError
from neisse.formats.answers import Answers, answered
from neisse.formats.columns import guess_columns
from neisse.formats.detect import read_any
from neisse.formats.sheets import neutral, write_sheet
from neisse.formats.table import sniff_separator

TODAY = date(2026, 11, 22)


def objects(text: str, answers: Answers | None = None, **options: Any) -> list[dict[str, Any]]:
    result = read_any("x.csv", text.encode(), reference=TODAY, **options)
    return list(
        answered(result.name, result.records(), answers).objects if answers is not None else result.objects
    )


def codes(text: str) -> list[tuple[str, int, str]]:
    return [(f.code, f.row, f.column) for f in read_any("x.csv", text.encode(), reference=TODAY).findings]


@pytest.mark.parametrize(
    ("headers", "kind", "fields"),
    [
        ("Firma;Ort;Branche;Angebot;Bedarf", "organisation", "name city sectors offers needs"),
        ("Name / Nazwa;Ort / Miejscowość;Kraj;NIP", "organisation", "name city country nip"),
        ("Company;Town;Website;Looking for", "organisation", "name city url needs"),
        (
            "Titel;Termin;Veranstalter;Ort;Zielgruppe;Kosten (EUR)",
            "measure",
            "title period owner place.city audience cost",
        ),
        (
            "Nazwa wydarzenia;Data od;Data do;Miejsce;Organizator",
            "measure",
            "title starts ends place.location owner",
        ),
        ("Titel (de);Titel (pl);Beginn;Ende;Träger", "measure", "titles.de titles.pl starts ends owner"),
        ("Was;Wann;Wo;Wer", "measure", "title period place.location owner"),
        ("Vorname;Nachname;Funktion;E-Mail", "person", "given_name family_name office email"),
        ("Imię i nazwisko;Stanowisko;Telefon", "person", "name office phone"),
        ("Netzwerk;Mitglied;Mitglied seit", "membership", "network organisation from"),
        ("Kennzahl;Wert;Einheit;Jahr;Quelle", "figure", "concept value unit year source"),
    ],
)
def test_columns_are_guessed_from_headers(headers: str, kind: str, fields: str) -> None:
    guess = guess_columns(headers.split(";"))
    assert (guess.kind, list(guess.mapping.values())) == (kind, fields.split())
    assert all(0 < confidence <= 1 for confidence in guess.confidence.values())


def test_a_mapping_overrules_the_guess_and_unread_columns_are_told() -> None:
    text = "A;B;C\nEins;Leipzig;x\n"
    assert objects(text, kind="organisation", mapping={"A": "name", "B": "city"})[0]["name"] == "Eins"
    with pytest.raises(NeisseError, match=r"table\.columns"):
        objects(text)
    assert ("table.column_unread", 0, "Farbe") in codes("Firma;Ort;Farbe\nA;Leipzig;rot\n")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators(separator: str) -> None:
    text = separator.join(["Firma", "Ort"]) + "\n" + separator.join(["A", "Leipzig"]) + "\n"
    assert sniff_separator(text) == separator
    assert objects(text)[0]["city"] == "Leipzig"


def test_a_plan_as_people_write_it() -> None:
    text = (
        "Maßnahmenplan 2027\n"
        "Titel;Termin;Veranstalter;Ort;Zielgruppe;Kosten\n"
        "Reinraumtag;21.-23.10.2027;WFS;Dresden;KMU, Kliniken;12.500\n"
        "Warsztaty;jesień 2027;PORT;Wrocław;naukowcy;12 000 zł\n"
        "Kaputt;31.02.2027;WFS;;;\n"
        "Treffen;KW 43;WFS;Leipzig;;1500,50 €\n"
    )
    first, second, broken, third = objects(text)
    assert "starts" not in broken
    assert (first["starts"], first["ends"], first["cost_cents"]) == ("2027-10-21", "2027-10-23", 1_250_000)
    assert first["audience"] == ["KMU", "Kliniken"]
    assert (second["period"], "cost_cents" in second) == ("2027-autumn", False)
    assert (third["period"], third["cost_cents"]) == ("2027-W43", 150_050)
    found = codes(text)
    assert ("cost.currency", 4, "Kosten") in found
    assert ("period.no_such_day", 5, "Termin") in found
    assert ("period.year_assumed", 6, "Termin") in found


def test_slashed_dates_are_told_by_their_column() -> None:
    text = "Titel;Datum;Veranstalter\nA;03/04/2027;W\nB;25/04/2027;W\n"
    assert [found["starts"] for found in objects(text)] == ["2027-04-03", "2027-04-25"]
    assert ("period.ambiguous", 2, "Datum") in codes("Titel;Datum;Veranstalter\nA;03/04/2027;W\n")


def test_cells_with_dates_times_and_numbers() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Titel", "Beginn", "Ende", "Veranstalter", "Budget"])
    sheet.append(["A", datetime(2027, 10, 21, 14), datetime(2027, 10, 21, 16, 30), "WFS", 1200.5])  # noqa: DTZ001
    sheet.append(["B", 46316, None, "WFS", "zwei"])
    stream = BytesIO()
    book.save(stream)
    result = read_any("plan.xlsx", stream.getvalue(), reference=TODAY)
    assert result.objects[0]["starts"] == "2027-10-21T14:00:00+02:00"
    assert result.objects[0]["ends"] == "2027-10-21T16:30:00+02:00"
    assert (result.objects[0]["cost_cents"], result.objects[1]["starts"]) == (120_050, "2026-10-21")
    assert [(f.code, f.row, f.column) for f in result.findings if f.code == "cost.amount"] == [
        ("cost.amount", 3, "Budget")
    ]


def test_ids_come_from_what_names_a_record_and_repetitions_are_found() -> None:
    text = "Firma;Ort;Branche\nA;Leipzig;x\nA;Leipzig;x\nA;Leipzig;y\nA;Dresden;x\n"
    assert len({found["id"] for found in objects(text)}) == 2
    assert {("id.repeated", 3, ""), ("id.duplicate", 4, "id")} <= set(codes(text))
    assert objects(text) == objects(text)


def test_wrong_values_are_left_out_and_told() -> None:
    text = "Firma;Land;NIP;Webseite;Mitarbeiter\nA;Atlantis;5260250275;javascript:alert(1);viele\n"
    assert set(objects(text)[0]) == {"type", "id", "name"}
    assert {code for code, row, _ in codes(text) if row == 2} == {
        "field.country", "identifier.checksum", "field.url", "field.type",
    }  # fmt: skip


def test_contact_data_need_a_consent() -> None:
    text = "Vorname;Nachname;E-Mail\nAnna;Nowak;anna@example.org\n"
    assert "email" not in objects(text, Answers())[0]
    given_consent = {"purpose": "invitations", "given_on": "2026-01-01"}
    assert objects(text, Answers(consent=given_consent))[0]["email"] == "anna@example.org"


def test_answers_fill_what_is_empty() -> None:
    text = "Titel;Termin\nA;2027\n"
    (plan,) = objects(text, Answers(owner="wfs"))
    assert (plan["owner"], plan["visibility"]) == ("wfs", "circle")
    assert ("import.owner", 0, "") in codes(text)


PLAIN = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Co", "Cn")), max_size=20
)
WORDS = PLAIN.map(
    lambda text: " ".join(text.replace("<", "").replace(";", "").replace("|", "").split()).strip("'")
).filter(bool)
ORGANISATIONS = st.lists(
    st.fixed_dictionaries(
        {"type": st.just("organisation"), "id": st.uuids().map(str), "name": WORDS},
        optional={
            "names": st.fixed_dictionaries({"pl": WORDS}),
            "lat": st.floats(-90, 90).map(lambda value: round(value, 5)),
            "size": st.integers(0, 10**6),
            "founded": st.integers(1300, 2026),
        },
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda found: found["id"],
)


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
@settings(deadline=None)
@given(ORGANISATIONS)
def test_lists_come_back_as_they_were_written(form: str, found: list[dict[str, Any]]) -> None:
    clean = list(read_any("x.json", _json(found), reference=TODAY).objects)
    risky = [o for o in clean if any(neutral(v) != v for v in (o["name"], *o.get("names", {}).values()))]
    back = read_any(f"x.{form}", write_sheet(clean, form), reference=TODAY)
    kept = [o for o in clean if o not in risky]
    assert [o for o in back.objects if o["id"] in {k["id"] for k in kept}] == kept


def _json(found: list[dict[str, Any]]) -> bytes:
    from json import dumps

    return dumps(found).encode()


@pytest.mark.parametrize("cell", ["=1+1", "+49 341", "-cmd", "@SUM(A1)", "\t=1"])
def test_texts_that_would_be_formulas_are_neutralised(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"
    assert neutral("-12.5") == "-12.5"
    assert write_sheet([{"name": cell}], "csv").decode("utf-8-sig").splitlines()[1].startswith(("'", "\"'"))


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(NeisseError, match=r"sheet\.form"):
        write_sheet([], "doc")
