"""The review of duplicates: fields, old addresses, decisions, roles, two people at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from neisse.engine.values import NeisseError
from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions import remove, store
from neisse.web.record.actions.imports import Item
from neisse.web.record.actions.merge import distinguish, find_again, merge, undo_merge
from neisse.web.record.actions.plan import plan
from neisse.web.record.bridge import to_object
from neisse.web.record.models import Distinction, DuplicateProposal, Measure, Merge, Organisation
from neisse.web.record.queries.duplicates import what_moves
from neisse.web.record.queries.versions import history_of, version_object


@pytest.fixture
def gone(organisation: Any) -> Any:
    return organisation(
        id="gone", name="Instytut Sensorow", names={"pl": "Instytut Sensorów"}, city="Wrocław", country="PL",
        offers=["czujniki"], aliases=["IS"], nip="5260250274", visibility="circle",
    )  # fmt: skip


@pytest.fixture
def kept(organisation: Any) -> Any:
    return organisation(
        id="kept", name="Instytut Sensorów", names={"en": "Institute of Sensors"}, city="Wrocław", country="PL",
        offers=["sensors"], url="https://sensors.example",
    )  # fmt: skip


def fresh(row: Any) -> Any:
    return Organisation.objects.get(pk=row.pk)


def code_of(act: Any) -> str:
    with pytest.raises(NeisseError) as error:
        act()
    return error.value.code


def test_fields_are_joined_as_chosen_and_both_names_stay(kept: Any, gone: Any) -> None:
    merge(kept, gone, {"name": "gone", "offers": "both"}, actor=SYSTEM)
    found = to_object(fresh(kept))
    assert (found["id"], found["name"], found["names"]) == (
        "kept", "Instytut Sensorow", {"en": "Institute of Sensors", "pl": "Instytut Sensorów"},
    )  # fmt: skip
    assert found["aliases"] == ["IS"]
    assert found["offers"] == ["sensors", "czujniki"]
    assert (found["nip"], found["url"]) == ("5260250274", "https://sensors.example")
    assert found["visibility"] == "circle"


def test_undo_leaves_what_was_changed_since(kept: Any, gone: Any, measure: Any) -> None:
    before = to_object(fresh(kept)), to_object(fresh(gone))
    mine, given_away = measure(gone), measure(gone)
    done = merge(kept, gone, {}, actor=SYSTEM)
    other = measure().owner
    Measure.objects.filter(pk=given_away.pk).update(owner=other)
    store("organisation", [{"id": "kept", "size": 30}], actor=SYSTEM)
    back = undo_merge(done, actor=SYSTEM)
    assert back.pk == gone.pk
    assert to_object(fresh(kept)) == before[0] | {"size": 30}
    assert to_object(fresh(gone)) == before[1]
    assert Measure.objects.get(pk=mine.pk).owner_id == gone.pk
    assert Measure.objects.get(pk=given_away.pk).owner_id == other.pk
    assert code_of(lambda: undo_merge(done, actor=SYSTEM)) == "merge.undone"


def test_what_cannot_be_merged(kept: Any, gone: Any, organisation: Any) -> None:
    other = organisation(id="other", name="Instytut", krs="0000028860", nip="1234563218")
    assert code_of(lambda: merge(other, gone, {}, actor=SYSTEM)) == "merge.identifiers"
    assert code_of(lambda: merge(kept, kept, {}, actor=SYSTEM)) == "merge.itself"
    assert (
        code_of(lambda: merge(kept, gone, {}, versions=(kept.version, 99), actor=SYSTEM)) == "merge.changed"
    )
    merge(kept, gone, {}, actor=SYSTEM)
    assert code_of(lambda: merge(other, gone, {}, actor=SYSTEM)) == "merge.gone"
    assert code_of(lambda: merge(kept, gone, {}, actor=SYSTEM)) == "merge.gone"


def test_chains_lead_on_and_are_undone_from_the_end(
    kept: Any, gone: Any, organisation: Any, client_of: Any
) -> None:
    last = organisation(id="last", name="Sensor Institute")
    first = merge(kept, gone, {"visibility": "kept"}, actor=SYSTEM)
    second = merge(last, fresh(kept), {}, actor=SYSTEM)
    public = client_of()
    for slug in ("gone", "kept"):
        answer = public.get(f"/directory/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, "/directory/last/")
        answer = public.get(f"/api/v1/organisations/{slug}")
        assert (answer.status_code, answer["Location"]) == (301, "/api/v1/organisations/last")
    first.refresh_from_db()
    assert code_of(lambda: undo_merge(first, actor=SYSTEM)) == "merge.later"
    undo_merge(second, actor=SYSTEM)
    assert public.get("/directory/gone/")["Location"] == "/directory/kept/"
    undo_merge(first, actor=SYSTEM)
    assert public.get("/directory/kept/").status_code == 200
    assert public.get("/directory/gone/").status_code == 404, "for the circle only, as before"


def test_an_old_address_shows_no_more_than_the_new_one(
    kept: Any, gone: Any, client_of: Any, user: Any
) -> None:
    merge(kept, gone, {"visibility": "gone"}, actor=SYSTEM)
    assert client_of().get("/directory/gone/").status_code == 404
    assert client_of().get("/api/v1/organisations/gone").status_code == 404
    assert client_of(user("circle")).get("/directory/gone/").status_code == 301
    remove(fresh(kept), actor=SYSTEM)
    assert client_of().get("/directory/gone/").status_code == 404
    assert client_of().get("/api/v1/organisations/gone").status_code == 404
    assert client_of(user("circle")).get("/directory/gone/").status_code == 410
    assert client_of(user("circle")).get("/api/v1/organisations/gone").status_code == 410
    assert code_of(lambda: undo_merge(Merge.objects.get(), actor=SYSTEM)) == "merge.survivor"


def test_old_ids_still_mean_the_organisation(
    kept: Any, gone: Any, measure: Any, organisation: Any, user: Any
) -> None:
    plan_of_gone = measure(gone)
    child = organisation(id="child", name="Department", part_of="gone")
    merge(kept, gone, {}, actor=SYSTEM)
    store(
        "measure",
        [{"id": "new", "type": "measure", "title": "Day", "kind": "event", "owner": "gone"}],
        actor=SYSTEM,
    )
    assert Measure.objects.get(key="new").owner_id == kept.pk
    assert to_object(fresh(child))["part_of"] == "kept"
    (planned,) = plan(
        [Item(1, {"type": "organisation", "id": "gone", "name": "Instytut Sensorow"})], actor=SYSTEM
    )
    assert (planned.status, planned.twins) == ("doubtful", ("kept",))
    first_version = history_of(user("circle"), "measure", plan_of_gone).last()
    assert (version_object("measure", first_version) or {})["owner"] == "kept"
    store("organisation", [{"id": "gone!", "type": "organisation", "name": "Somebody else"}], actor=SYSTEM)
    assert Organisation.objects.get(key="gone!").slug != "gone", "an address that leads somewhere is taken"


def test_the_preview_counts_what_moves(kept: Any, gone: Any, measure: Any, record: Any, user: Any) -> None:
    measure(gone), measure(gone), measure(gone, visibility="blind")
    record("person", name="Anna Muster", organisation="gone")
    manager = user("manager")
    moves = {str(words): number for words, number in what_moves(manager, gone)}
    assert moves == {"Vorhaben": 2, "Personen": 1}, "a number would tell of the blind plan"
    assert what_moves(manager, kept) == []


def test_not_the_same_is_remembered(kept: Any, gone: Any, client_of: Any, user: Any) -> None:
    assert find_again() == 1
    manager = client_of(user("manager"))
    page = reverse("record:duplicates")
    assert "Instytut Sensorow" in manager.get(page).content.decode()
    assert "Instytut Sensorow" in manager.get(page, {"q": "sensorów", "country": "PL"}).content.decode()
    assert "Instytut Sensorow" not in manager.get(page, {"q": "nothing"}).content.decode()
    manager.post(reverse("record:distinguish", args=["gone", "kept"]), {"note": "two houses"})
    find_again()
    assert "Instytut Sensorow" not in manager.get(page).content.decode()
    assert "two houses" in manager.get(page, {"state": "distinct"}).content.decode()
    distinguish(gone, kept, "again", actor=SYSTEM)
    assert Distinction.objects.count() == 1
    manager.post(reverse("record:distinction_reopen", args=[Distinction.objects.get().pk]))
    assert "Instytut Sensorow" in manager.get(page).content.decode()


def test_a_manager_merges_and_undoes_in_the_browser(kept: Any, gone: Any, client_of: Any, user: Any) -> None:
    find_again()
    manager = client_of(user("manager"))
    page = reverse("record:duplicate", args=["kept", "gone"])
    shown = manager.get(page)
    assert shown.status_code == 200
    versions = {"kept_version": kept.version, "gone_version": gone.version}
    refused = manager.post(page, versions | {"gone_version": 99})
    assert refused.status_code == 409
    done = manager.post(page, versions | {"name": "gone", "visibility": "kept"})
    assert (done.status_code, done["Location"]) == (302, "/directory/kept/")
    assert fresh(kept).name == "Instytut Sensorow"
    assert DuplicateProposal.objects.count() == 0
    assert (
        "Instytut Sensorow" in manager.get(reverse("record:duplicates"), {"state": "merged"}).content.decode()
    )
    undone = manager.post(reverse("record:merge_undo", args=[Merge.objects.get().pk]))
    assert undone["Location"] == "/directory/gone/"
    assert fresh(gone).name == "Instytut Sensorow"


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods", "jsonl"])
def test_the_list_is_exported(form: str, kept: Any, gone: Any, client_of: Any, user: Any) -> None:
    find_again()
    answer = client_of(user("manager")).get(reverse("record:duplicates_export"), {"format": form})
    assert answer.status_code == 200
    if form == "jsonl":
        found = json.loads(answer.content)
        assert {found["a"], found["b"]} == {"gone", "kept"}


@pytest.mark.parametrize("role", ["circle", "member", "guest", None])
def test_only_managers_review(role: str | None, kept: Any, gone: Any, client_of: Any, user: Any) -> None:
    find_again()
    done = merge(kept, gone, {}, actor=SYSTEM)
    undo_merge(done, actor=SYSTEM)
    distinguish(kept, gone, actor=SYSTEM)
    client = client_of(user(role, speaks_for=kept) if role else None)
    pair = ["kept", "gone"]
    expected = 403 if role else 302
    reads = [
        reverse("record:duplicates"),
        reverse("record:duplicates_export"),
        reverse("record:duplicate", args=pair),
    ]
    writes = [
        reverse("record:duplicate", args=pair), reverse("record:distinguish", args=pair),
        reverse("record:duplicates_again"), reverse("record:merge_undo", args=[done.pk]),
        reverse("record:distinction_reopen", args=[Distinction.objects.get().pk]),
    ]  # fmt: skip
    assert {client.get(address).status_code for address in reads} == {expected}
    assert {client.post(address).status_code for address in writes} == {expected}
    assert Organisation.objects.filter(key="gone").exists()
    assert Distinction.objects.exists()


@pytest.mark.parametrize("language", ["de", "pl", "en"])
def test_the_pages_speak_three_languages(
    language: str, kept: Any, gone: Any, client_of: Any, user: Any
) -> None:
    find_again()
    client = client_of(user("manager"), headers={"accept-language": language})
    words = {"de": "Feld für Feld", "pl": "Pole po polu", "en": "Field by field"}
    text = client.get(reverse("record:duplicate", args=["kept", "gone"])).content.decode()
    assert words[language] in text
    assert not [word for other, word in words.items() if other != language and word in text]


def test_the_organisation_that_says_more_is_proposed_to_stay(
    client_of: Any, user: Any, organisation: Any
) -> None:
    poor = organisation(id="poor", name="Institute")
    rich = organisation(
        id="rich", name="Institute of Sensors", city="Wrocław", offers=["sensors"], nip="5260250274"
    )
    DuplicateProposal.objects.create(a=poor, b=rich, score=0.9, reasons=[])
    manager = client_of(user("manager"))
    page = manager.get(reverse("record:duplicates")).content.decode()
    keeps_rich = reverse("record:duplicate", args=["rich", "poor"])
    assert page.index(keeps_rich) < page.index(reverse("record:duplicate", args=["poor", "rich"]))
    asked = manager.get(reverse("record:duplicate", args=["poor", "rich"]))
    assert asked.context["richer"] == rich
    assert asked.content.decode().count(keeps_rich) == 2
    assert manager.get(keeps_rich).content.decode().count("message warning") == 0
