"""A time, a place and nothing, in whatever columns people put them: the same right value from every shape of a table."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neisse.formats.detect import read_any
from neisse.formats.nothing import says_nothing

TODAY = date(2026, 11, 28)
DAYS = st.dates(date(2027, 1, 1), date(2028, 12, 31))
HOURS = st.tuples(st.integers(7, 11), st.integers(13, 21))
# Each shape: headers and the cells of a day, from an hour to an hour.
SHAPES = {
    "Tag;Uhrzeit;Ende": "{d:%d.%m.%Y};{a};{b}", "Datum;Beginn;Ende": "{d:%d.%m.%Y};{a}:00;{b}:00",
    "Datum;Von;Bis": "{d:%d.%m.%Y};{a} Uhr;{b} Uhr", "Data;Początek;Koniec": "{d:%d.%m.%Y};godz. {a};godz. {b}",
    "Jahr;Monat;Tag;Uhrzeit": "{d:%Y};{d.month};{d.day};{a}:00-{b}:00", "Date;Start time;End time": "{d};{a}:00;{b}:00",
    "Startdatum;Uhrzeit;Enddatum;Uhrzeit": "{d:%d.%m.%Y};{a}:00;{d:%d.%m.%Y};{b}:00",
    "Start Date;Start Time;End Date;End Time;All day event": "{d};{a}:00;{d};{b}:00;FALSE",
    "Rok;Miesiąc;Dzień;Godziny": "{d:%Y};{d.month};{d.day};od {a} do {b}",
    "Termin;Godzina od;Godzina do": "{d:%d.%m.%Y};{a}:00;{b}:00",
    "Wochentag;Datum;Uhrzeit": "Mo;{d:%d.%m.%Y};{a}–{b} Uhr", "Beginn": "{d:%d.%m.%Y} {a}:00 - {b}:00",
}  # fmt: skip
FROM_TO = ["Datum von;Datum bis", "von Datum;bis Datum", "Erster Tag;Letzter Tag", "Start;Ende", "Data od;Data do",
           "od dnia;do dnia",
           "Data rozpoczęcia;Data zakończenia", "Beginn;Datum bis", "Datum;Bis", "From;To", "Datum;bis Datum"]  # fmt: skip
PARTS = {
    "Jahr;KW": ("{y};{n}", "{y}-W{n:02}", 52), "Jahr;Quartal": ("{y};{n}", "{y}-Q{n}", 4),
    "Rok;Kwartał": ("{y};{n}. kwartał", "{y}-Q{n}", 4),
    "Year;Month": ("{y};{n}", "{y}-{n:02}", 12), "Monat;Jahr": ("{n};{y}", "{y}-{n:02}", 12),
    "Jahr;Halbjahr": ("{y};{n}", "{y}-H{n}", 2),
}  # fmt: skip


def one(headers: str, cells: str) -> dict[str, object]:
    stream = io.StringIO()
    head, row = ["Titel", "Veranstalter", *headers.split(";")], ["A", "Kammer", *cells.split(";")]
    csv.writer(stream, delimiter=";").writerows([head, row])
    (found,) = read_any("x.csv", stream.getvalue().encode(), reference=TODAY).objects
    return found


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(sorted(SHAPES)), DAYS, HOURS)
def test_a_day_and_two_hours(headers: str, day: date, hours: tuple[int, int]) -> None:
    found = one(headers, SHAPES[headers].format(d=day, a=hours[0], b=hours[1]))
    assert found["title"] == "A"
    assert [str(found[key])[:16] for key in ("starts", "ends")] == [f"{day}T{hour:02}:00" for hour in hours]


@settings(deadline=None, max_examples=80)
@given(st.sampled_from(FROM_TO), DAYS, st.integers(1, 20))
def test_from_a_day_to_a_day(headers: str, day: date, more: int) -> None:
    last = date.fromordinal(day.toordinal() + more)
    found = one(headers, f"{day:%d.%m.%Y};{last:%d.%m.%Y}")
    assert (found["starts"], found["ends"]) == (day.isoformat(), last.isoformat())


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(PARTS)), st.integers(2027, 2030), st.integers(1, 52))
def test_parts_of_a_year(headers: str, year: int, number: int) -> None:
    cells, code, most = PARTS[headers]
    n = 1 + number % most
    assert one(headers, cells.format(y=year, n=n))["period"] == code.format(y=year, n=n)


HOUSES = st.sampled_from(
    ["Halle 2", "Saal Breslau", "Hotel Dresden", "Sala Lwowska", "Kraftwerk Mitte", "Aula", "Raum 1.04"]
)
TOWNS = st.sampled_from(
    ["Leipzig", "Görlitz", "Wrocław", "Zgorzelec", "Bautzen", "Jelenia Góra", "Halle (Saale)"]
)
PLACES = {
    "Ort;Stadt": "{h};{t}", "Stadt;Raum": "{t};{h}", "Miejsce;Miasto": "{h};{t}", "Venue;City": "{h};{t}", "Ort": "{h}, {t}",
    "Veranstaltungsort": "{h}, {t}", "Miejsce wydarzenia": "{t}, {h}", "Saal;Ort": "{h};{t}", "Location": "{h}, {t}",
}  # fmt: skip


@settings(deadline=None, max_examples=120)
@given(st.sampled_from(sorted(PLACES)), HOUSES, TOWNS, st.sampled_from(["", " und online", " (hybrid)"]))
def test_town_and_house(headers: str, house: str, town: str, online: str) -> None:
    found = one(headers, PLACES[headers].format(h=house, t=town) + (online if ";" not in headers else ""))
    place = dict(found["place"])  # type: ignore[call-overload]
    assert (place["city"], found["venue"]) == (town, house)
    assert place.get("online", False) == bool(online and ";" not in headers)


@settings(deadline=None, max_examples=80)
@given(
    st.sampled_from(["Ort", "Stadt", "Miejsce", "City", "Veranstaltungsort"]),
    st.sampled_from(
        ["Messe {t}", "Technische Universität {t}", "Kulturhaus {t}-Mitte", "Park Technologiczny {t}"]
    ),
    TOWNS.filter(lambda town: "(" not in town),  # "Halle-Mitte" may be a hall
    st.sampled_from(["", ", Halle 2", ", Aula", ", Hörsaalzentrum"]),
)
def test_a_house_called_after_its_town_is_kept_beside_the_town(
    header: str, house: str, town: str, room: str
) -> None:
    line = house.format(t=town) + room
    found = one(header, line)
    assert (dict(found["place"])["city"], found["venue"]) == (town, line)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("headers", "rows", "field", "value"),
    [
        (";Zeit;", "Ort;von;bis", "ends", "2027-03-16"),
        ("Ort;Datum;Kosten", "(Stadt);TT.MM.JJJJ;(in T€)", "cost_cents", 1_600_000),
        ("Ort;Datum;Ende", "Miejsce;Data;Koniec", "ends", "2027-03-16"),
    ],
)  # fmt: skip
def test_headers_over_two_lines(headers: str, rows: str, field: str, value: object) -> None:
    last = "16" if field == "cost_cents" else "16.03.2027"
    text = f"Titel;Träger;{headers}\n;;{rows}\nA;Kammer;Leipzig;14.03.2027;{last}\n"
    (found,) = read_any("x.csv", text.encode(), reference=TODAY).objects
    assert (found["title"], found["starts"], found[field]) == ("A", "2027-03-14", value)


@settings(deadline=None)
@given(
    st.sampled_from(["k.A.", "n.n.", "N. N.", "-", "–", "tbd", "TBA", "brak", "entfällt", "wird noch bekannt gegeben", "folgt",
                     "?",
                     "do ustalenia", "to be announced", "noch offen", "#N/A", "./.", "nie podano", "n/a", "keine Angabe"]),
    st.sampled_from(["Ort", "Partner", "Zielgruppe", "Kosten", "Website", "Beschreibung", "Raum", "Thema", "Art"]),
)  # fmt: skip
def test_nothing_is_nothing(word: str, header: str) -> None:
    assert says_nothing(word)
    assert set(one(f"{header};Datum", f"{word};14.03.2027")) <= {"type", "id", "title", "owner", "starts"}


@pytest.mark.parametrize(
    "text",
    ["Offene Labore", "Brak prądu", "Open Science", "Na Grobli 5", "Div GmbH", "Termin beim Amt", "X-Lab"],
)
def test_something_is_something(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "said",
    ["5 T€", "5T€", "5 TEUR", "5 Tsd. €", "5.000 €", "5 tys. EUR", "€ 5,000.00", "5.000,-", "5k", "5'000"],
)
def test_five_thousand(said: str) -> None:
    assert one("Kosten;Datum", f"{said};14.03.2027")["cost_cents"] == 500_000


@pytest.mark.parametrize(
    ("headers", "marks", "wanted"),
    [
        ("Jan;Feb;Mrz", ";x;14.-16.3.", ["2027-02", "2027-03-14"]), ("Q1;Q2;Q3", ";x;2.7.", ["2027-Q2", "2027-07-02"]),
        ("Q1 2028;Q2 2028", "•;", ["2028-Q1"]), ("01/27;02/27", ";X", ["2027-02"]),
        ("KW 10;KW 11", "x;x", ["2027-W10", "2027-W11"]),
        ("Q1;Q2;Q3", "100;200,50;300 €", [None]),
    ],
)  # fmt: skip
def test_columns_that_are_times(headers: str, marks: str, wanted: list[str | None]) -> None:
    text = f"Titel;Träger;{headers}\nA;Kammer;{marks}\n"
    found = read_any("x.csv", text.encode(), reference=TODAY).objects
    assert [thing.get("period", thing.get("starts")) for thing in found] == wanted
