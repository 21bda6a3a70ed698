"""The vocabulary of the engine: what the values say of themselves."""

from __future__ import annotations

import dataclasses
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neisse.engine import values
from neisse.engine.values import (
    Certainty,
    Finding,
    Match,
    Measure,
    MeasureKind,
    NeisseError,
    Organisation,
    Overlap,
    Place,
    Reason,
    Severity,
    Texts,
    Verdict,
    Visibility,
)
from neisse.engine.values.place import EARTH_RADIUS_KM

FROZEN = [getattr(values, name) for name in values.__all__ if dataclasses.is_dataclass(getattr(values, name))]
LEIPZIG, WROCLAW = Place(lat=51.34, lon=12.375), Place(lat=51.11, lon=17.022)
points = st.builds(
    Place, lat=st.floats(-90, 90, allow_subnormal=False), lon=st.floats(-180, 180, allow_subnormal=False)
)


@pytest.mark.parametrize("kind", FROZEN, ids=lambda kind: kind.__name__)
def test_values_are_frozen_compared_by_what_they_hold_and_small(kind: Any) -> None:
    wanted = [f for f in dataclasses.fields(kind) if f.default is dataclasses.MISSING]
    one, two = (kind(**{f.name: 1 for f in wanted}) for _ in range(2))
    assert one == two
    assert hash(one) == hash(two)
    assert not hasattr(one, "__dict__")
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(one, dataclasses.fields(kind)[0].name, 2)


def test_what_is_not_said_is_unknown_or_harmless() -> None:
    assert not Place().online
    assert (Place().lat, Place().lon) == (None, None)
    finding = Finding("a.b", "subject", "text")
    assert (finding.severity, finding.row, finding.hint, finding.column) == (Severity.ERROR, 0, "", "")
    plan = Measure("id", "title", "owner")
    assert (plan.period, plan.cost_cents, plan.staff_days, plan.language) == (None, None, None, None)
    assert (plan.certainty, plan.visibility) == (Certainty.PLANNED, Visibility.PUBLIC)
    assert Match("a", "b", 0.5).offers_to_a == Match("a", "b", 0.5).offers_to_b == ()
    pair = Overlap("a", "b", Verdict.SYNERGY, 0.5)
    assert (pair.reasons, pair.through) == ((), "")
    assert Reason("a.b", 0.5, "text").data == ()


@pytest.mark.parametrize("kind", MeasureKind)
def test_a_kind_of_the_contract_is_known(kind: MeasureKind) -> None:
    assert Measure("", "", "", kind=kind.value).known_kind is kind


def test_another_kind_is_kept_and_taken_for_other() -> None:
    plan = Measure("", "", "", kind="hackathon")
    assert (plan.kind, plan.known_kind) == ("hackathon", MeasureKind.OTHER)


def test_owners_are_named_once_and_the_owner_first() -> None:
    assert Measure("", "", "b", partners=("a", "b", "c", "a")).owners == ("b", "a", "c")
    assert Measure("", "", "b").owners == ("b",)


def test_names_are_told_once_and_the_main_name_first() -> None:
    names = Texts(de="Institut", pl="Instytut", en="Institute")
    one = Organisation("id", "Instytut", names=names, aliases=("", "PORT", "Institut"))
    assert one.all_names == ("Instytut", "Institut", "Institute", "PORT")
    assert Organisation("id", "").all_names == ()


def test_an_error_says_its_code_and_what_helps() -> None:
    plain, helped = NeisseError("a.b", "x", "it is wrong"), NeisseError("a.b", "x", "it is wrong", "mend it")
    assert (str(plain), str(helped)) == ("a.b: it is wrong", "a.b: it is wrong (mend it)")
    assert (helped.code, helped.subject, helped.text, helped.hint) == ("a.b", "x", "it is wrong", "mend it")
    assert helped.args == ("it is wrong",)


def test_a_text_is_given_in_the_wanted_language_or_the_next_best() -> None:
    texts = Texts(de="eins", pl="jeden", en="one")
    assert [texts.get(language) for language in values.LANGUAGES] == ["eins", "jeden", "one"]
    for wanted in values.LANGUAGES:
        assert texts.best(wanted) == (texts.get(wanted), wanted)
    assert Texts(de="eins", pl="jeden").best("en") == ("eins", "de")
    assert Texts(pl="jeden", en="one").best("de") == ("one", "en")
    assert Texts(pl="jeden").best("de") == ("jeden", "pl")
    assert Texts().best("pl") == ("", "pl")


def test_texts_are_told_once_and_in_order() -> None:
    assert Texts("a", "b", "c").all() == ("a", "b", "c")
    assert Texts("a", "a", "c").all() == ("a", "c")
    assert Texts("", "b").all() == ("b",)
    assert Texts().all() == ()


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        (LEIPZIG, WROCLAW, 324.56),
        (Place(lat=0.0, lon=0.0), Place(lat=0.0, lon=180.0), 20015.1),
        (Place(lat=90.0, lon=0.0), Place(lat=-90.0, lon=77.0), 20015.1),
        (Place(lat=0.0, lon=0.0), Place(lat=1.0, lon=0.0), 111.195),
        (Place(lat=60.0, lon=0.0), Place(lat=60.0, lon=1.0), 55.597),
        (Place(lat=0.0, lon=179.5), Place(lat=0.0, lon=-179.5), 111.195),
        (LEIPZIG, LEIPZIG, 0.0),
    ],
)
def test_a_distance_is_that_of_the_great_circle(one: Place, other: Place, km: float) -> None:
    found = one.distance_km(other)
    assert found == pytest.approx(km, abs=0.1)
    assert found == pytest.approx(other.distance_km(one))


@given(points, points)
def test_no_two_places_are_farther_apart_than_half_way_round(one: Place, other: Place) -> None:
    found = one.distance_km(other)
    assert found is not None
    assert 0 <= found <= 3.1416 * EARTH_RADIUS_KM


def test_a_place_without_a_point_is_at_no_distance() -> None:
    for lat, lon in {*permutations((None, 51.0, 12.0), 2)}:
        known = lat is not None and lon is not None
        assert (Place(lat=lat, lon=lon).distance_km(LEIPZIG) is not None) is known
        assert (LEIPZIG.distance_km(Place(lat=lat, lon=lon)) is not None) is known
