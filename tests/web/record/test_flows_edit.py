"""Forms of every kind: new, change, conflict, remove, and errors at their fields."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from neisse.web.record.bridge import KINDS, to_object
from neisse.web.record.models import Measure, Organisation

PAGES = [f"record:{kind}_new" for kind in KINDS]


@pytest.fixture
def manager(user: Any, client_of: Any) -> Any:
    return client_of(user("manager"))


def organisation_form(**fields: str) -> dict[str, str]:
    return {"name": "Musterlabor", "kind": "company", "visibility": "public"} | fields


def measure_form(**fields: str) -> dict[str, str]:
    plan = {"title": "Fachtag", "kind": "event", "certainty": "planned", "visibility": "public"}
    return plan | {"owner": "Musterlabor", "when": "Herbst 2026"} | fields


@pytest.mark.parametrize("page", PAGES)
def test_every_kind_has_a_form_for_managers(manager: Any, client_of: Any, page: str) -> None:
    assert manager.get(reverse(page)).status_code == 200
    assert client_of(None).get(reverse(page)).status_code == 302


def test_a_new_organisation_is_stored_as_typed(manager: Any) -> None:
    form = organisation_form(
        names__pl="Laboratorium Przykładowe",
        city="Wrocław",
        offers="Sequenzierung\nWir messen Proben, auch nachts",
        sectors="diagnostics, research",
        reason="erste Aufnahme",
    )
    answer = manager.post(reverse("record:organisation_new"), form)
    row = Organisation.objects.get(name="Musterlabor")
    assert answer.status_code == 302
    found = to_object(row)
    assert found["names"] == {"pl": "Laboratorium Przykładowe"}
    assert found["offers"] == ["Sequenzierung", "Wir messen Proben, auch nachts"]
    assert found["sectors"] == ["diagnostics", "research"]
    assert found["country"] == "PL"
    assert row.history.get().history_change_reason == "erste Aufnahme"


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"name": ""}, "name"),
        ({"nip": "1234567890"}, "nip"),
        ({"lei": "XX"}, "lei"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"size": "viele"}, "size"),
        ({"name": "x" * 301}, "name"),
    ],
)
def test_errors_stand_at_their_field(manager: Any, fields: dict[str, str], at: str) -> None:
    answer = manager.post(reverse("record:organisation_new"), organisation_form(**fields))
    assert answer.status_code == 422
    assert at in answer.context["form"].errors
    assert not Organisation.objects.exists()


def test_html_does_not_get_into_a_text(manager: Any) -> None:
    manager.post(
        reverse("record:organisation_new"), organisation_form(name="<b>Muster</b><script>x()</script>")
    )
    row = Organisation.objects.get()
    assert "<" not in row.name
    assert "Muster" in row.name


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("Herbst 2026", {"period": "2026-autumn"}),
        ("jesień 2026", {"period": "2026-autumn"}),
        ("21.-23.10.2026", {"starts": "2026-10-21", "ends": "2026-10-23"}),
        ("KW 43 2026", {"period": "2026-W43"}),
        ("", {}),
    ],
)
def test_a_plan_takes_its_time_as_people_write_it(
    manager: Any, organisation: Any, said: str, times: dict[str, str]
) -> None:
    organisation(name="Musterlabor")
    answer = manager.post(reverse("record:measure_new"), measure_form(when=said))
    assert answer.status_code == 302, answer.context["form"].errors
    found = to_object(Measure.objects.get())
    assert {key: found[key] for key in ("starts", "ends", "period") if key in found} == times


def test_a_day_that_does_not_exist_is_refused(manager: Any, organisation: Any) -> None:
    organisation(name="Musterlabor")
    answer = manager.post(reverse("record:measure_new"), measure_form(when="31.02.2026"))
    assert "when" in answer.context["form"].errors
    assert not Measure.objects.exists()


@pytest.mark.parametrize("language", ["de", "pl", "en"])
@pytest.mark.parametrize(
    "times",
    [
        {"starts": "2026-10-21T14:00+02:00", "ends": "2026-10-21T16:00+02:00"},
        {"starts": "2026-10-21", "ends": "2026-11-02"},
        {"period": "2026-Q3"},
        {"period": "2026-W43"},
        {"period": "2026"},
        {"period": "2026-10"},
        {"period": "2026-autumn"},
        {"period": "2026-H1"},
    ],
)
def test_saving_a_form_unchanged_changes_nothing(
    manager: Any, measure: Any, times: dict[str, str], language: str
) -> None:
    row = measure(
        **{"starts": None, "cost_cents": 120050, "place": {"city": "Görlitz", "online": True}} | times
    )
    before = to_object(row)
    manager.cookies["django_language"] = language
    page = manager.get(reverse("record:measure_edit", args=[row.slug]))
    sent = {field.html_name: field.value() or "" for field in page.context["form"]}
    sent = {name: str(value) for name, value in sent.items() if value is not False}
    answer = manager.post(reverse("record:measure_edit", args=[row.slug]), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    row.refresh_from_db()
    assert to_object(Measure.objects.get()) == before
    assert row.version == 1


def test_members_plan_only_for_their_own(user: Any, organisation: Any, client_of: Any) -> None:
    mine, other = organisation(name="Musterlabor"), organisation(name="Fremd")
    client = client_of(user("member", speaks_for=mine))
    assert client.get(reverse("record:measure_new")).context["form"]["owner"].value() == "Musterlabor"
    refused = client.post(reverse("record:measure_new"), measure_form(owner=other.name))
    assert "owner" in refused.context["form"].errors
    assert client.post(reverse("record:measure_new"), measure_form()).status_code == 302


def test_nobody_changes_what_is_not_theirs(people: Any, measure: Any, client_of: Any) -> None:
    row = measure(Organisation.objects.get(key="owner"), partners=["partner"])
    page = reverse("record:measure_edit", args=[row.slug])
    answers = {name: client_of(person).get(page).status_code for name, person in people.items()}
    assert answers == {
        "manager": 200, "owner": 200, "partner": 200, "circle": 403, "stranger": 403, "guest": 403, "public": 302,
    }  # fmt: skip


def test_a_blind_plan_is_not_even_there_for_managers(people: Any, measure: Any, client_of: Any) -> None:
    row = measure(Organisation.objects.get(key="owner"), visibility="blind")
    for view in ("measure_edit", "history", "delete"):
        args = [row.slug] if view == "measure_edit" else ["measure", row.slug]
        assert client_of(people["manager"]).get(reverse(f"record:{view}", args=args)).status_code == 404


def test_two_who_change_at_once_see_both_versions(manager: Any, organisation: Any) -> None:
    row = organisation(name="Musterlabor", city="Leipzig")
    page = reverse("record:organisation_edit", args=[row.slug])
    theirs = organisation_form(version="1", city="Dresden")
    assert manager.post(page, theirs).status_code == 302
    answer = manager.post(page, organisation_form(version="1", city="Chemnitz"))
    assert answer.status_code == 409
    assert "Dresden" in answer.content.decode()
    assert Organisation.objects.get().city == "Dresden"
    sent = dict(answer.context["sent"])
    assert manager.post(page, sent).status_code == 302
    assert Organisation.objects.get().city == "Chemnitz"


def test_what_others_hang_on_is_not_removed(manager: Any, measure: Any) -> None:
    owner = measure().owner
    page = reverse("record:delete", args=["organisation", owner.slug])
    assert manager.post(page).status_code == 409
    assert Organisation.objects.filter(pk=owner.pk).exists()


def test_removing_asks_first(manager: Any, organisation: Any) -> None:
    row = organisation()
    page = reverse("record:delete", args=["organisation", row.slug])
    assert manager.get(page).status_code == 200
    assert Organisation.objects.exists()
    assert manager.post(page, {"reason": "doppelt"}).status_code == 302
    assert not Organisation.objects.exists()
    assert Organisation.history.first().history_change_reason == "doppelt"


def test_the_time_is_read_while_it_is_typed(manager: Any) -> None:
    read = manager.get(reverse("record:period"), {"when": "KW 43 2026"}).content.decode()
    assert 'name="period" value="2026-W43"' in read
    assert "errorlist" in manager.get(reverse("record:period"), {"when": "31.02.2026"}).content.decode()


def test_names_are_offered_to_those_who_may_see_them(user: Any, client_of: Any, organisation: Any) -> None:
    organisation(name="Sichtbar Muster")
    organisation(name="Zirkel Muster", visibility="circle")
    page = reverse("record:lookup", args=["organisation"])
    ask = {"field": "owner", "owner": "muster"}
    assert "Zirkel" in client_of(user("circle")).get(page, ask).content.decode()
    guest = client_of(user("guest")).get(page, ask).content.decode()
    assert "Sichtbar" in guest
    assert "Zirkel" not in guest
    assert client_of(None).get(page, ask).status_code == 403


def test_partners_that_a_member_may_not_see_stay(people: dict[str, Any], client_of: Any, record: Any) -> None:
    record("organisation", id="leise", name="Leise Mitmacher", visibility="circle")
    row = record(
        "measure",
        title="Fachtag",
        owner="owner",
        kind="event",
        starts="2026-10-21",
        partners=["partner", "leise"],
    )
    client, page = client_of(people["partner"]), reverse("record:measure_edit", args=[row.slug])
    form = client.get(page).context["form"]
    assert "Leise" not in client.get(page).content.decode()
    sent = {field.html_name: str(field.value() or "") for field in form if field.value() is not False}
    assert client.post(page, sent | {"partners": "Partner", "title": "Tagung"}).status_code == 302
    assert to_object(Measure.objects.get())["partners"] == ["leise", "partner"]
