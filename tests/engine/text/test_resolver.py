"""Phrases that say what an organisation is, and the organisation of the directory that they mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neisse.engine.text.resolver import Directory, agreement, description_of, phrases, row_of
from neisse.engine.text.resolver.phrases import KINDS, Description
from neisse.engine.values import Organisation, Place

LEIPZIG, DRESDEN, GOERLITZ, WROCLAW = (
    Place("Leipzig", "DE"), Place("Dresden", "DE"), Place("Görlitz", "DE"), Place("Wrocław", "PL"),
)  # fmt: skip
KNOWN = (
    Organisation("optik", "Fraunhofer-Institut für Angewandte Optik", place=DRESDEN),
    Organisation("herz", "Herzzentrum Leipzig", kind="clinic", place=LEIPZIG),
    Organisation("uni", "Uniwersytet Wrocławski", kind="university", place=WROCLAW),
    Organisation("klinik", "Städtisches Klinikum Görlitz", kind="clinic", place=GOERLITZ),
    Organisation("ihk", "Industrie- und Handelskammer Dresden", kind="chamber", place=DRESDEN),
    Organisation("imm", "Instytut Immunologii i Terapii IITD", kind="research", place=WROCLAW),
)
BY_ID = {organisation.id: organisation for organisation in KNOWN}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Our guests visit the institute of optics in Dresden on Monday.", "optik"),
        ("Jedziemy do instytutu optyki w Dreźnie, wracamy wieczorem.", "optik"),
        ("Gastgeber ist die Universität in Breslau.", "uni"),
        ("Ausgerichtet vom Klinikum an der Neiße.", "klinik"),
        ("Zaprasza izba przemysłowo-handlowa w Dreźnie.", "ihk"),
        ("Mit Unterstützung des Instituts für Immunologie.", "imm"),
        ("Treffpunkt: IITD, Raum 3.", "imm"),
        ("Es lädt ein: Herzzentrum Leipzig.", "herz"),
    ],
)
def test_a_description_finds_the_organisation(text: str, meant: str) -> None:
    found = Directory(KNOWN).resolve(text)
    assert [mention.organisation for mention in found] == [meant]
    assert all(text[m.start : m.end] == m.text and 0 < m.score <= 1 for m in found)


def test_the_local_one_is_where_it_happens() -> None:
    text = "Eingeladen hat das dortige Klinikum."
    assert [m.organisation for m in Directory(KNOWN).resolve(text, GOERLITZ)] == ["klinik"]
    assert Directory(KNOWN).resolve(text) == []


@pytest.mark.parametrize(
    "text", ["Ein Institut lädt ein.", "Das Zentrum der Stadt", "klinika", "Gemeinschaftsstand Sachsen"]
)
def test_a_kind_alone_is_nobody(text: str) -> None:
    assert Directory(KNOWN).resolve(text) == []


def test_two_towns_of_one_region_are_two() -> None:
    assert Directory(KNOWN).resolve("Gäste des Klinikums in Chemnitz") == []


def test_what_fits_two_names_none() -> None:
    two = [Organisation(f"k{n}", f"Klinikum {n}", kind="clinic", place=DRESDEN) for n in ("Nord", "Ost")]
    assert Directory(two).resolve("Gäste des Klinikums in Dresden") == []
    assert len(Directory(two[:1]).resolve("Gäste des Klinikums in Dresden")) == 1


@given(st.permutations(KNOWN), st.sampled_from(KNOWN))
def test_the_order_of_the_directory_says_nothing(order: list[Organisation], said: Organisation) -> None:
    text = f"Wir danken {said.name} und dem Institut für Optik in Dresden."
    assert Directory(order).resolve(text) == Directory(KNOWN).resolve(text)


SUBJECTS = ("optics", "cell", "therapy", "heart")
PLACES = ("town:1", "town:2", "DE.13", "PL.72")
descriptions = st.builds(
    Description,
    st.frozensets(st.sampled_from(KINDS[:6]), max_size=2),
    st.frozensets(st.sampled_from(SUBJECTS), max_size=2),
    st.frozensets(st.sampled_from(PLACES), max_size=1),
)


def fits(phrase: Description, organisation: Description) -> float:
    rows = [np.array([row_of(said)]) for said in (phrase, organisation)]
    return float(agreement(rows[0], np.array([0]), rows[1], np.array([0]))[0])


@given(descriptions, descriptions, st.sampled_from(PLACES))
def test_agreement_keeps_its_laws(phrase: Description, other: Description, place: str) -> None:
    value = fits(phrase, other)
    assert 0 <= value <= 1
    if phrase.kinds and other.kinds and not phrase.kinds & other.kinds:
        assert value == 0
    towns = [{place.startswith("town") for place in said.places} for said in (phrase, other)]
    if towns[0] == towns[1] and phrase.places and not phrase.places & other.places:
        assert value == 0, "two towns, or two regions"
    if not (phrase.subjects or phrase.places):
        assert value == 0, "a kind alone links nothing"
    if not phrase.places and not other.places:
        both = fits(*(Description(d.kinds, d.subjects, frozenset({place})) for d in (phrase, other)))
        assert both >= value, "a place that both name is no evidence against"


@given(st.sampled_from(KNOWN))
def test_an_organisation_fits_what_its_own_name_says(organisation: Organisation) -> None:
    said = description_of(organisation.name, organisation.kind, organisation.place)
    assert fits(said, said) > 0.7


def test_a_phrase_ends_with_its_part_of_the_sentence() -> None:
    (found,) = phrases("Wspieramy instytut neurologii, zapraszamy do Wrocławia.")
    assert found.text == "instytut neurologii"
    assert found.says.places == frozenset()
