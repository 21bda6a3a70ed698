"""A sheet for people comes back as it left: in every language, 0 changed rows."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import icalendar
import pytest
import python_calamine

from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions.imports import begin, prepare
from neisse.web.record.labels import SECTORS
from neisse.web.record.models import Measure, Organisation

OTHERS = (("de", 2), ("pl", 1), ("en", 1), ("en", 2))
LISTS = ("organisations", "people", "memberships", "measures", "figures")
WORDS = [
    "Optik",
    "Żółw",
    "Messe & Co",
    "Haus 3",
    "=1",
    "+x",
    "-5",
    "1.500",
    "k.A.",
    "Müller, Ida",
    "100 %",
    "“Zitat”",
]


def some(numbers: random.Random, count: int = 2) -> str:
    return " ".join(numbers.sample(WORDS, count))


def fill(record: Any, seed: int) -> None:
    """Records of all kinds with random fields, some of them empty."""
    numbers = random.Random(seed)

    def maybe(value: Any) -> Any:
        return value if numbers.random() < 0.7 else None

    houses = []
    for number in range(4):
        name = f"{some(numbers)} {number}"
        fields = {
            "names": {"pl": f"Nazwa {number}"}, "aliases": [some(numbers)], "city": "Görlitz", "country": "DE",
            "kind": numbers.choice(Organisation.Kind.values), "address": "Markt 1", "postcode": "02826",
            "phone": "+49 3581 12345", "mail": "a@example.org", "url": "https://example.org/a", "size": numbers.randrange(5000),
            "founded": 1990, "sectors": numbers.sample([*SECTORS, "Eigenes"], 2), "offers": [some(numbers)],
            "needs": [some(numbers)], "descriptions": {"de": some(numbers), "en": "Text\nin lines"}, "source": some(numbers),
        }  # fmt: skip
        kept = {key: value for key, value in fields.items() if maybe(value)}
        visibility = numbers.choice(["public", "circle"])
        houses.append(
            record("organisation", id=f"house-{number}", name=name, visibility=visibility, **kept).key
        )
    record("network", id="net", name="Netz", names={"pl": "Sieć"})
    for number, house in enumerate(houses):
        consent = {"purpose": some(numbers), "given_on": "2020-01-01", "until": "2030-06-30"}
        reach = {"email": "b@example.org", "phone": "+48 71 123456", "consent": consent} if maybe(1) else {}
        record("person", id=f"person-{number}", name=f"Ida Muster {number}", office=some(numbers), organisation=house,
               languages=numbers.sample(["de", "pl", "en", "cs"], 2), **reach)  # fmt: skip
        record("membership", network="net", organisation=house, kind=some(numbers), fee_class=some(numbers),
               representative=f"person-{number}",
               **{"from": "2020-01-01", "until": numbers.choice(["", "2026-12-31"])})  # fmt: skip
        record(
            "figure",
            about=house,
            concept=some(numbers),
            value=numbers.choice([5, 2.5, -3]),
            unit="T€",
            year=2021,
        )
        record("measure", id=f"plan-{number}", owner=house, **plan(numbers, houses))


def plan(numbers: random.Random, houses: list[str]) -> dict[str, Any]:
    day = date(2027, 1, 1) + timedelta(days=numbers.randrange(700))
    times = numbers.choice(
        [
            {"starts": day.isoformat()},
            {"starts": day.isoformat(), "ends": (day + timedelta(days=3)).isoformat()},
            {"starts": f"{day}T14:30:00+00:00", "ends": f"{day}T16:00:00+00:00"},
            *(
                {"period": code}
                for code in (
                    "2027-autumn",
                    "2027-Q2",
                    "2027-05",
                    "2027-W20",
                    "2027",
                    "2027-H1",
                    "2027-winter",
                )
            ),
        ]
    )
    fields = {
        "titles": {"pl": some(numbers)}, "description": some(numbers), "partners": numbers.sample(houses, 2),
        "topics": ["Optik", "Recht"], "audience": [some(numbers)], "cost_cents": 123456, "staff_days": 2.5, "language": "pl",
        "place": {"city": "Görlitz", "country": "DE", "online": True}, "url": "https://example.org/p",
    }  # fmt: skip
    kept = {key: value for key, value in fields.items() if numbers.random() < 0.7}
    return {"title": some(numbers, 3), "kind": numbers.choice(Measure.Kind.values), **times, **kept,
            "certainty": numbers.choice(Measure.Certainty.values),
            "visibility": numbers.choice(["public", "circle"])}  # fmt: skip


SAME_ROWS = pytest.mark.one_database(
    "the same rows as in the first two, in other words that are made in Python"
)


@pytest.mark.parametrize(
    ("language", "seed"),
    [("de", 1), ("pl", 2), *(pytest.param(*other, marks=SAME_ROWS) for other in OTHERS)],
)
def test_sheets_come_back_without_a_change(
    seed: int, language: str, record: Any, user: Any, client_of: Any
) -> None:
    fill(record, seed)
    client = client_of(user("manager"), HTTP_ACCEPT_LANGUAGE=language)
    wrong = {}
    for kind in LISTS:
        for form in ("xlsx", "ods"):
            content = client.get(f"/records/export/{kind}/?format={form}&time=all").content
            batch = begin(f"{kind}.{form}", content, actor=SYSTEM)
            seen = prepare(batch, content, actor=SYSTEM)
            differing = [
                (i.item.obj["id"], i.status, i.fields, str(i.error or ""))
                for i in seen.planned
                if i.status != "unchanged"
            ]
            if differing or not seen.planned:
                wrong[kind, form] = differing
    assert wrong == {}


def test_remarks_on_a_file_can_be_taken_along(user: Any, client_of: Any) -> None:
    content = "Nr;Firma;Ort;Seltsam\n1;Muster GmbH;Görlitz;x\n2;;Leipzig;y\n".encode()
    batch = begin("liste.csv", content, actor=SYSTEM)
    prepare(batch, content, actor=SYSTEM)
    client = client_of(user("manager"), HTTP_ACCEPT_LANGUAGE="de")
    page = client.get(f"/import/{batch.pk}/").content.decode()
    assert f"/import/{batch.pk}/remarks/?format=xlsx" in page
    book = client.get(f"/import/{batch.pk}/remarks/?format=xlsx").content
    head, *rows = python_calamine.load_workbook(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert head == ["Zeile", "Spalte", "Gewicht", "Was", "Was hilft", "Code"]
    assert len(rows) == len(batch.findings) > 1
    assert [row[2] for row in rows if "zählt die Zeilen" in row[3]] == ["Hinweis"], rows
    lines = client.get(f"/import/{batch.pk}/remarks/?format=jsonl").content.decode().splitlines()
    assert {json.loads(line)["code"] for line in lines} == {row[5] for row in rows}
    assert client_of(user("guest")).get(f"/import/{batch.pk}/remarks/").status_code == 403


def test_entries_of_a_calendar_grow_with_each_edit(record: Any, client_of: Any) -> None:
    record("organisation", id="house", name="House")
    seen = []
    for title in ("One", "Two"):
        record(
            "measure", id="m", title=title, owner="house", starts="2027-03-01", url="https://example.org/p"
        )
        answer = client_of(None).get("/records/export/measures/?format=ics&time=all")
        (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
        seen.append((str(event["UID"]), int(event["SEQUENCE"]), event["LAST-MODIFIED"].dt))
        assert str(event["URL"]) == f"http://testserver/measures/{Measure.objects.get().slug}/"
        assert str(event["ATTACH"]) == "https://example.org/p"
    assert seen[0][0] == seen[1][0] != "m"
    assert seen[0][1] < seen[1][1]
    assert seen[0][2] <= seen[1][2]
