"""The list of next year: members are recognised, emptied cells ask, who is missing is told, single rows are decided."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from neisse.formats.answers import answers_of
from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions import imports, store, storing
from neisse.web.record.models import ImportBatch, Measure, Membership, Organisation, Person

HEAD = "Mitglied;Ort;Branche;Ansprechpartner;E-Mail;Mitglied seit\n"
ROWS = (
    "Muster Optik GmbH;Jena;Sensorik;;info@optik.example;2019\n"
    "Przykład Bio;Wrocław;Biotechnologie;Anna Nowak;;2020\n"
    "Stadtwerk Musterau;Görlitz;Energie;;;2021\n"
)
pytestmark = pytest.mark.django_db


def taken(text: str, actor: Any = SYSTEM) -> ImportBatch:
    batch = imports.upload("m.csv", text.encode(), actor=actor, answers=answers_of({"network": "Netz"}))
    imports.prepare(batch, actor=actor)
    return batch


def stored(text: str) -> ImportBatch:
    batch = taken(text)
    storing.confirm(batch, actor=SYSTEM)
    return batch


def counts(batch: ImportBatch) -> dict[str, int]:
    return {name: number for name, number in batch.counts.items() if number}


def codes(batch: ImportBatch) -> set[str]:
    return {finding["code"] for finding in batch.findings}


def test_one_row_is_several_records_and_again_is_none() -> None:
    assert counts(stored(HEAD + ROWS)) == {"new": 8}
    assert (Organisation.objects.count(), Membership.objects.count(), Person.objects.count()) == (3, 3, 1)
    assert set(Organisation.objects.values_list("visibility", flat=True)) == {"circle"}
    assert counts(taken(HEAD + ROWS)) == {"unchanged": 7}


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Muster Optik GmbH", "Muster Optic GmbH"),
        ("Muster Optik GmbH;Jena", "Muster Optik GmbH;Gera"),
        ("Muster Optik GmbH", "Optik Muster und Söhne"),
    ],
)
def test_a_corrected_name_or_town_is_no_new_member(was: str, now: str) -> None:
    stored(HEAD + ROWS)
    batch = taken(HEAD + ROWS.replace(was, now))
    assert counts(batch)["doubtful"] == 1
    assert "new" not in counts(batch)
    entry = next(e for e in batch.objects_read if e["status"] == "doubtful")
    known = Organisation.objects.get(name="Muster Optik GmbH").key
    assert entry["twins"] == [known]
    imports.decide(batch, {f"organisation {entry['object']['id']}": known}, actor=SYSTEM)
    assert "refused" not in counts(batch)
    storing.confirm(batch, actor=SYSTEM)
    assert (Organisation.objects.count(), Membership.objects.count()) == (3, 3)


def test_a_known_id_with_another_name_or_town_is_in_doubt() -> None:
    store("organisation", [{"id": "x1", "name": "Muster", "city": "Wrocław"}], actor=SYSTEM)
    text = '{"type":"organisation","id":"x1","name":"Muster","city":"Dresden"}\n'
    batch = imports.upload("a.jsonl", text.encode(), actor=SYSTEM)
    imports.prepare(batch, actor=SYSTEM)
    assert counts(batch) == {"doubtful": 1}
    imports.decide(batch, {"organisation x1": "new"}, actor=SYSTEM)
    assert counts(batch) == {"new": 1}
    imports.decide(batch, {"organisation x1": "x1"}, actor=SYSTEM)
    storing.confirm(batch, actor=SYSTEM)
    found = Organisation.objects.get()
    assert (found.city, found.country, round(found.lat or 0)) == ("Dresden", "DE", 51)


def test_an_emptied_cell_asks_and_a_missing_member_is_told(user: Any, client_of: Any) -> None:
    stored(HEAD + ROWS)
    manager = user("manager")
    batch = taken(
        HEAD + ROWS.replace("Sensorik", "").replace("Stadtwerk Musterau;Görlitz;Energie;;;2021\n", ""),
        manager,
    )
    assert codes(batch) >= {"import.emptied", "import.missing"}
    assert counts(batch) == {"unchanged": 5}
    key = next(e["object"]["id"] for e in batch.objects_read if "emptied" in e)
    client = client_of(manager)
    page = client.get(reverse("record:import_batch", args=[batch.pk])).content.decode()
    assert f'name="empty organisation {key}"' in page
    name = f"organisation {key}"
    posted = {f"on page {name}": "1", f"take {name}": "1", f"empty {name}": "sectors"}
    client.post(reverse("record:import_decide", args=[batch.pk]), posted)
    batch.refresh_from_db()
    assert counts(batch)["changed"] == 1
    storing.confirm(batch, actor=manager)
    assert Organisation.objects.get(name="Muster Optik GmbH").sectors == []
    assert Membership.objects.count() == 3


def test_single_rows_are_left_out_and_corrected(user: Any, client_of: Any) -> None:
    manager = user("manager")
    client = client_of(manager)
    batch = taken("Firma;Ort\nMuster Optik;Jena\nAnders;Gera\n", manager)
    first, second = (entry["object"]["id"] for entry in batch.objects_read)
    row = reverse("record:import_row", args=[batch.pk, f"organisation {first}"])
    form = {"name": "Muster Optik AG", "kind": "company", "city": "Jena", "visibility": "circle"}
    assert client.get(row).status_code == 200
    assert client.post(row, form).status_code == 302
    decide = reverse("record:import_decide", args=[batch.pk])
    client.post(decide, {f"on page organisation {second}": "1"})
    batch.refresh_from_db()
    assert counts(batch) == {"new": 1, "refused": 1}
    client.post(decide, {f"on page organisation {second}": "1", f"take organisation {second}": "1"})
    batch.refresh_from_db()
    assert counts(batch) == {"new": 2}
    client.post(decide, {f"on page organisation {second}": "1"})
    batch.refresh_from_db()
    storing.confirm(batch, actor=manager)
    assert Organisation.objects.get().name == "Muster Optik AG"


def test_a_corrected_plan_keeps_its_day_and_its_owner(user: Any, client_of: Any) -> None:
    manager = user("manager")
    client = client_of(manager)
    batch = taken("Titel;Veranstalter;Beginn;Ort\nMesse;Stadt Musterau;12.3.2027;Jena\n", manager)
    key = next(e["object"]["id"] for e in batch.objects_read if e["object"]["type"] == "measure")
    row = reverse("record:import_row", args=[batch.pk, f"measure {key}"])
    form = client.get(row).context["form"]
    shown = {field.name: field.value() for field in form if field.value() not in (None, "", [], False)}
    assert client.post(row, {**shown, "title": "Messe im März"}).status_code == 302
    batch.refresh_from_db()
    storing.confirm(batch, actor=manager)
    found = Measure.objects.get()
    assert (found.title, str(found.start), found.owner.name) == (
        "Messe im März",
        "2027-03-12",
        "Stadt Musterau",
    )
    assert (found.certainty, found.visibility, found.city) == ("planned", "circle", "Jena")


def test_the_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = taken(HEAD + ROWS)
    monkeypatch.setattr("neisse.web.record.actions.reading.read_limited", None)
    imports.answer(batch, {"network": "Anderes Netz"}, actor=SYSTEM)
    imports.decide(batch, {}, actor=SYSTEM)
    assert batch.counts["new"] == 8
