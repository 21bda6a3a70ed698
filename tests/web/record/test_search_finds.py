"""Search forgives a slip of the pen, knows a concept in other languages, an identifier, and where a membership leads."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from neisse.web.core.search import search
from neisse.web.record.actions.edit import create

CLEAN = {
    "name": "Muster-Reinraumtechnik GmbH",
    "kind": "company",
    "city": "Bautzen",
    "visibility": "public",
    "nip": "5260250274",
}


@pytest.fixture
def reader(user: Any) -> Any:
    someone = user("manager")
    create(
        "organisation",
        {**CLEAN, "contact_visibility": "public", "address": "Wollweberstraße 7"},
        actor=someone,
    )
    create(
        "organisation", {"name": "Musterbrauerei", "kind": "company", "visibility": "public"}, actor=someone
    )
    return someone


def titles(query: str, reader: Any) -> set[str]:
    return {document.title for document in search(query, reader).documents}


@pytest.mark.parametrize(
    "query",
    ["Reinraum", "cleanroom", "pomieszczenia czyste", "Reinraumtehcnik", "Muster-Reinraumtechnk",
     "5260250274", "Wollweberstraße"],
)  # fmt: skip
def test_it_is_found_under(reader: Any, query: str) -> None:
    assert titles(query, reader) == {CLEAN["name"]}


@pytest.mark.parametrize("query", ["Quantenoptik", "xq", "Brauxyzrei"])
def test_it_is_not_found_under(reader: Any, query: str) -> None:
    assert titles(query, reader) == set()


def test_what_was_looked_for_instead_is_told(reader: Any, client_of: Any) -> None:
    page = client_of(reader).get(reverse("record:search"), {"q": "Musterbraurei"}).content.decode()
    assert "Musterbrauerei" in page
    assert "musterbrauerei" in page


def test_a_slip_is_mended_only_by_what_the_reader_may_see(reader: Any, user: Any) -> None:
    create(
        "organisation",
        {"name": "Geheimlabor Nebelhorn", "kind": "company", "visibility": "circle"},
        actor=reader,
    )
    assert titles("Nebelhron", reader) == {"Geheimlabor Nebelhorn"}
    from django.contrib.auth.models import AnonymousUser

    assert search("Nebelhron", AnonymousUser()).meant == ""
