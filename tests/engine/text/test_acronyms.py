"""Acronyms across languages."""

from __future__ import annotations

import numpy as np

from neisse.engine.text.acronyms import acronyms, spelt_similarity

NEAR = np.ones((1, 1), dtype=np.bool_)


def spelt(name: str, other: str) -> float:
    there, back = spelt_similarity([name], [other], NEAR)[0, 0], spelt_similarity([other], [name], NEAR)[0, 0]
    assert there == back
    return float(there)


def test_acronyms_are_the_capitals_of_a_word_as_they_sound() -> None:
    assert acronyms("Fraunhofer IKTS") == ("icts",)
    assert acronyms("HiKo München") == ("hc",)
    assert acronyms("STADT DRESDEN") == ()
    assert acronyms("Stadt Dresden") == ()


def test_letters_run_through_the_initials_of_the_other_name() -> None:
    assert spelt("Fraunhofer IML", "Fraunhofer Institute for Material Flow and Logistics") > 0.7
    assert spelt("Fraunhofer IML", "Fraunhofer Institute for Open Communication Systems") < 0.3


def test_letters_may_be_those_of_a_translation_for_less() -> None:
    german = spelt("HMDK", "Hochschule für Musik und Darstellende Kunst")
    english = spelt("HMDK", "State University of Music and Performing Arts")
    assert german > english > 0.4


def test_two_letters_say_less_than_three() -> None:
    assert spelt("MF", "Material Flow") < spelt("MFL", "Material Flow Logistics")


def test_nothing_is_compared_that_is_not_near() -> None:
    assert spelt_similarity(["IML"], ["Institute of Marine Life"], ~NEAR)[0, 0] == 0
