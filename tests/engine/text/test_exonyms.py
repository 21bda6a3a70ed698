"""A town goes by its name in the reader's language, and only where it is certain which town is meant."""

from __future__ import annotations

from importlib.resources import files

import pytest

from neisse.engine.text.exonyms import LANGUAGES, town_in
from neisse.engine.text.towns import find_town

ROWS = [
    line.split("\t")
    for line in files("neisse.engine.text").joinpath("data/exonyms.tsv").read_text("utf-8").splitlines()[1:]
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_every_name_is_found_again_and_leads_to_every_other(row: list[str]) -> None:
    country, own, *names = row
    town = find_town(own, country)
    assert town is not None
    for name in (own, *names):
        again = find_town(name, country)
        assert again is not None
        assert again.key == town.key, name
        shown = [town_in(name, country, language) for language in LANGUAGES]
        assert shown == names, name


@pytest.mark.parametrize(
    ("city", "country", "shown"),
    [
        ("Breslau", "PL", ["Breslau", "Wrocław", "Wrocław"]),
        ("Lipsk", "DE", ["Leipzig", "Lipsk", "Leipzig"]),
        ("Lipsk", "PL", ["Lipsk", "Lipsk", "Lipsk"]),  # the small Polish one
        ("Breslau", "", ["Breslau", "Wrocław", "Wrocław"]),
        ("Halle", "DE", ["Halle", "Halle", "Halle"]),  # three of them
        ("Frankfurt", "DE", ["Frankfurt", "Frankfurt", "Frankfurt"]),  # two of them
        ("Leipzig-Plagwitz", "DE", ["Leipzig-Plagwitz"] * 3),  # more than the town
        ("04103 Leipzig", "DE", ["04103 Leipzig"] * 3),
        ("Musterau", "DE", ["Musterau"] * 3),
        ("", "", [""] * 3),
        ("Waldenburg", "PL", ["Waldenburg", "Wałbrzych", "Waldenburg"]),  # in no table of ours
    ],
)
def test_what_is_certain_is_said_in_the_language_and_the_rest_stays(
    city: str, country: str, shown: list[str]
) -> None:
    assert [town_in(city, country, language) for language in ("de", "pl", "en")] == shown
