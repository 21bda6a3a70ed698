"""Parts of names that are left out, and parts that tell: patrons, first letters, subjects, what belongs to something else."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from neisse.engine.record.duplicates import find_duplicates
from neisse.engine.record.duplicates.facets import facets
from neisse.engine.record.duplicates.find import bridged
from neisse.engine.record.duplicates.linkage import ScoredPair, default_weights
from neisse.engine.record.duplicates.meaning import Meaning, compare
from neisse.engine.record.duplicates.signatures import signature
from neisse.engine.text.acronyms import sound, stands_for_all
from neisse.engine.text.fold import fold
from neisse.engine.text.institutions import known_keys
from neisse.engine.values import Organisation, Place, Texts

WORDS = (
    "instytut",
    "badan",
    "rozwoju",
    "agencja",
    "centrum",
    "szpital",
    "izba",
    "gospodarki",
    "techniki",
    "urzad",
)
PATRONS = (
    "im. Mikołaja Kopernika", "im. Biegańskiego", "im. Józefa Piłsudskiego", "im. Marii Konopnickiej", "im. św. Barbary",
)  # fmt: skip
KINDS = ("Szpital Wojewódzki", "Uniwersytet Medyczny", "Politechnika", "Muzeum Miejskie")


def meaning(one: str, other: str, town: str = "Zabrze") -> Meaning:
    """Without vectors: nothing is near."""
    sides = facets(one, town, "PL"), facets(other, town, "PL")
    return compare(*sides, (town, town), lambda _a, _b: 0.0, lambda _a, _b: 0.0)


@given(st.sampled_from(KINDS), st.sampled_from(PATRONS))
def test_a_patron_may_be_left_out(kind: str, patron: str) -> None:
    found = meaning(f"{kind} {patron} w Zabrzu", f"{kind} w Zabrzu")
    assert found.same == pytest.approx(1.0)
    assert found.most == 0
    assert not found.own_apart


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("one", "other"), list(combinations(PATRONS, 2)))
def test_two_patrons_are_two_institutions(kind: str, one: str, other: str) -> None:
    assert meaning(f"{kind} {one}", f"{kind} {other}").own_apart


def test_a_german_university_is_the_same_without_its_patron_and_not_under_another() -> None:
    assert (
        meaning("Heinrich-Heine-Universität Düsseldorf", "University of Düsseldorf", "Düsseldorf").most == 0
    )
    assert meaning("Goethe-Universität Frankfurt", "Schiller-Universität Frankfurt", "Frankfurt").own_apart


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=6, unique=True), st.data())
def test_first_letters_of_all_words_stand_for_a_name_and_fewer_do_not(
    said: list[str], data: st.DataObject
) -> None:
    assert all(known_keys(word) for word in said), "words of the dictionary tell something"
    letters = [sound(word[0]) for word in said]
    assert stands_for_all("".join(letters), " ".join(said))
    left_out = data.draw(st.integers(0, len(said) - 1))
    fewer = letters[:left_out] + letters[left_out + 1 :]
    assert not stands_for_all("".join(fewer), " ".join(said)) or fewer == letters[:-1] == letters[1:]


@pytest.mark.parametrize(
    ("short", "name", "town", "stands"),
    [
        ("UKJ", "Universitätsklinikum Jena", "Jena", True),
        ("HWK", "Handwerkskammer Zwickau", "Zwickau", True),
        ("KUL", "Katolicki Uniwersytet Lubelski Jana Pawła II", "Lublin", True),
        ("RWTH", "Rheinisch-Westfälische Technische Hochschule Aachen", "Aachen", True),
        ("KUL", "Lubelski Klub Biznesu", "Lublin", False),
        ("GIG", "Główny Urząd Górnictwa", "Katowice", False),
    ],
)
def test_compounds_towns_and_names_at_the_end(short: str, name: str, town: str, stands: bool) -> None:
    assert stands_for_all(sound(short), fold(name), town) is stands


def test_letters_of_a_patron_make_no_acronym_of_the_institution() -> None:
    assert meaning("IFJ", "Instytut Farmakologii im. Jerzego Maja", "Kraków").short != "exact"
    assert meaning("IF", "Instytut Farmakologii im. Jerzego Maja", "Kraków").short == "exact"


def test_chambers_of_two_professions_say_two_subjects_in_any_language() -> None:
    assert meaning("Okręgowa Izba Lekarska", "Okręgowa Izba Aptekarska").subject > 0.3
    assert meaning("Okręgowa Izba Lekarska", "Apothekerkammer").subject > 0.3
    assert meaning("Okręgowa Izba Aptekarska", "Apothekerkammer").subject == 0


def test_the_hospital_of_a_university_is_not_the_university_of_one_acronym() -> None:
    assert meaning("RWTH", "Uniklinik RWTH", "Aachen").kind == "differ"
    assert meaning("AGH", "AGH University of Krakow", "Kraków").kind == ""


def test_an_acronym_carries_over_to_the_translation_and_never_to_another_acronym() -> None:
    names = ("GIG", "Główny Instytut Górnictwa", "Central Mining Institute", "GIM")
    signed = [
        signature(Organisation(f"r{n}", said, place=Place("Katowice", "PL"))) for n, said in enumerate(names)
    ]

    def pair(left: int, right: int, probability: float, acronym: str = "") -> ScoredPair:
        return ScoredPair(left, right, probability, {"acronym": acronym})

    scored = [pair(0, 1, 0.9), pair(1, 2, 0.8), pair(0, 2, 0.1), pair(1, 3, 0.9), pair(0, 3, 0.2, "differ")]
    found = bridged(signed, scored)
    assert found[0, 2] == 0.8
    assert found[2, 3] == 0.8
    assert found[0, 3] == 0.2
    assert {found[p.left, p.right] >= p.probability for p in scored} == {True}


@given(
    st.sampled_from(
        ("diagnostik", "stowarzyszenie", "ministerium", "biblioteka", "foundation", "laboratorium")
    ),
    st.data(),
)
def test_a_slip_in_a_word_of_the_dictionary_leaves_its_meaning(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 2))
    slipped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assume(known_keys(slipped) is None and len(known_keys(word) or ()) == 1)
    assert meaning(f"Zaunkönig {word}", f"Zaunkönig {slipped}").same > 0.9
    # A short word that is nearly another one is another one.
    assert meaning("Zaunkönig Muzea", "Zaunkönig Muezo").same < 0.9


def test_pairs_of_one_plain_name_are_weighed_and_explained_by_weights_of_their_own() -> None:
    weights = default_weights("directory")
    names = Texts(de="Technische Universität Dresden", pl="Politechnika Drezdeńska")
    one = Organisation("a", "TU Dresden", place=Place("Dresden", "DE"))
    other = Organisation("b", "Technische Universität Dresden", place=Place("Dresden", "DE"))
    several = Organisation("b", "TU Dresden", names=names, place=Place("Dresden", "DE"))
    for second, plain in ((other, True), (several, False)):
        (found,) = find_duplicates([one, second], least=0.0)
        assert found.reasons
        for reason in found.reasons:
            assert reason.weight == round(weights.of(plain).bits(*reason.code.split(".")), 2)
