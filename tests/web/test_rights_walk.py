"""Attacks: every role writes every empowering field through every way in, and gains nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neisse.engine.values import NeisseError
from neisse.web.accounts.actions import issue_token
from neisse.web.core.actions.rights import DeniedError
from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions import imports, store, storing
from neisse.web.record.actions.edit import change
from neisse.web.record.actions.merge import merge
from neisse.web.record.actions.offices import give_office, grant_office, refuse_office, take_office
from neisse.web.record.models import Measure, OfficeRequest, Organisation, Person

ROLES = ("manager", "circle", "owner", "partner", "stranger", "guest", "public")
LEVELS = ("public", "circle", "blind")
VERBS = ("view", "change", "delete", "share", "speak_for")
ORGANISATIONS = ("owner", "partner", "stranger")

DECIDED_BEFORE = pytest.mark.one_database(
    "who may is decided in Python, before anything is stored; test_rights_grow_only_by_what_one_made runs on both"
)


def fresh(person: Any) -> Any:
    """The user as the next request reads it."""
    return type(person).objects.get(pk=person.pk) if person is not None else AnonymousUser()


def rights_of(person: Any) -> set[tuple[str, str, str]]:
    """(permission, kind, id) of everything that a person may do with the records that there are."""
    who = fresh(person)
    found = {
        (verb, "measure", row.key)
        for row in Measure.objects.prefetch_related("partners")
        for verb in VERBS
        if who.has_perm(f"record.{verb}_measure", row)
    }
    for row in Organisation.objects.all():
        found |= {
            (verb, "organisation", row.key)
            for verb in ("view", "change", "delete")
            if who.has_perm(f"record.{verb}_organisation", row)
        }
        found |= (
            {("speaks", "organisation", row.key)} if who.has_perm("intersect.view_partners", row) else set()
        )
    return found | {("role", "user", getattr(who, "role", ""))}


@pytest.fixture
def plans(people: dict[str, Any], measure: Any) -> dict[str, Any]:
    """A plan of every visibility with an owner and a co-owner; the manager speaks for nobody."""
    owner = Organisation.objects.get(key="owner")
    return {v: measure(id=f"plan-{v}", owner=owner, visibility=v, partners=["partner"]) for v in LEVELS}


def values_for(name: str) -> Iterator[Any]:
    """A value as key, as name, in other letters."""
    if name == "visibility":
        yield from ("public", "circle", "PUBLIC")
        return
    for key in ORGANISATIONS:
        row = Organisation.objects.get(key=key)
        for said in (key, row.name, row.name.upper(), key.upper()):
            yield [said] if name == "partners" else said


def by_api(person: Any, client_of: Any) -> Callable[..., Any]:
    """`send(method, path, obj)` with a token of this person that may write."""
    headers = {}
    if person is not None:
        headers["HTTP_AUTHORIZATION"] = f"Bearer {issue_token(person, 'x', 'write', actor=person)[1]}"
    client = client_of()

    def send(method: str, path: str, obj: Any = None) -> Any:
        call = getattr(client, method)
        body = {} if obj is None else {"data": json.dumps(obj), "content_type": "application/json"}
        return call(f"/api/v1/{path}", **body, **headers)

    return send


@DECIDED_BEFORE
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["owner", "partners", "visibility"])
def test_nobody_gains_by_the_fields_of_a_plan(
    role: str, name: str, people: dict[str, Any], plans: dict[str, Any], client_of: Any
) -> None:
    send, before = by_api(people[role], client_of), rights_of(people[role])
    for level, plan in plans.items():
        base = {"title": plan.title, "kind": "event", "owner": "owner", "visibility": level}
        for value in values_for(name):
            send("patch", f"measures/{plan.slug}", {name: value})
            assert rights_of(people[role]) <= before, (level, value)
            send("put", f"measures/{plan.slug}", base | {name: value})
            assert rights_of(people[role]) <= before, (level, value)


@DECIDED_BEFORE
@pytest.mark.parametrize("role", [role for role in ROLES if role != "public"])
@pytest.mark.parametrize("name", ["organisation", "office"])
def test_nobody_gives_an_office_to_oneself(
    role: str, name: str, people: dict[str, Any], record: Any, client_of: Any
) -> None:
    own = Person.objects.filter(user=people[role]).first() or record("person", name="Own")
    Person.objects.filter(pk=own.pk).update(user=people[role])
    send, before = by_api(people[role], client_of), rights_of(people[role])
    for value in values_for("owner"):
        send("patch", f"people/{own.slug}", {name: value})
        send("put", f"people/{own.slug}", {"name": "Own", name: value})
        address = reverse("record:person_edit", args=[own.slug])
        client_of(people[role]).post(address, {"name": "Own", name: value, "version": ""})
        assert rights_of(people[role]) <= before, value
    own.refresh_from_db()
    assert own.office == ""


@pytest.mark.parametrize("visibility", ["public", "circle", "blind", ""])
def test_a_line_of_a_file_neither_changes_nor_tells_of_a_blind_plan(
    visibility: str, people: dict[str, Any], plans: dict[str, Any]
) -> None:
    seen = {}
    for key in ("plan-blind", "plan-missing"):
        said = {"visibility": visibility} if visibility else {}
        line = {"type": "measure", "id": key, "title": "Other", "kind": "fair", "owner": "owner"} | said
        batch = imports.upload("x.jsonl", json.dumps(line).encode(), actor=people["manager"])
        preview = imports.prepare(batch, actor=people["manager"])
        found = [(p.status, p.fields, p.twins, str(p.error)) for p in preview.planned]
        seen[key] = (
            found,
            batch.counts,
            [f["code"] for f in batch.findings],
            storing.confirm(batch, actor=people["manager"]),
        )
    assert seen["plan-blind"] == seen["plan-missing"]
    plan = Measure.objects.get(key="plan-blind")
    assert (plan.visibility, plan.title, plan.kind, plan.version) == (
        "blind",
        plans["blind"].title,
        "event",
        1,
    )


@pytest.mark.parametrize("role", ["manager", "circle", "partner", "stranger", "guest", "public"])
def test_hidden_and_missing_plans_answer_alike(
    role: str, people: dict[str, Any], plans: dict[str, Any], client_of: Any
) -> None:
    Measure.objects.get(key="plan-blind").partners.clear()
    send = by_api(people[role], client_of)
    own = role if role in ORGANISATIONS else "owner"
    obj = {"title": "X", "kind": "event", "owner": own}
    for method, said in (("get", None), ("put", obj), ("patch", {"title": "X"}), ("delete", None)):
        answers = [send(method, f"measures/{slug}", said) for slug in ("plan-blind", "plan-nowhere")]
        bodies = [a.content.replace(b"plan-blind", b"-").replace(b"plan-nowhere", b"-") for a in answers]
        assert answers[0].status_code == answers[1].status_code
        assert bodies[0] == bodies[1]
    posted = [
        send("post", "measures", obj | {"id": key}).status_code for key in ("plan-blind", "plan-nowhere")
    ]
    assert posted[0] == posted[1]
    about = {"concept": "guests", "value": 1, "unit": "x"}
    told = [send("post", "figures", about | {"about": key}) for key in ("plan-blind", "none-such")]
    assert told[0].status_code == told[1].status_code != 201


def test_a_co_owner_changes_the_text_and_no_more(people: dict[str, Any], plans: dict[str, Any]) -> None:
    plan = plans["circle"]
    change(plan, {"title": "New"}, version=None, actor=people["partner"])
    for fields in ({"owner": "partner"}, {"partners": []}, {"visibility": "public"}):
        with pytest.raises(DeniedError):
            change(plan, fields, version=None, actor=people["partner"])


def test_nobody_acts_without_an_actor(people: dict[str, Any], plans: dict[str, Any]) -> None:
    for actor in (None, AnonymousUser()):
        with pytest.raises(DeniedError):
            store("measure", [{"id": "plan-public", "title": "New"}], actor=actor)


def test_an_office_for_oneself_waits_for_others(people: dict[str, Any], plans: dict[str, Any]) -> None:
    manager, plan = people["manager"], plans["blind"]
    assert give_office(manager, "owner", manager) is False
    asked = OfficeRequest.objects.get()
    assert not fresh(manager).has_perm("record.view_measure", plan)
    for actor in (manager, people["stranger"], people["partner"]):
        with pytest.raises(DeniedError):
            grant_office(asked, actor=actor)
    with pytest.raises(DeniedError):
        take_office(asked, actor=manager)
    told = Organisation.objects.get(key="owner").history.first()
    assert (told.history_change_reason, told.history_user) == (
        "a manager asks to speak for this organisation",
        manager,
    )
    grant_office(asked, actor=people["owner"])
    assert fresh(manager).has_perm("record.view_measure", plan)


def test_an_office_that_is_refused_gives_nothing(people: dict[str, Any], plans: dict[str, Any]) -> None:
    give_office(people["manager"], "owner", people["manager"])
    refuse_office(OfficeRequest.objects.get(), actor=people["owner"])
    assert not OfficeRequest.objects.exists()
    assert not fresh(people["manager"]).has_perm("record.view_measure", plans["blind"])


def test_a_manager_does_not_merge_into_the_own_organisation(
    people: dict[str, Any], organisation: Any
) -> None:
    own = organisation(id="agency", name="Agency")
    give_office(people["manager"], "agency", SYSTEM)
    with pytest.raises(DeniedError, match="you speak for one"):
        merge(own, Organisation.objects.get(key="owner"), {}, actor=people["manager"])


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "owner": st.sampled_from(["owner", "partner", "stranger", "none"]),
        "partners": st.lists(st.sampled_from(["owner", "partner", "stranger"]), max_size=3),
        "visibility": st.sampled_from(LEVELS),
        "title": st.sampled_from(["A", "B"]),
    },
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(ROLES), st.sampled_from([f"plan-{v}" for v in LEVELS] + ["new-1", "new-2"]), FIELDS
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_rights_grow_only_by_what_one_made(steps: Any, people: dict[str, Any], plans: dict[str, Any]) -> None:
    for role, key, fields in steps:
        there, before = Measure.objects.filter(key=key).exists(), rights_of(people[role])
        filled = fields if there else {"title": "A", "kind": "event", "owner": "owner"} | fields
        try:
            store("measure", [filled | {"id": key}], actor=fresh(people[role]))
        except NeisseError:
            continue
        gained = rights_of(people[role]) - before
        assert all(not there and name == key for _verb, _kind, name in gained), (role, key, fields, gained)
