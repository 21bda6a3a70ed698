"""One organisation by one plain name each: another language, an acronym, a legal form; and what is not one."""

from __future__ import annotations

from itertools import combinations

import pytest

from neisse.engine.record.duplicates import find_duplicates
from neisse.engine.record.duplicates.facets import facets
from neisse.engine.record.duplicates.words import legal_form
from neisse.engine.values import Organisation, Place

# Each line is one organisation under its names; no two lines are one.
ONE = (
    (("Handwerkskammer Dresden", "Dresden"), ("Izba Rzemieślnicza w Dreźnie", "Drezno"), ("HWK Dresden", "Dresden")),
    (("Industrie- und Handelskammer Dresden", "Dresden"), ("IHK Dresden", "Dresden")),
    (("Hochschule für Technik und Wirtschaft Dresden", "Dresden"),),
    (("Universitätsklinikum Dresden", "Dresden"), ("Dresden University Hospital", "Dresden")),
    (("Politechnika Wrocławska", "Wrocław"), ("Wroclaw University of Technology", "Wroclaw")),
    (("Wydział Chemiczny Politechniki Wrocławskiej", "Wrocław"),),
    (("Urząd Marszałkowski Województwa Lubuskiego", "Zielona Góra"), ("Marschallamt der Woiwodschaft Lebus", "Zielona Góra")),
    (("Urząd Marszałkowski Województwa Opolskiego", "Opole"),),
    (("Rosen-Apotheke", "Bautzen"),),
    (("Rosen-Apotheke", "Pirna"),),
    (("Medix sp. z o.o.", "Legnica"), ("MEDIX Spółka z o.o.", "Legnica")),
    (("Medix sp. z o.o. sp. k.", "Legnica"),),
    (("Lindner Sensorik GmbH", "Chemnitz"),),
    (("Lindner Sensorik GmbH & Co. KG", "Chemnitz"),),
    (("A.K.L. Beratung GmbH", "Leipzig"),),
    (("T.U.V.W. Beratung GmbH", "Leipzig"),),
)  # fmt: skip


def test_one_plain_name_is_recognised_in_another_language_and_never_for_its_neighbour() -> None:
    records, truth = [], {}
    for number, names in enumerate(ONE):
        for name, town in names:
            record = Organisation(f"r{len(records):02}", name, place=Place(town))
            records.append(record)
            truth[record.id] = number
    found = {(d.a, d.b) for d in find_duplicates(records)}
    true = {(a.id, b.id) for a, b in combinations(records, 2) if truth[a.id] == truth[b.id]}
    assert found - true == set()
    assert len(found & true) >= len(true) - 1


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Medkom sp. z o.o.", "spzoo"), ("Medkom sp. z o.o. sp.k.", "spk"), ("Spółka z ograniczoną odpowiedzialnością", "spzoo"),

        ("Schulze GmbH & Co. KG", "gmbh-kg"), ("Schulze GmbH und Co KG", "gmbh-kg"), ("Schulze Verwaltungs-GmbH", "gmbh"),
        ("Selvita S.A.", "sa"), ("biosaxony e. V.", "ev"), ("Universität Leipzig", ""), ("Kwiaty sp. j.", "spj"),
    ],
)  # fmt: skip
def test_legal_forms_are_told_apart(name: str, form: str) -> None:
    assert legal_form(name) == form


def test_facets_say_the_same_in_three_languages() -> None:
    german = facets("Marschallamt der Woiwodschaft Niederschlesien", "Breslau", "PL")
    polish = facets("Urząd Marszałkowski Województwa Dolnośląskiego", "Wrocław", "PL")
    english = facets("Marshal's Office of Lower Silesia", "Wroclaw", "PL")
    assert german.regions == polish.regions == english.regions == {"PL.72"}
    assert set(german.keys) == set(polish.keys) >= set(english.keys) >= {"marshal", "agency"}


def test_facets_keep_acronyms_apart_and_leave_patrons_and_the_own_town_out() -> None:
    short = facets("IKTS Dresden", "Dresden", "DE")
    assert (short.acronyms, short.keys) == ({"icts"}, {})
    patron = facets("Szpital im. Jana Nowaka we Wrocławiu", "Wrocław", "PL")
    assert "hospital" in patron.keys
    assert {name for _, name in patron.patrons} >= patron.keys.keys() & patron.own, "what may be left out"
    assert patron.towns == frozenset()
