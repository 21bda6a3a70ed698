"""Names of organisations across languages."""

from __future__ import annotations

import numpy as np
import pytest

from neisse.engine.text.acronyms import sound, spelling
from neisse.engine.text.encoder import default_encoder
from neisse.engine.text.names import name_keys, name_similarity
from neisse.engine.text.regions import regions_in


def best(name: str, others: list[str], town: str) -> str:
    vectors = default_encoder().encode([name]), default_encoder().encode(others)
    return others[int(name_similarity([name], others, vectors, ([town], [town] * len(others))).argmax())]


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("Instytut Onkologii", "Institute of Oncology"),
        ("Politechnika Gdańsk", "Technical University of Gdansk"),
        ("Stiftung Deutsches Hygiene-Museum", "German Museum of Hygiene Foundation"),
    ],
)
def test_translated_names_share_most_keys(name: str, english: str) -> None:
    one, two = name_keys(name), name_keys(english)
    assert len(one & two) / len(one | two) >= 0.6


@pytest.mark.parametrize(
    ("name", "town", "english"),
    [
        ("Universitätsklinikum Ulm", "Ulm", "University Hospital Ulm"),
        ("Hochschule Flensburg", "Flensburg", "Flensburg University of Applied Sciences"),
        ("Fraunhofer IML", "Dortmund", "Fraunhofer Institute for Material Flow and Logistics"),
        ("HMDK Stuttgart", "Stuttgart", "State University of Music and Performing Arts Stuttgart"),
    ],
)
def test_the_sort_of_institution_and_acronyms_tell_neighbours_apart(
    name: str, town: str, english: str
) -> None:
    others = [
        english,
        f"University of {town}",
        "Fraunhofer Institute for Software and Systems Engineering",
        f"City of {town}",
    ]
    assert best(name, others, town) == english


def test_the_own_town_is_no_word_of_a_name() -> None:
    assert name_keys("Dresdner Philharmonie", "Dresden") == name_keys("Philharmonie")
    assert name_keys("Dresdner Philharmonie") > name_keys("Philharmonie")


def test_no_names_are_no_similarities() -> None:
    nothing = np.zeros((0, 512), dtype=np.float32)
    assert name_similarity([], [], (nothing, nothing), ([], [])).shape == (0, 0)


@pytest.mark.parametrize(
    ("short", "name", "least"),
    [
        ("IKTS", "Institut für Keramische Technologien und Systeme", 0.95),
        ("TUD", "Dresden University of Technology", 0.9),
        ("IPHT", "Institut für Photonische Technologien", 0.9),
    ],
)
def test_an_acronym_stands_for_a_name(short: str, name: str, least: float) -> None:
    assert spelling(sound(short), name) >= least


@pytest.mark.parametrize(("short", "name"), [("QXZ", "Institut für Physik"), ("IKTS", "Stadt Leipzig")])
def test_an_acronym_does_not_stand_for_any_name(short: str, name: str) -> None:
    assert spelling(sound(short), name) < 0.65


def test_regions_are_one_in_three_languages_and_a_longer_name_wins() -> None:
    for name in ("dolnoslaska izba", "niederschlesische kammer", "lower silesian chamber"):
        assert regions_in(name) == {"PL.72"}
    assert regions_in("sachsen-anhalt") == {"DE.14"}
    assert regions_in("niedersachsische") == {"DE.06"}
