"""A sheet for people comes back as it left: in every language, 0 changed rows."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions.imports import begin, prepare
from neisse.web.record.labels import SECTORS
from neisse.web.record.models import Measure, Organisation

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


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("language", ["de", "pl", "en"])
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
