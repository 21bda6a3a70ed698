"""An invented region of any size: organisations and measures as contract objects, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

TOWNS = [
    ("Leipzig", "DE"), ("Dresden", "DE"), ("Chemnitz", "DE"), ("Görlitz", "DE"), ("Zwickau", "DE"), ("Bautzen", "DE"),
    ("Freiberg", "DE"), ("Plauen", "DE"), ("Wrocław", "PL"), ("Katowice", "PL"), ("Kraków", "PL"), ("Opole", "PL"),
    ("Gliwice", "PL"), ("Legnica", "PL"), ("Zgorzelec", "PL"), ("Jelenia Góra", "PL"), ("Liberec", "CZ"), ("Praha", "CZ"),
]  # fmt: skip
SECTORS = ["biotech", "medtech", "diagnostics", "pharma", "digital_health", "clinical_research", "bioeconomy"]
KINDS = [
    "company",
    "company",
    "company",
    "research",
    "university",
    "clinic",
    "association",
    "municipality",
    "agency",
]
TOPICS = [
    "Biobank", "Onkologie", "onkologia", "diagnostics", "Medizintechnik", "technologia medyczna", "Reinraum", "MDR",
    "eHealth", "Telemedizin", "telemedycyna", "gene therapy", "Robotik", "robotyka", "Pflege", "clinical trials",
    "Zulassung", "KI in der Diagnostik", "sztuczna inteligencja", "Nachwuchs", "start-ups", "Export", "Normung",
]  # fmt: skip
FORMS = {
    "event": ["Forum {t}", "Konferencja {t}", "{t} day", "Fachtag {t}"],
    "training": ["Seminar {t}", "Szkolenie {t}", "{t} training"],
    "trade_mission": ["Delegation {t}", "Misja gospodarcza {t}"],
    "project": ["Projekt {t}", "{t} project", "Verbund {t}"],
    "fair": ["Messestand {t}", "Stoisko targowe {t}"],
}
AUDIENCES = ["companies", "researchers", "clinics", "start-ups", "students", "municipalities"]
VISIBILITIES = ["public"] * 8 + ["circle", "blind"]
FIRST_DAY = date(2026, 1, 1)


def organisations(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """`count` organisations spread over the towns."""
    chance = random.Random(seed)
    for number in range(count):
        city, country = chance.choice(TOWNS)
        kind, topic = chance.choice(KINDS), chance.choice(TOPICS)
        yield {
            "type": "organisation",
            "id": f"org-{number}",
            "name": f"Muster {topic} {city} {number}",
            "kind": kind,
            "city": city,
            "country": country,
            "sectors": chance.sample(SECTORS, chance.randint(1, 2)),
            "offers": [f"{word} für Partner" for word in chance.sample(TOPICS, chance.randint(0, 3))],
            "needs": [f"Zugang zu {word}" for word in chance.sample(TOPICS, chance.randint(0, 2))],
            "visibility": "public" if chance.random() < 0.9 else "circle",
            "invented": True,
        }


def measures(count: int, owners: int, seed: int = 2) -> Iterator[dict[str, Any]]:
    """`count` measures of `owners` organisations over three years, a tenth of them without an exact day."""
    chance = random.Random(seed)
    for number in range(count):
        kind = chance.choice(list(FORMS))
        topics = chance.sample(TOPICS, chance.randint(1, 3))
        city, country = chance.choice(TOWNS)
        day = FIRST_DAY + timedelta(days=chance.randrange(3 * 365))
        last = day + timedelta(days=chance.choice([0, 0, 0, 1, 2, 30]))
        when = (
            {"period": f"{day.year}-Q{(day.month + 2) // 3}"}
            if chance.random() < 0.1
            else {"starts": day.isoformat(), "ends": last.isoformat()}
        )
        yield {
            "type": "measure",
            "id": f"measure-{number}",
            "title": chance.choice(FORMS[kind]).format(t=topics[0]) + f" {city} {number % 97}",
            "description": f"{kind}: {', '.join(topics)} in {city}.",
            "kind": kind,
            "owner": f"org-{chance.randrange(owners)}",
            **when,
            "place": {"city": city, "country": country},
            "topics": topics,
            "audience": chance.sample(AUDIENCES, 2),
            "visibility": chance.choice(VISIBILITIES),
            "certainty": chance.choice(["idea", "planned", "confirmed"]),
            "invented": True,
        }
