"""Organisations by one plain name: records of ROR cut down to single names, and labelled lists written for this.

A list is a directory: records of one cluster are one organisation, all others are different ones. Lists by hand stand in
`bench/instances/organisations`: the lists `dev` (Saxony and Lower Silesia, `dev_two`, `dev_three`) train too, the lists `aside`
(other regions) only measure.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from neisse.engine.values import Organisation, Place, Texts
from record_planted import EXONYMS

LISTS = Path(__file__).parent / "instances/organisations"
# The shares of organisations that stand in a list three times and twice, and of towns under their other name.
THRICE, TWICE, EXONYM = 0.2, 0.45, 0.3


def plain_list(name: str) -> tuple[list[Organisation], dict[str, str]]:
    """The records of a list by hand, and the cluster of each."""
    records, truth = [], {}
    for number, line in enumerate((LISTS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()):
        if line.startswith("#"):
            continue
        cluster, said, town, country = line.split("\t")
        records.append(Organisation(f"r{number:03}", said, place=Place(town, country)))
        truth[records[-1].id] = cluster
    return records, truth


def one_name(organisations: Sequence[Organisation]) -> list[Organisation]:
    """The organisations with their main name only."""
    return [replace(o, aliases=(), names=Texts()) for o in organisations]


def plain_names(
    organisations: Sequence[Organisation], seed: int
) -> tuple[list[Organisation], dict[str, str]]:
    """One to three records of each organisation, each with another one of its names and nothing but the town beside it."""
    rng = random.Random(seed)
    records, truth = [], {}
    for original in organisations:
        names = list(dict.fromkeys(original.all_names))
        rng.shuffle(names)
        drawn = rng.random()
        for number, name in enumerate(names[: 3 if drawn < THRICE else 2 if drawn < THRICE + TWICE else 1]):
            city = original.place.city
            city = EXONYMS.get(city, city) if rng.random() < EXONYM else city
            record = Organisation(f"{original.id}-{number}", name, place=Place(city, original.place.country))
            records.append(record)
            truth[record.id] = original.id
    return records, truth
