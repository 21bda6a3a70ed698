"""Planted duplicates: organisations of ROR written a second time as people write them. Seeded."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from neisse.engine.values import Organisation, Place, Texts

EXONYMS = {
    "Wrocław": "Breslau", "Kraków": "Krakau", "Warsaw": "Warschau", "Leipzig": "Lipsk", "Dresden": "Drezno",
    "Munich": "München", "Cologne": "Köln", "Prague": "Praha", "Katowice": "Kattowitz", "Gdańsk": "Danzig",
    "Poznań": "Posen", "Szczecin": "Stettin", "Nuremberg": "Nürnberg", "Brno": "Brünn", "Berlin": "Berlin",
}  # fmt: skip
FORMS = (
    ("Universität", "Uni"),
    ("University", "Univ."),
    ("Institut für", "Inst. f."),
    ("Institute", "Inst."),
    ("GmbH", "gGmbH"),
)
NEIGHBOURS = "qwertzuiopasdfghjklyxcvbnm"


def typing_errors(text: str, count: int, rng: random.Random) -> str:
    """`count` slips: swapped, lost, doubled or neighbouring letters."""
    letters = list(text)
    for _ in range(count):
        at = rng.randrange(1, max(2, len(letters) - 1))
        if at + 1 >= len(letters):
            continue
        slip = rng.randrange(4)
        if slip == 0:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif slip == 1:
            del letters[at]
        elif slip == 2:
            letters.insert(at, letters[at])
        else:
            letters[at] = rng.choice(NEIGHBOURS)
    return "".join(letters)


def copy_of(original: Organisation, number: int, rng: random.Random, several: float) -> Organisation:
    """A second record of an organisation: another name, slips, another town's name, most facts missing.

    `several` is the share of copies that also keep the names in all languages.
    """
    names = list(original.all_names)
    full = [name for name in names if " " in name]
    short = [name for name in names if name.isupper() and 3 <= len(name) <= 8]
    name = rng.choice(short) if short and rng.random() < 0.15 else rng.choice(full or names)
    if rng.random() < 0.3:
        for long, brief in FORMS:
            name = name.replace(long, brief)
    if " " in name and rng.random() < 0.5:
        name = typing_errors(name, rng.choice((1, 1, 2)), rng)
    city = original.place.city
    city = "" if rng.random() < 0.15 else EXONYMS.get(city, city) if rng.random() < 0.5 else city
    url = original.url if rng.random() < 0.3 else ""
    return Organisation(
        f"copy-{number}",
        name,
        names=original.names if several and rng.random() < several else Texts(),
        place=Place(city, original.place.country if city else ""),
        url=url,
    )


def planted(
    organisations: Sequence[Organisation],
    seed: int,
    share: float = 0.4,
    stripped: float = 0.0,
    several: float = 0.0,
) -> tuple[list[Organisation], dict[str, str]]:
    """The organisations without identifiers, with copies of a share of them, and each record's true cluster.

    `stripped` is the share of copied originals that keep only their main name, `several` that of copies that
    keep their names in all languages.
    """
    rng = random.Random(seed)
    records = [replace(o, ror="") for o in organisations]
    truth = {o.id: o.id for o in records}
    for number, original in enumerate(rng.sample(records, int(share * len(records)))):
        copy = copy_of(original, number, rng, several)
        records.append(copy)
        truth[copy.id] = original.id
        if rng.random() < stripped:
            at = next(i for i, o in enumerate(records) if o.id == original.id)
            records[at] = replace(original, aliases=(), names=Texts())
    rng.shuffle(records)
    return records, truth
