"""Members import their own: as owner their organisation, seen by them and managers, told nothing of what is hidden."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from neisse.engine.values import NeisseError
from neisse.formats.answers import answers_of
from neisse.web.core.actions.rights import DeniedError
from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions import imports, store, storing, undo
from neisse.web.record.actions.edit import change
from neisse.web.record.bridge.decisions import decision_key
from neisse.web.record.models import (
    ImportBatch,
    ImportMapping,
    Measure,
    Membership,
    Network,
    Organisation,
    Person,
)

PLANS = "Titel;Beginn\nOptiktag;2027-06-01\nLasertag;2027-06-03\n"
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nX-WR-CALNAME:Beta\r\nBEGIN:VEVENT\r\nUID:1@example\r\n"
    "DTSTAMP:20260101T000000Z\r\nDTSTART:20270601T080000Z\r\nDTEND:20270601T090000Z\r\nSUMMARY:Optiktag\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)
STEPS = ("answer", "place", "mapping", "decide", "confirm", "discard", "undo")


@pytest.fixture
def read(member: Any) -> Any:
    """`read(text, name, **said)`: a file as the page of a member reads it."""

    def make(text: str, name: str = "plans.csv", **said: str) -> ImportBatch:
        answers = answers_of({"owner": "alpha", **said})
        batch = imports.upload(name, text.encode(), actor=member, kind="measure", answers=answers)
        imports.prepare(batch, actor=member)
        return batch

    return make


def test_from_the_page_to_plans_of_the_own_organisation(member: Any, client_of: Any) -> None:
    client = client_of(member)
    assert 'href="/import/"' in client.get("/").content.decode()
    page = client.get(reverse("record:import")).content.decode()
    assert 'name="kind"' not in page
    made = client.post(reverse("record:import"), {"file": SimpleUploadedFile("p.csv", PLANS.encode())})
    assert made.status_code == 302, made.context["form"].errors
    assert "Optiktag" in client.get(made.url).content.decode()
    assert not Measure.objects.exists()
    client.post(f"{made.url}confirm/")
    assert set(Measure.objects.values_list("owner__key", "visibility")) == {("alpha", "circle")}
    assert Measure.objects.count() == 2
    client.post(f"{made.url}undo/")
    assert not Measure.objects.exists()


@pytest.mark.parametrize("said", ["Beta", "beta"])
def test_plans_of_others_are_refused(read: Any, member: Any, said: str) -> None:
    batch = read(f"Titel;Beginn;Träger\nFremd;2027-06-01;{said}\nEigen;2027-06-02;Alpha\n")
    assert (batch.counts["refused"], batch.counts["new"]) == (1, 1)
    storing.confirm(batch, actor=member)
    assert list(Measure.objects.values_list("title", "owner__key")) == [("Eigen", "alpha")]


def test_a_calendar_that_calls_itself_like_others_is_still_the_own(read: Any) -> None:
    batch = read(CALENDAR, "c.ics")
    assert [e["object"]["owner"] for e in batch.objects_read] == ["alpha"]
    assert batch.counts["new"] == 1


def test_nobody_unknown_becomes_an_organisation_and_the_remark_says_so(read: Any, member: Any) -> None:
    batch = read("Titel;Beginn;Träger;Mitveranstalter\nEins;2027-06-01;Nirgends GmbH;Firma Irgendwo\n")
    assert [f["code"] for f in batch.findings].count("import.organisation_unknown") == 2
    assert batch.counts["refused"] == 1  # nobody brings plans in the name of others
    before = Organisation.objects.count()
    entry = batch.objects_read[0]["object"]
    imports.correct_row(batch, decision_key(entry), {**entry, "owner": "alpha"}, actor=member)
    storing.confirm(batch, actor=member)
    plan = Measure.objects.get()
    assert (plan.owner.key, plan.partners.count(), Organisation.objects.count()) == ("alpha", 0, before)


@pytest.mark.parametrize("visibility", ["circle", "blind"])
def test_a_guessed_id_does_not_tell_whether_it_is_taken(
    read: Any, member: Any, organisation: Any, client_of: Any, visibility: str
) -> None:
    others = organisation(id="verborgen", name="Verborgen")
    store(
        "measure",
        [{"id": "taken", "title": "X", "owner": others.key, "visibility": visibility}],
        actor=SYSTEM,
    )

    def stored(key: str) -> list[str]:
        text = f'{{"type": "measure", "id": "{key}", "title": "Eigen", "owner": "alpha"}}'
        batch = read(text, "p.jsonl")
        storing.confirm(batch, actor=member)
        again = read(text, "p.jsonl")
        assert again.counts["unchanged"] == 1
        said = {"id": key + "-api", "title": "Eigen", "owner": "alpha", "kind": "event"}
        answer = client_of(member).post("/api/v1/measures", said, content_type="application/json")
        assert answer.status_code == 201
        mine = Measure.objects.filter(owner__key="alpha").order_by("pk").values_list("key", flat=True)
        return [re.sub("-[0-9a-f]{6}$", "-SIGNS", k).replace(key, "KEY") for k in mine]

    store(
        "measure",
        [{"id": "taken-api", "title": "Y", "owner": others.key, "visibility": visibility}],
        actor=SYSTEM,
    )
    found = stored("taken")
    Measure.objects.filter(owner__key="alpha").delete()
    assert found == stored("free") == ["KEY-SIGNS", "KEY-api-SIGNS"]


def test_a_file_finds_its_plans_again_when_its_reader_speaks_for_one_more(
    member: Any, user: Any, organisation: Any
) -> None:
    """The new one stands before the own one in every order that the machine knows."""
    before = Organisation.objects.get(key="alpha")
    reader = user("member", speaks_for=Organisation.objects.get(key="beta"))
    line = b'{"type": "measure", "id": "plan-1", "title": "Eigen", "owner": "beta"}'

    def counts() -> Any:
        who = type(reader).objects.get(pk=reader.pk)
        batch = imports.upload(
            "p.jsonl", line, actor=who, kind="measure", answers=answers_of({"owner": "beta"})
        )
        imports.prepare(batch, actor=who)
        storing.confirm(batch, actor=who)
        return batch.counts

    assert counts()["new"] == 1
    store("person", [{"id": "second", "name": "Zwei", "organisation": before.key}], actor=SYSTEM)
    Person.objects.filter(key="second").update(user=reader)
    assert (counts()["unchanged"], Measure.objects.count()) == (1, 1)


@pytest.mark.parametrize("where", ["Träger", "Mitveranstalter"])
def test_a_hidden_organisation_is_answered_like_none(read: Any, organisation: Any, where: str) -> None:
    def told(name: str) -> Any:
        batch = read(f"Titel;Beginn;{where}\nEins;2027-06-01;{name}\n")
        shown = [batch.counts, batch.findings, batch.objects_read]
        batch.delete()
        return str(shown).replace(name, "X")

    before = told("Verborgen")
    organisation(id="verborgen", name="Verborgen", visibility="circle")
    assert told("Verborgen") == before


@pytest.mark.parametrize("kind", ["organisation", "member", "person", "membership"])
def test_a_member_brings_no_other_records(member: Any, kind: str) -> None:
    text = "Name;Organisation;Netzwerk\nNeu;Neu;Netz\n"
    batch = imports.upload("o.csv", text.encode(), actor=member, kind=kind)
    try:
        imports.prepare(batch, actor=member)
        storing.confirm(batch, actor=member)
    except NeisseError:
        pass
    assert not Organisation.objects.exclude(key__in=["alpha", "beta"]).exists()
    assert not Membership.objects.exists()
    assert not Network.objects.exists()


def test_how_a_member_reads_a_file_changes_nothing_for_others(read: Any, member: Any, user: Any) -> None:
    batch = read(PLANS)
    imports.correct_mapping(batch, "measure", {"Titel": "description", "Beginn": "starts"}, actor=member)
    assert not ImportMapping.objects.exists()
    imports.correct_mapping(batch, "measure", {"Titel": "title", "Beginn": "starts"}, actor=user("manager"))
    assert ImportMapping.objects.exists()


@pytest.mark.parametrize("who", ["colleague", "stranger", "circle", "guest", "former", "public"])
def test_an_import_is_open_to_who_brought_it_and_to_managers(
    who: str, read: Any, member: Any, user: Any, alpha: Any, organisation: Any, client_of: Any
) -> None:
    batch = read(PLANS)
    readers = {
        "colleague": lambda: user("member", speaks_for=alpha),
        "stranger": lambda: user("member", speaks_for=organisation(name="Gamma")),
        "circle": lambda: user("circle", speaks_for=organisation(name="Delta")),
        "guest": lambda: user("guest"),
        "former": lambda: _without_office(member),
        "public": lambda: None,
    }
    reader = readers[who]()
    client = client_of(reader)
    pages = [client.get(reverse("record:import_batch", args=[batch.pk]))]
    pages += [client.post(reverse(f"record:import_{step}", args=[batch.pk])) for step in STEPS]
    pages += [client.get(reverse("record:import_remarks", args=[batch.pk]))]
    assert {page.status_code for page in pages} <= {302, 403, 404}
    assert all("Optiktag" not in page.content.decode() for page in pages)
    if reader is not None:
        assert "plans.csv" not in client.get(reverse("record:import")).content.decode()
        assert client.get(f"/api/v1/imports/{batch.pk}").status_code in {403, 404}
        for action in (imports.prepare, imports.discard, storing.confirm, undo.undo_import):
            with pytest.raises(DeniedError):
                action(batch, actor=reader)
    assert client_of(user("manager")).get(reverse("record:import_batch", args=[batch.pk])).status_code == 200


def _without_office(member: Any) -> Any:
    member.people.update(organisation=None)
    return type(member).objects.get(pk=member.pk)


def test_undoing_leaves_what_is_others_by_now(read: Any, member: Any, user: Any) -> None:
    batch = read(PLANS)
    storing.confirm(batch, actor=member)
    given = Measure.objects.get(title="Lasertag")
    change(given, {"owner": "beta"}, version=None, actor=user("manager"))
    done = undo.undo_import(ImportBatch.objects.get(pk=batch.pk), actor=member)
    assert (done.removed, len(done.kept)) == (1, 1)
    assert Measure.objects.get() == given


def test_an_archive_of_a_member_fills_no_instance(read: Any, member: Any, tmp_path: Any) -> None:
    batch = read(PLANS)
    batch.mapping = {**batch.mapping, "instance": {"name": "Mine"}, "parts": {"distinction": [{}]}}
    batch.save()
    assert storing.parts_for(member, batch.mapping) == {}


def test_the_api_takes_the_own_organisation_too(member: Any, client_of: Any) -> None:
    file = SimpleUploadedFile("p.csv", PLANS.encode())
    made = client_of(member).post("/api/v1/imports", {"file": file, "kind": "measure"})
    assert made.status_code == 201, made.content
    assert made.json()["counts"]["new"] == 2
    assert [row["id"] for row in client_of(member).get("/api/v1/imports").json()["items"]] == [
        made.json()["id"]
    ]


def test_who_speaks_for_several_says_for_which(
    member: Any, user: Any, organisation: Any, client_of: Any
) -> None:
    from neisse.web.record.models import Person

    second = organisation(id="zweite", name="Zweite")
    Person.objects.create(key="p2", slug="p2", name="X", user=member, organisation=second)
    client = client_of(type(member).objects.get(pk=member.pk))
    made = client.post(reverse("record:import"), {"file": SimpleUploadedFile("p.csv", PLANS.encode())})
    batch = ImportBatch.objects.get()
    assert batch.counts["refused"] == 2
    client.post(f"{made.url}answer/", {"owner": "zweite", "visibility": "circle"})
    batch.refresh_from_db()
    assert batch.counts["new"] == 2
    client.post(f"{made.url}answer/", {"owner": "beta", "visibility": "circle"})
    batch.refresh_from_db()
    assert {e["object"]["owner"] for e in batch.objects_read} == {"zweite"}
