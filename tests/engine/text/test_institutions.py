"""Words of institutions in three languages."""

from __future__ import annotations

import pytest

from neisse.engine.text.institutions import initials, is_own_word, known_keys, large_town, stem, word_keys


def test_german_compounds_mean_several_things() -> None:
    assert word_keys("universitatsklinikum") == {"university", "hospital"}
    assert word_keys("krebsforschungszentrum") == {"oncology", "research", "centre"}
    assert word_keys("universitatsverlag") == {"university", "press"}
    assert word_keys("humangenetik") == {"human", "genetics"}
    assert word_keys("landwirtschaftsministerium") == {"agriculture", "ministry"}


@pytest.mark.parametrize("word", ["corporation", "fraunhofer"])
def test_a_short_stem_within_a_word_means_nothing(word: str) -> None:
    assert known_keys(word) is None


@pytest.mark.parametrize(
    ("adjective", "town"),
    [
        ("stuttgarter", "Stuttgart"),
        ("bremer", "Bremen"),
        ("munchner", "Munich"),
        ("wroclawskiego", "Wrocław"),
        ("gdanska", "Gdańsk"),
        ("warszawski", "Warsaw"),
        ("katowicka", "Katowice"),
        ("lodzki", "Łódź"),
        ("lubelski", "Lublin"),
    ],
)
def test_adjectives_lead_to_their_town(adjective: str, town: str) -> None:
    found = large_town(adjective)
    assert found is not None
    assert found.name == town
    assert word_keys(adjective) == {f"town:{found.key}"}


def test_words_that_are_towns_far_away_keep_their_meaning() -> None:
    assert word_keys("forest") == {"forest"}


def test_unknown_words_are_told_by_how_they_sound() -> None:
    assert stem("zuckermann") == stem("suckermann")
    assert stem("wuerzner") == stem("wurzner")
    assert stem("maja") == stem("maj")


@pytest.mark.parametrize(
    ("word", "own"), [("biosaxony", True), ("alliance", True), ("institut", False), ("leipziger", False)]
)
def test_names_of_kinds_subjects_and_towns_are_no_words_of_ones_own(word: str, own: bool) -> None:
    assert is_own_word(word) is own


def test_initials_speak_three_languages() -> None:
    assert {"h", "g", "z"} <= initials("health")
    assert initials("biosaxony") == {"b"}
