"""What an import would change: new, changed, unchanged, doubtful, refused."""

from __future__ import annotations

from typing import Any

import pytest

from neisse.engine.record.diff import State, changed_fields, compare
from neisse.engine.record.keys import derived_id, slug

WFS = {
    "type": "organisation",
    "id": "wfs",
    "name": "Wirtschaftsförderung Sachsen GmbH",
    "city": "Dresden",
    "country": "DE",
}
PORT = {
    "type": "organisation",
    "id": "port",
    "name": "Łukasiewicz - PORT",
    "city": "Wrocław",
    "nip": "5260250274",
}
EXISTING = {"organisation": {"wfs": WFS, "port": PORT}}


def organisation(**fields: Any) -> dict[str, Any]:
    return {"type": "organisation", "id": "new", "name": "New", **fields}


def states(*incoming: dict[str, Any]) -> list[State]:
    return [entry.state for entry in compare(incoming, EXISTING).entries]


def test_the_same_again_changes_nothing() -> None:
    assert states(WFS, PORT) == [State.UNCHANGED, State.UNCHANGED]
    assert compare([WFS], {}).counts == {"new": 1, "changed": 0, "unchanged": 0, "doubtful": 0, "refused": 0}


def test_what_an_object_does_not_say_stays() -> None:
    assert states({"type": "organisation", "id": "wfs", "name": WFS["name"]}) == [State.UNCHANGED]


def test_a_changed_field_is_named() -> None:
    (entry,) = compare([{**WFS, "url": "https://wfs.example"}], EXISTING).entries
    assert entry.state is State.CHANGED
    assert [(c.field, c.before, c.after) for c in entry.changes] == [
        ("url", WFS.get("url"), "https://wfs.example")
    ]


def test_a_known_id_with_another_town_or_name_is_doubtful_not_changed() -> None:
    for other in ({"city": "Leipzig"}, {"name": "Quarzhütte Bolków"}):
        (entry,) = compare([{**WFS, **other}], EXISTING).entries
        assert (entry.state, entry.candidates) == (State.DOUBTFUL, ("wfs",))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"city": "Wrocław"}, {"city": "Breslau"}),
        ({"country": "PL"}, {"country": "Polska"}),
        ({"lat": 51.1}, {"lat": 51.10000001}),
        ({"starts": "2026-10-21T14:00:00+02:00"}, {"starts": "2026-10-21T12:00:00+00:00"}),
        ({}, {"visibility": "public", "invented": False, "certainty": "planned"}),
        ({"partners": ["a", "b"]}, {"partners": ["b", "a"]}),
    ],
)
def test_other_words_for_the_same_are_no_change(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert changed_fields(before, after) == ()


def test_a_period_replaces_days() -> None:
    changes = changed_fields({"starts": "2026-10-21", "ends": "2026-10-22"}, {"period": "2026-10"})
    assert {c.field: c.after for c in changes} == {"period": "2026-10", "starts": None, "ends": None}


def test_the_same_name_in_the_same_town_is_doubtful() -> None:
    (entry,) = compare([organisation(name="Lukasiewicz - Port", city="Breslau")], EXISTING).entries
    assert (entry.state, entry.candidates) == (State.DOUBTFUL, ("port",))
    assert [f.code for f in entry.findings] == ["record.doubtful"]


def test_the_same_identifier_is_doubtful_and_another_one_vetoes() -> None:
    assert states(organisation(nip="5260250274")) == [State.DOUBTFUL]
    assert states(organisation(name="Łukasiewicz - PORT", city="Wrocław", nip="1234563218")) == [State.NEW]


def test_two_rows_of_one_file_can_be_one_organisation() -> None:
    twin = organisation(id="twin", name="Neu", city="Leipzig")
    assert states(organisation(name="Neu", city="Leipzig"), twin) == [State.NEW, State.DOUBTFUL]


def test_an_owner_given_by_name_becomes_an_id() -> None:
    measure = {"type": "measure", "id": "m", "title": "T", "owner": "wirtschaftsforderung sachsen gmbh"}
    (entry,) = compare([measure], EXISTING).entries
    assert entry.object["owner"] == "wfs"


def test_unknown_references() -> None:
    measure = {"type": "measure", "id": "m", "title": "T", "owner": "wfs", "partners": ["port", "nobody"]}
    lost = {**measure, "id": "n", "owner": "nobody"}
    first, second = compare([measure, lost], EXISTING, rows=[2, 3]).entries
    assert (first.state, first.object["partners"]) == (State.NEW, ["port"])
    assert [(f.code, f.row, f.column) for f in first.findings] == [("reference.unknown", 2, "partners")]
    assert second.state is State.REFUSED


def test_relations_in_a_circle_are_refused() -> None:
    a, b, c = (organisation(id=key, name=key, part_of=parent) for key, parent in ("ab", "bc", "ca"))
    free = organisation(id="d", name="d", part_of="a")
    assert states(a, b, c, free) == [State.REFUSED, State.REFUSED, State.REFUSED, State.NEW]
    assert states(organisation(part_of="new")) == [State.REFUSED]
    assert "→" in compare([a, b, c], {}).findings[0].text


def test_ids_are_readable_stable_and_told_apart() -> None:
    one = derived_id("organisation", {"name": "Łukasiewicz – PORT", "city": "Wrocław"})
    assert one == derived_id(
        "organisation", {"name": "lukasiewicz - port", "city": "Wroclaw", "nip": "5260250274"}
    )
    assert one.startswith("lukasiewicz-port-")
    assert one != derived_id("organisation", {"name": "Łukasiewicz – PORT", "city": "Gdańsk"})
    assert derived_id("organisation", {}) == ""
    assert len(slug("Ein sehr langer Name " * 20)) <= 60
