"""After an upgrade everything is found by what the new release reads of it: the index has a shape, and is made anew."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from neisse.web.core import later
from neisse.web.core.actions import reindexing
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import SearchDocument, SearchShape
from neisse.web.core.tasks import index_anew
from neisse.web.record.actions.store import store

pytestmark = pytest.mark.django_db

RECORDS: list[tuple[str, dict[str, Any]]] = [
    ("organisation", {"id": "o", "name": "Klinikum", "city": "Görlitz", "aliases": ["KG"], "nip": "8971655469"}),
    ("person", {"id": "p", "name": "Petra Neumann", "office": "Leitung", "organisation": "o"}),
    ("network", {"id": "n", "name": "Netz", "names": {"pl": "Sieć"}}),
    ("membership", {"id": "ms", "network": "n", "organisation": "o", "from": "2020-01-01"}),
    ("measure", {"id": "m", "title": "Fachtag", "owner": "o", "kind": "event", "venue": "Sudhaus", "visibility": "public",
        "topics": ["IVD"], "starts": "2027-03-03"}),
]  # fmt: skip


@pytest.fixture
def stored() -> list[dict[str, Any]]:
    """A record of each kind, as the index holds them."""
    for kind, record in RECORDS:
        store(kind, [record | {"type": kind}], actor=SYSTEM)
    return documents()


def documents() -> list[dict[str, Any]]:
    """The index without the numbers of its rows."""
    return list(SearchDocument.objects.order_by("kind", "key").values(*NAMES))


NAMES = ["kind", "key", "url", "title", "note", "folded_title", "folded", "visibility", "owners", "day"]


@pytest.mark.parametrize("damage", ["emptied", "gone", "stale"])
def test_an_index_of_another_release_becomes_as_if_all_were_stored_anew(
    stored: list[dict[str, Any]], damage: str
) -> None:
    """Whatever the older release did not put into the index."""
    if damage == "gone":
        SearchDocument.objects.all().delete()
    else:
        SearchDocument.objects.update(folded="" if damage == "emptied" else " klinikum ", note="", owners="")
    SearchShape.objects.update_or_create(pk=1, defaults={"digest": "of another release"})
    assert reindexing.index_what_is_old() >= len(RECORDS)
    assert documents() == stored
    assert any("sudhaus" in entry["folded"] for entry in documents())


def test_an_index_of_this_release_is_left_alone(
    stored: list[dict[str, Any]], django_assert_num_queries: Any
) -> None:
    reindexing.index_what_is_old()
    SearchDocument.objects.all().delete()
    with django_assert_num_queries(1):
        assert reindexing.index_what_is_old() == 0
    assert not documents()


def test_the_worker_looks_soon_after_a_start() -> None:
    assert index_anew in {each.task for each in later.periodic()}


def test_every_writer_of_entries_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """A change in any of the modules that say what an entry holds is another shape."""
    before = reindexing.shape()
    for writers, _ in [*reindexing._stages.values(), ([reindexing.bridge], None)]:
        for module in writers:
            assert isinstance(module, ModuleType)
            changed = tmp_path / "changed.py"
            changed.write_bytes(open(str(module.__file__), "rb").read() + b"\n# other")  # noqa: SIM115
            with monkeypatch.context() as context:
                context.setattr(module, "__file__", str(changed))
                assert reindexing.shape() != before
    assert {"record", "meet"} <= set(reindexing._stages)
