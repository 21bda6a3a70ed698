"""A corrected record is recognised: what is looked up is what comparing everything with everything finds."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from neisse.engine.record.corrected import Stored, corrected, prefix, reach_signs

WORDS = ("Haus", "Hausgemeinschaft", "Bürgerhaus", "der", "Technik", "Technick", "Nysa", "e.V.", "", "Łódź")
name = st.lists(st.sampled_from(WORDS), min_size=0, max_size=4).map(" ".join)
organisation = st.fixed_dictionaries(
    {"name": name},
    optional={
        "city": st.sampled_from(["Görlitz", "goerlitz", "Zgorzelec", "", "Nirgends", "Nirgens"]),
        "mail": st.sampled_from(["a@example.org", "A@example.org", ""]),
        "url": st.sampled_from(["https://www.example.org/a", "http://example.org", "example.com"]),
        "phone": st.sampled_from(["+49 341 123456", "0049341123456", "12"]),
        "address": st.sampled_from(["Musterstraße 1", "Musterstr. 1"]),
        "postcode": st.sampled_from(["04103", ""]),
    },
)


@given(st.lists(organisation, max_size=12), organisation)
def test_looking_up_finds_what_comparing_with_all_finds(stored: list[dict[str, Any]], new: Any) -> None:
    rows = {f"o{n}": row for n, row in enumerate(stored)}

    def may_be(row: dict[str, Any]) -> bool:
        return (bool(prefix(row["name"])) and prefix(row["name"]) == prefix(new["name"])) or bool(
            reach_signs(row) & reach_signs(new)
        )

    wanted = tuple(key for key, row in rows.items() if may_be(row) and corrected(row, new))
    assert Stored(rows).meant_by(new) == wanted


def test_each_way_is_found() -> None:
    rows = {
        "slip": {"name": "Bürgerhaus Technik", "city": "Görlitz"},
        "moved": {"name": "Bürgerhaus Technick", "city": "Zittau"},
        "reach": {"name": "Haus der Technick", "url": "https://example.org"},
        "other": {"name": "Bürgeramt", "city": "Görlitz"},
    }
    new = {"name": "Bürgerhaus Technick", "city": "Görlitz", "url": "http://www.example.org/"}
    assert Stored(rows).meant_by(new) == ("slip", "moved", "reach")
