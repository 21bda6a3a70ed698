from __future__ import annotations

import pytest

from neisse.engine.text.countries import across_border, border_side, country_code, region_code
from neisse.engine.text.towns import find_town, located, same_town, towns_in
from neisse.engine.values import Place


@pytest.mark.parametrize(
    ("name", "town"),
    [
        ("Breslau", "Wrocław"), ("Wroclaw", "Wrocław"), ("we Wrocławiu"[3:], "Wrocław"), ("Kattowitz", "Katowice"),
        ("Oppeln", "Opole"), ("Lipsk", "Leipzig"), ("Drezno", "Dresden"), ("Zhořelec", "Görlitz"), ("Zgorzelec", "Zgorzelec"),
        ("Halle", "Halle (Saale)"), ("Frankfurt (Oder)", "Frankfurt (Oder)"), ("Leipzig, Neue Messe", "Leipzig"),
        ("Berlin-Mitte", "Berlin"), ("Halle-Neustadt", "Halle (Saale)"), ("Köln-Porz", "Köln"), ("Dresden-Neustadt", "Dresden"),
        ("Baden-Baden", "Baden-Baden"), ("Limbach-Oberfrohna", "Limbach-Oberfrohna"), ("Kędzierzyn-Koźle", "Kędzierzyn-Koźle"),
    ],
)  # fmt: skip
def test_a_town_is_found_under_any_name(name: str, town: str) -> None:
    found = find_town(name)
    assert found is not None
    assert found.name == town


def test_neighbours_across_the_river_are_two_towns() -> None:
    assert same_town(Place("Görlitz", "DE"), Place("Zgorzelec", "PL")) is False
    assert same_town(Place("Breslau"), Place("Wrocław", "PL")) is True
    assert same_town(Place("Breslau"), Place()) is None
    assert find_town("Görlitz", "PL") == find_town("Zgorzelec")


def test_unknown_towns_compare_by_their_folded_name() -> None:
    assert find_town("Nirgendwohausen") is None
    assert same_town(Place("Nirgendwohausen"), Place("nirgendwohausen")) is True


def test_a_place_gets_the_coordinates_of_its_town_once() -> None:
    found = located(Place("Breslau", "Polen"))
    assert found.country == "PL"
    assert found.lat == pytest.approx(51.10, abs=0.01)
    own = Place("Breslau", "PL", 51.0, 17.0)
    assert located(own) == own


def test_towns_are_read_from_running_text() -> None:
    text = "Wyjazd do Wrocławia i Katowic, spotkanie w Jeleniej Górze; wir essen in Frankfurt am Main"
    assert [t.name for t in towns_in(text)] == ["Wrocław", "Katowice", "Jelenia Góra", "Frankfurt am Main"]


def test_countries_and_regions_have_names_in_three_languages() -> None:
    assert {country_code(c) for c in ("Polen", "Polska", "Poland", "pl")} == {"PL"}
    assert {region_code(r) for r in ("Sachsen", "Saksonia", "Saxony")} == {"DE.13"}
    assert border_side("Tschechien") == "CZ"
    assert border_side("France") == ""
    assert across_border("Deutschland", "PL")
    assert not across_border("", "PL")
