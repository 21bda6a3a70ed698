"""Imports in the web: preview, correction, doubt, all or nothing, re-import, undo, background."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from neisse.web.core import signs
from neisse.web.core.actions.jobs import claim
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Job
from neisse.web.core.queries.jobs import shown
from neisse.web.record.actions import store, storing
from neisse.web.record.actions.background import begin_step, work_import
from neisse.web.record.models import ImportBatch, ImportChange, Measure, Organisation

MEMBERS = "Firma;Ort;Branche\nMuster Optik GmbH;Jena;Sensorik\nPrzykład Bio;Wrocław;Biotechnologie\n"


@pytest.fixture
def manager(user: Any, client_of: Any) -> Any:
    return client_of(user("manager"))


@pytest.fixture
def upload(manager: Any) -> Any:
    def send(data: bytes | str, name: str = "liste.csv", **fields: str) -> ImportBatch:
        content = data.encode() if isinstance(data, str) else data
        answer = manager.post(reverse("record:import"), {"file": SimpleUploadedFile(name, content), **fields})
        assert answer.status_code == 302, answer.context["form"].errors
        return ImportBatch.objects.get(pk=int(answer.url.strip("/").split("/")[-1]))

    return send


@pytest.fixture
def press(manager: Any) -> Any:
    def post(step: str, batch: ImportBatch, **fields: str) -> ImportBatch:
        assert manager.post(reverse(f"record:import_{step}", args=[batch.pk]), fields).status_code == 302
        return ImportBatch.objects.get(pk=batch.pk)

    return post


def lines(*objects: dict[str, Any]) -> str:
    return "\n".join(json.dumps(obj, ensure_ascii=False) for obj in objects)


def counts(batch: ImportBatch) -> dict[str, int]:
    return {name: number for name, number in batch.counts.items() if number}


def test_nothing_is_stored_before_it_is_confirmed(
    upload: Any, press: Any, manager: Any, django_capture_on_commit_callbacks: Any
) -> None:
    batch = upload(MEMBERS)
    assert counts(batch) == {"new": 2}
    assert not Organisation.objects.exists()
    page = manager.get(reverse("record:import_batch", args=[batch.pk])).content.decode()
    assert "Przykład Bio" in page
    with django_capture_on_commit_callbacks(execute=True):
        confirmed = press("confirm", batch)
    assert confirmed.state == "confirmed"
    assert {o.city for o in Organisation.objects.all()} == {"Jena", "Wrocław"}
    assert {o.origin_id for o in Organisation.objects.all()} == {batch.pk}
    assert sorted(ImportChange.objects.values_list("row", flat=True)) == [2, 3]
    assert not default_storage.exists(f"imports/{batch.pk}")


def test_the_same_file_again_changes_nothing(upload: Any, press: Any) -> None:
    press("confirm", upload(MEMBERS))
    again = upload(MEMBERS)
    assert counts(again) == {"unchanged": 2}
    versions = Organisation.history.count()
    press("confirm", again)
    assert Organisation.history.count() == versions


def test_a_changed_row_says_which_fields_change(upload: Any, press: Any, manager: Any) -> None:
    press("confirm", upload(MEMBERS))
    batch = upload(MEMBERS.replace("Sensorik", "Photonik"))
    assert counts(batch) == {"changed": 1, "unchanged": 1}
    shown = manager.get(reverse("record:import_batch", args=[batch.pk]), {"status": "changed"}).context[
        "items"
    ]
    assert [item.fields for item in shown] == [("sectors",)]


def test_columns_are_corrected_and_remembered(upload: Any, press: Any) -> None:
    data = "Bezeichner;Heimat\nMuster Optik;Jena\n"
    batch = upload(data, kind="organisation")
    headers = batch.mapping["headers"]
    said = {f"column_{headers.index('Bezeichner')}": "name", f"column_{headers.index('Heimat')}": "city"}
    corrected = press("mapping", batch, kind="organisation", **said)
    assert counts(corrected) == {"new": 1}
    assert upload(data).mapping["columns"] == {"Bezeichner": "name", "Heimat": "city"}


def test_what_may_be_the_same_waits_for_a_decision(upload: Any, press: Any) -> None:
    store("organisation", [{"id": "jena-1", "name": "Muster Optik GmbH", "city": "Jena"}], actor=SYSTEM)
    batch = upload(MEMBERS)
    assert counts(batch) == {"new": 1, "doubtful": 1}
    key = next(e["object"]["id"] for e in batch.objects_read if e["status"] == "doubtful")
    decided = press("decide", batch, **{f"decision organisation {key}": "jena-1"})
    assert counts(decided) == {"new": 1, "changed": 1}
    press("confirm", decided)
    assert Organisation.objects.count() == 2
    assert Organisation.objects.get(key="jena-1").sectors == ["Sensorik"]


def test_doubt_that_nobody_settles_stays_out(upload: Any, press: Any) -> None:
    store("organisation", [{"id": "jena-1", "name": "Muster Optik GmbH", "city": "Jena"}], actor=SYSTEM)
    press("confirm", upload(MEMBERS))
    assert Organisation.objects.count() == 2
    assert counts(upload(MEMBERS)) == {"unchanged": 1, "doubtful": 1}


def test_owners_that_nobody_described_become_organisations(upload: Any, press: Any) -> None:
    plans = "Titel;Veranstalter;Beginn\nFachtag;Stadt Musterau;21.10.2026\nMesse;Stadt Musterau;KW 44 2026\n"
    batch = upload(plans)
    assert counts(batch) == {"new": 3}
    assert [f["code"] for f in batch.findings if f["code"].startswith("import.")] == [
        "import.stub_organisation"
    ]
    press("confirm", batch)
    assert Organisation.objects.get().name == "Stadt Musterau"
    assert Measure.objects.count() == 2


def test_refused_rows_are_named_with_row_and_column(upload: Any) -> None:
    batch = upload("Titel;Veranstalter;Beginn\n;Muster;1.2.2027\nGut;Muster;31.02.2027\n")
    assert counts(batch) == {"new": 2, "refused": 1}
    error = next(f for f in batch.findings if f["severity"] == "error")
    assert (error["row"], error["column"]) == (2, "Titel")
    # A day that does not exist costs the row its time, not the row.
    warning = next(f for f in batch.findings if f["severity"] == "warning" and f["row"])
    assert (warning["row"], warning["column"]) == (3, "Beginn")


def test_a_bad_reference_refuses_only_its_record(upload: Any, press: Any) -> None:
    batch = upload(
        lines(
            {"type": "organisation", "id": "a", "name": "A"},
            {"type": "membership", "id": "m", "network": "keins", "organisation": "a"},
        ),
        "alles.jsonl",
    )
    assert counts(batch) == {"new": 1, "refused": 1}
    assert counts(press("confirm", batch)) == {"new": 1, "refused": 1}


def test_circles_and_double_ids_are_refused(upload: Any) -> None:
    batch = upload(
        lines(
            {"type": "organisation", "id": "a", "name": "A", "part_of": "b"},
            {"type": "organisation", "id": "b", "name": "B", "part_of": "a"},
            {"type": "organisation", "id": "c", "name": "C"},
            {"type": "organisation", "id": "c", "name": "anders"},
        ),
        "kreis.jsonl",
    )
    assert counts(batch) == {"new": 1, "refused": 3}
    assert {"relation.circular", "id.duplicate"} <= {f["code"] for f in batch.findings}


def test_all_or_nothing(upload: Any, manager: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = upload(
        lines(
            {"type": "organisation", "id": "a", "name": "A"},
            {"type": "measure", "id": "m", "title": "M", "owner": "a", "kind": "event"},
        ),
        "zwei.jsonl",
    )
    real = storing.store

    def broken(kind: str, objects: Any, **rest: Any) -> Any:
        if kind == "measure":
            raise RuntimeError("the power fails")
        return real(kind, objects, **rest)

    monkeypatch.setattr(storing, "store", broken)
    with pytest.raises(RuntimeError):
        manager.post(reverse("record:import_confirm", args=[batch.pk]))
    assert not Organisation.objects.exists()
    assert ImportBatch.objects.get(pk=batch.pk).state == "previewed"


def test_an_import_is_undone_but_not_what_others_did_since(upload: Any, press: Any) -> None:
    store("organisation", [{"id": "alt", "name": "Alt", "city": "Jena"}], actor=SYSTEM)
    batch = upload(
        lines(
            {"type": "organisation", "id": "alt", "city": "Gera", "name": "Alt"},
            {"type": "organisation", "id": "neu", "name": "Neu"},
            {"type": "organisation", "id": "benutzt", "name": "Benutzt"},
            {"type": "organisation", "id": "bearbeitet", "name": "Bearbeitet"},
        ),
        "vier.jsonl",
    )
    press("confirm", batch)
    store("measure", [{"id": "m", "title": "M", "owner": "benutzt", "kind": "event"}], actor=SYSTEM)
    store("organisation", [{"id": "bearbeitet", "city": "Halle"}], actor=SYSTEM)
    undone = press("undo", batch)
    assert undone.state == "undone"
    assert set(Organisation.objects.values_list("key", flat=True)) == {"alt", "benutzt", "bearbeitet"}
    assert Organisation.objects.get(key="alt").city == "Jena"


def test_a_confirmed_import_is_not_confirmed_twice(upload: Any, press: Any, manager: Any) -> None:
    batch = upload(MEMBERS)
    press("confirm", batch)
    for step in ("confirm", "discard", "decide", "mapping"):
        answer = manager.post(reverse(f"record:import_{step}", args=[batch.pk]), {"kind": "organisation"})
        assert answer.status_code == 400 or step == "mapping"
    assert Organisation.objects.count() == 2


def test_discarding_forgets_the_file(upload: Any, press: Any) -> None:
    batch = upload(MEMBERS)
    assert default_storage.exists(f"imports/{batch.pk}")
    assert press("discard", batch).state == "discarded"
    assert not default_storage.exists(f"imports/{batch.pk}")


def test_long_files_are_read_and_stored_in_the_background(
    upload: Any, manager: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("neisse.web.record.views.imports.AT_ONCE_BYTES", 10)
    batch = upload(MEMBERS)
    assert batch.objects_read == []
    page = manager.get(reverse("record:import_batch", args=[batch.pk])).content.decode()
    assert "<progress" in page
    work_import.call(Job.objects.get().pk, batch.pk, "read", batch.created_by_id)
    assert counts(ImportBatch.objects.get()) == {"new": 2}
    assert Job.objects.get().state == "done"
    assert manager.get(reverse("core:job", args=[Job.objects.get().pk]))["HX-Refresh"] == "true"


@pytest.mark.parametrize("step", ["read", "store"])
def test_a_long_import_can_be_stopped(upload: Any, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = upload(MEMBERS)
    job = begin_step(batch, step, batch.created_by)

    def claim_and_stop(pk: int) -> Job | None:
        claimed = claim(pk)
        signs.ask_to_stop(pk)
        return claimed

    monkeypatch.setattr("neisse.web.record.actions.background.claim", claim_and_stop)
    work_import.call(job.pk, batch.pk, step, batch.created_by_id)
    assert Job.objects.get().state == "stopped"
    assert not Organisation.objects.exists()
    assert not shown(Job.objects.get()).is_open


def test_blind_plans_in_a_file_are_not_shown(upload: Any, manager: Any) -> None:
    blind = {"type": "measure", "id": "m", "title": "Geheimplan", "owner": "Muster", "kind": "event"}
    batch = upload(lines(blind | {"visibility": "blind", "starts": "2026-10-21"}), "blind.jsonl")
    page = manager.get(reverse("record:import_batch", args=[batch.pk])).content.decode()
    assert "Geheimplan" not in page
    assert "2026-10" in page


@pytest.mark.parametrize("role", ["circle", "member", "guest", None])
def test_who_speaks_for_nobody_does_not_import(user: Any, client_of: Any, role: str | None) -> None:
    client = client_of(user(role) if role else None)
    wanted = 403 if role else 302
    assert client.get(reverse("record:import")).status_code == wanted
    for step in ("confirm", "undo", "decide", "mapping", "discard"):
        assert client.post(reverse(f"record:import_{step}", args=[1])).status_code == wanted


def test_a_file_that_is_too_large_is_refused_before_it_is_read(manager: Any, settings: Any) -> None:
    settings.UPLOAD_LIMIT_BYTES = 1000
    answer = manager.post(
        reverse("record:import"), {"file": SimpleUploadedFile("gross.csv", io.BytesIO(b"x" * 2000).read())}
    )
    assert answer.status_code == 413
    assert not ImportBatch.objects.exists()
