"""A published programme of any size, invented from a seed: what the page of a large event has to carry."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

NOUNS = [
    "Biobank", "Onkologie", "Labor", "Datenraum", "Implantat", "Sensorik", "Zulassung", "Studie", "Register",
    "Proteine", "Reinraum", "Bildgebung", "Gentherapie", "Diagnostik", "Robotik", "Rehabilitation", "Wirkstoff", "Logistik",
    "Energie", "Batterie", "Recycling", "Werkstoff", "Textil", "Förderung", "Nachwuchs", "Praktikum", "Ausbildung",
    "Cluster", "Gründung", "Transfer", "Patent", "Norm", "Haftung", "Ethik", "Pflege", "Klinik",
]  # fmt: skip
HEADS = [
    "Chancen", "Grenzen", "Stand", "Zukunft", "Kosten", "Qualität", "Beispiele", "Fragen", "Wege",
    "Erfahrungen", "Methoden", "Partner",
]  # fmt: skip
FIRST = [
    "Anna", "Jan", "Marta", "Paweł", "Ewa", "Lukas", "Jana", "Tomasz", "Petra",
    "Karel", "Ines", "Marek", "Julia", "Ondřej", "Karin", "Piotr",
]  # fmt: skip
LAST = [
    "Nowak", "Schmidt", "Novák", "Kowalski", "Weber", "Svoboda", "Lis", "Krause", "Zając",
    "Beck", "Dvořák", "Wójcik", "Richter", "Mazur",
]  # fmt: skip
TOWNS = [
    "Görlitz", "Zgorzelec", "Dresden", "Wrocław", "Liberec", "Leipzig", "Legnica", "Cottbus", "Bautzen",
    "Zittau",
]  # fmt: skip
ROOMS = 12
SLOT_MIN = 30


def programme(sessions: int, begins: datetime, seed: int = 0) -> dict[str, Any]:
    """The content of a published version: parallel sessions of half an hour in twelve rooms, as long as it takes."""
    chance = random.Random(seed)
    return {
        "title": "Congress of the region",
        "zone": "Europe/Berlin",
        "sessions": [entry(number, begins, chance) for number in range(sessions)],
    }


def entry(number: int, begins: datetime, chance: random.Random) -> dict[str, Any]:
    """One session; half of them have a Polish title too, one in five a description."""
    starts = begins + timedelta(minutes=SLOT_MIN * (number // ROOMS))
    title = f"{chance.choice(NOUNS)} und {chance.choice(NOUNS)}: {chance.choice(HEADS)} in {chance.choice(TOWNS)} {number}"
    about = " ".join(chance.choice(NOUNS) for _ in range(12)) if number % 5 == 0 else ""
    return {
        "id": number + 1,
        "kind": ("talk", "talk", "talk", "panel", "workshop")[number % 5],
        "title": title,
        "language": "de",
        "titles": {"de": title, "pl": f"{title} (pl)" if number % 2 else "", "en": ""},
        "descriptions": {"de": about, "pl": "", "en": ""},
        "room": f"Saal {number % ROOMS + 1}",
        "starts": starts.isoformat(),
        "ends": (starts + timedelta(minutes=SLOT_MIN)).isoformat(),
        "speakers": [speaker(chance) for _ in range(chance.choice((1, 1, 2)))],
    }


def speaker(chance: random.Random) -> dict[str, Any]:
    """Somebody who speaks, with where they come from."""
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    return {"name": name, "organisation": f"Institut {chance.choice(TOWNS)}", "chairs": chance.random() < 0.1}
