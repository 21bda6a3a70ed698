"""Large imports are stored in parts: cut off anywhere they go on, or are undone; others write between the parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from neisse.engine.values import NeisseError
from neisse.web.core.actions.personal import erase_subject
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Erasure
from neisse.web.core.personal import Subject
from neisse.web.record.actions import imports, store, storing
from neisse.web.record.actions.erase import erase_person
from neisse.web.record.actions.undo import undo_import
from neisse.web.record.models import ImportBatch, ImportChange, Organisation, Person

# Two that are alike, and one that is stored otherwise: what the first parts bring must not change what the others are.
NAMES = ("Muster Optik", "Muster-Optik", "Haus Anker", "Bund der Imker", "Chor Abendrot", "Ruderverein Oder")
TABLE = "id;name;kind;city\n" + "".join(f"n{k};{name};research;Jena\n" for k, name in enumerate(NAMES))
KNOWN = {"id": "n4", "name": "Chor Abendrot", "kind": "association", "city": "Jena"}
PARTS = 3


class CutError(Exception):
    """As if the process had been killed."""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "AT_ONCE", 2)
    monkeypatch.setattr(storing, "PART", 2)


def taken() -> ImportBatch:
    store("organisation", [KNOWN], actor=SYSTEM)
    batch = imports.upload("m.csv", TABLE.encode(), actor=SYSTEM)
    imports.prepare(batch, actor=SYSTEM)
    assert (batch.counts["new"], batch.counts["changed"]) == (5, 1)
    return batch


def cut_after(part: int, undone: int = 0) -> Callable[[int, int], None]:
    """Ends it after so many parts; comparing tells of its progress too, with nothing done of anything stored."""
    before = ImportChange.objects.count() - undone

    def progress(_done: int, _total: int) -> None:
        if ImportChange.objects.count() - before >= 2 * part:
            raise CutError

    return progress


def state() -> list[tuple[Any, ...]]:
    rows = Organisation.objects.order_by("key").values_list("key", "name", "kind", "version")
    return list(rows)


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_what_was_cut_off_goes_on_as_if_it_had_not_been(part: int) -> None:
    batch = taken()
    with pytest.raises(CutError):
        storing.confirm(batch, actor=SYSTEM, progress=cut_after(part))
    found = ImportBatch.objects.get()
    assert (found.state, found.changes.count()) == ("storing", 2 * part)
    counts = storing.confirm(found, actor=SYSTEM)
    assert ImportBatch.objects.get().state == "confirmed"
    assert {name: number for name, number in counts.items() if number} == {"new": 5, "changed": 1}
    assert [(key, name) for key, name, *_ in state()] == [(f"n{k}", name) for k, name in enumerate(NAMES)]
    changes = ImportChange.objects.order_by("key").values_list("key", "row")
    assert list(changes) == [(f"n{k}", k + 2) for k in range(len(NAMES))]
    assert Organisation.history.count() == len(NAMES) + 1


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_what_was_cut_off_can_be_undone_also_when_that_is_cut_off(
    part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from neisse.web.record.actions import undo

    batch = taken()
    before = [row[:3] for row in state()]
    with pytest.raises(CutError):
        storing.confirm(batch, actor=SYSTEM, progress=cut_after(part))

    def cut() -> None:
        raise CutError

    with monkeypatch.context() as patched:
        patched.setattr(undo, "let_others_write", cut)
        with pytest.raises(CutError):
            undo_import(batch, actor=SYSTEM)
    assert not undo_import(batch, actor=SYSTEM).kept
    assert [row[:3] for row in state()] == before
    assert ImportBatch.objects.get().state == "undone"
    with pytest.raises(NeisseError, match="not in force"):
        undo_import(batch, actor=SYSTEM)
    with pytest.raises(NeisseError) as refused:
        storing.confirm(ImportBatch.objects.get(), actor=SYSTEM)
    assert refused.value.code == "import.closed"


@pytest.mark.django_db
def test_what_came_while_it_was_stored_is_in_doubt() -> None:
    batch = taken()

    def progress(done: int, _total: int) -> None:
        if ImportChange.objects.exists() and not Organisation.objects.filter(key="n5").exists():
            store("organisation", [{"id": "n5", "name": "Andere", "kind": "company"}], actor=SYSTEM)

    counts = storing.confirm(batch, actor=SYSTEM, progress=progress)
    assert {name: number for name, number in counts.items() if number} == {
        "new": 4,
        "changed": 1,
        "doubtful": 1,
    }
    assert Organisation.objects.get(key="n5").name == "Andere"


@pytest.mark.django_db
def test_while_it_is_at_work_nothing_else_is_done_with_it() -> None:
    batch = taken()
    with pytest.raises(CutError):
        storing.confirm(batch, actor=SYSTEM, progress=cut_after(1))
    found = ImportBatch.objects.get()
    for act in (imports.discard, imports.prepare):
        with pytest.raises(NeisseError) as refused:
            act(found, actor=SYSTEM)
        assert refused.value.code == "import.closed"


@pytest.mark.django_db
def test_the_page_says_how_much_is_stored_and_leads_on(user: Any, client_of: Any) -> None:
    batch = taken()
    with pytest.raises(CutError):
        storing.confirm(batch, actor=SYSTEM, progress=cut_after(1))
    answer = client_of(user("manager")).get(reverse("record:import_batch", args=[batch.pk]))
    assert (answer.context["stored"], answer.context["to_store"]) == (2, 6)
    assert reverse("record:import_confirm", args=[batch.pk]) in answer.content.decode()


def import_while_others_write(number: int) -> None:
    import sqlite3
    from unittest.mock import patch

    from django.db import connection

    from neisse.web.core.actors import SYSTEM
    from neisse.web.record.actions import imports, storing

    said = []

    def progress(_done: int, _total: int) -> None:
        assert not connection.in_atomic_block
        if connection.vendor == "sqlite":
            other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE record_organisation SET version = version")
            other.commit()
            other.close()
        said.append(1)

    table = "id;name;kind\n" + "".join(f"n{k};Haus {k * 7919};research\n" for k in range(9))
    with patch.object(storing, "AT_ONCE", 2), patch.object(storing, "PART", 2):
        batch = imports.upload("m.csv", table.encode(), actor=SYSTEM)
        imports.prepare(batch, progress=progress, actor=SYSTEM)
        batch.mapping["decisions"] = {f"organisation n{k}": "new" for k in range(9)}
        batch.save()
        imports.prepare(batch, progress=progress, actor=SYSTEM)
        said.clear()
        storing.confirm(batch, actor=SYSTEM, progress=progress)
    assert len(said) >= 6, said


def test_others_write_between_all_parts(transactional_db: None, together: Any) -> None:
    """The lock of all writers is free whenever progress is told: while it compares, and after each part."""
    assert together(import_while_others_write, [1], "SELECT count(*) FROM record_organisation") == [(9,)]


@pytest.mark.django_db
def test_who_is_erased_meanwhile_is_not_stored_by_a_later_part() -> None:
    people = ("Anna Adler", "Bert Biber", "Cora Dachs", "Dora Elster", "Emil Falke", "Fritz Gans")
    store("person", [{"id": "known", "name": "Emil Falke"}], actor=SYSTEM)
    table = "id;name\n" + "".join(f"p{k};{name}\n" for k, name in enumerate(people))
    batch = imports.upload("people.csv", table.encode(), actor=SYSTEM, kind="person")
    imports.prepare(batch, actor=SYSTEM)
    for entry in batch.objects_read:  # somebody else of the same name, as a manager may decide
        entry["decision"] = entry["decision"] or ("new" if entry["status"] == "doubtful" else "")
    batch.save()
    known = Person.objects.get(key="known")

    def progress(_done: int, _total: int) -> None:
        if ImportChange.objects.count() == 2 and not Erasure.objects.exists():
            rows = frozenset({("record.person", known.pk)})
            erase_subject(Subject(rows=rows, names=frozenset({"Emil Falke"})), way="manager")

    storing.confirm(batch, actor=SYSTEM, progress=progress)
    assert Erasure.objects.exists()
    assert set(Person.objects.values_list("name", flat=True)) == set(people) - {"Emil Falke"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["", "person", "member", "organisation"])
def test_a_person_is_taken_out_of_what_was_read_whatever_the_list_is_called(kind: str) -> None:
    store("person", [{"id": "anna", "name": "Anna Adler"}], actor=SYSTEM)
    read = [{"row": 2, "object": {"type": "person", "id": "anna", "name": "Anna Adler"}, "status": "changed"}]
    batch = ImportBatch.objects.create(file_name="f", kind=kind, objects_read=read)
    erase_person(Person.objects.get(), actor=SYSTEM)
    batch.refresh_from_db()
    assert batch.objects_read == []
