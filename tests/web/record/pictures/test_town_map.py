"""The geometry of the map."""

from __future__ import annotations

from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neisse.web.record.pictures.projection import flat
from neisse.web.record.pictures.town_map import Town, town_map

LEIPZIG = Town("Leipzig", "DE", 51.34, 12.37, 46, "?city=Leipzig")
DRESDEN = Town("Dresden", "DE", 51.05, 13.74, 27)
GOERLITZ = Town("Görlitz", "DE", 51.15, 14.99, 3)
WROCLAW = Town("Wrocław", "PL", 51.10, 17.03, 12)
REGION = [LEIPZIG, DRESDEN, GOERLITZ, WROCLAW]


def test_distances_are_kilometres() -> None:
    (x, y), (u, v) = flat(LEIPZIG.lat, LEIPZIG.lon), flat(WROCLAW.lat, WROCLAW.lon)
    assert hypot(x - u, y - v) == pytest.approx(324, rel=0.03)
    assert flat(51.0, 15.0) == (0.0, 0.0)


def test_every_town_is_a_circle_and_more_makes_it_larger() -> None:
    found = town_map(REGION)
    assert found is not None
    radius = {dot.town.name: dot.radius for dot in found.dots}
    assert radius["Leipzig"] > radius["Dresden"] > radius["Wrocław"] > radius["Görlitz"]
    assert found.outside == ()


def test_circles_lie_inside_the_window() -> None:
    found = town_map(REGION)
    assert found is not None
    x, y, width, height = found.box
    assert all(x <= dot.x <= x + width and y <= dot.y <= y + height for dot in found.dots)
    assert 1.1 <= width / height <= 1.95


def test_a_lonely_town_far_away_is_named_beside_the_map() -> None:
    found = town_map([*REGION, Town("Lisboa", "PT", 38.7, -9.1, 1)])
    assert found is not None
    assert [town.name for town in found.outside] == ["Lisboa"]


def test_labels_cover_no_other_label() -> None:
    crowd = [Town(f"Town {n}", "DE", 51.0 + n / 90, 13.0 + n / 70, 5) for n in range(12)]
    found = town_map(crowd)
    assert found is not None
    labels = [dot for dot in found.dots if dot.label]
    assert 0 < len(labels) <= len(crowd)
    assert len({(dot.label_x, dot.label_y) for dot in labels}) == len(labels)


def test_the_river_and_all_three_countries_are_drawn() -> None:
    found = town_map([*REGION, Town("Praha", "CZ", 50.09, 14.42, 9)])
    assert found is not None
    assert {region["country"] for region in found.regions} == {"DE", "PL", "CZ"}
    assert found.river.startswith("M")


def test_no_towns_no_map() -> None:
    assert town_map([]) is None


def test_one_town_is_shown_with_its_surroundings() -> None:
    found = town_map([GOERLITZ])
    assert found is not None
    assert found.box[2] >= 200


@given(
    st.lists(
        st.builds(
            Town,
            st.text("abc", min_size=1, max_size=4),
            st.sampled_from(["DE", "PL", "CZ", "FR", ""]),
            st.floats(48.0, 54.5),
            st.floats(8.0, 22.0),
            st.sampled_from([1, 2, 50, 100_000]),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_both_sides_are_on_the_map_whatever_the_numbers(towns: list[Town]) -> None:
    found = town_map(towns)
    assert found is not None
    x, y, width, height = found.box
    assert x < 0 < x + width
    assert y < 0 < y + height
    sides = {"DE", "PL", "CZ"} & {town.country for town in towns}
    assert sides <= {dot.town.country for dot in found.dots}
