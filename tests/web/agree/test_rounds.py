"""Rounds: who sees them, who runs them, and what a manager can say of one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from neisse.engine.values import NeisseError
from neisse.web.agree.actions import rounds as actions
from neisse.web.agree.models import Budget, ClosedDays, Goal, Round, Seat, Team
from neisse.web.agree.queries.rounds import visible_rounds
from neisse.web.agree.rules.seen import may_see_round
from neisse.web.core.actions.rights import DeniedError
from neisse.web.record.models import Organisation

ROLES = ("manager", "circle", "owner", "partner", "stranger", "guest", "public")


@pytest.fixture
def seated(people: Any, table_of: Any) -> Any:
    """`owner` and `partner` sit in the round, `stranger` and the rest of the circle do not."""
    return table_of(Organisation.objects.filter(key__in=["owner", "partner"]))


@pytest.mark.parametrize("state", ["draft", "open"])
@pytest.mark.parametrize("role", ROLES)
def test_a_round_is_seen_by_its_circle_and_managers(
    role: str, state: str, people: Any, table_of: Any, client_of: Any
) -> None:
    row = table_of(Organisation.objects.filter(key__in=["owner", "partner"]), state=state, name="Kreisrunde")
    who = people[role]
    sees = role == "manager" or (state == "open" and role in {"owner", "partner"})
    assert may_see_round(who, row) is sees
    if who is not None:
        assert visible_rounds(who).filter(pk=row.pk).exists() is sees
    client = client_of(who)
    page = client.get(reverse("agree:round", args=[row.pk]))
    assert (page.status_code == 200) is sees
    listed = client.get(reverse("agree:rounds"))
    assert (b"Kreisrunde" in listed.content) is sees
    assert (b"Kreisrunde" in client.get("/coordination/export/?format=jsonl").content) is sees


@pytest.mark.parametrize("role", [role for role in ROLES if role != "manager"])
def test_only_managers_write(role: str, people: Any, seated: Any, client_of: Any) -> None:
    who, seat = people[role], seated.seats.first()
    tries = (
        lambda: actions.keep_round(Round(name="x", year=2027), actor=who),
        lambda: actions.keep_round(seated, actor=who),
        lambda: actions.keep_part(Goal(round=seated, name="x"), actor=who),
        lambda: actions.drop_part(seat, actor=who),
        lambda: actions.open_round(seated, web_address="", actor=who),
        lambda: actions.take_back(seated, actor=who),
        lambda: actions.delete_round(seated, actor=who),
    )
    for attempt in tries:
        with pytest.raises(DeniedError):
            attempt()
    client = client_of(who)
    for name, parts in (("round_edit", ()), ("part_new", ("goal",)), ("part", ("seat", seat.pk))):
        sent = client.post(reverse(f"agree:{name}", args=[seated.pk, *parts]), {"name": "x", "delete": "1"})
        assert sent.status_code in {302, 403, 404}
    client.post(reverse("agree:round_step", args=[seated.pk]), {"step": "back"})
    seated.refresh_from_db()
    assert (seated.state, seated.seats.count(), Round.objects.count()) == ("open", 2, 1)


def test_a_manager_prepares_a_round_on_its_pages(people: Any, client_of: Any) -> None:
    client = client_of(people["manager"])
    assert reverse("agree:round_new") in client.get(reverse("agree:rounds")).content.decode()
    rules = {"rule": "consent", "quorum": "2", "silence": "keep", "silence_days": "14", "most_lost": "50"}
    made = client.post(
        reverse("agree:round_new"), {"name": "Runde 2027", "year": "2027", "last_day": "2026-12-31"} | rules
    )
    row = Round.objects.get()
    assert made["Location"] == reverse("agree:round", args=[row.pk])
    assert (row.plans_until, row.most_lost, row.created_by) == (date(2027, 1, 1), 50, people["manager"])
    parts = {
        "seat": {"organisation": "Owner", "language": "pl", "weight": "2", "may_vote": "on"},
        "goal": {"name": "Biotech", "weight": "3", "topics": "biobank, biotech"},
        "budget": {"name": "Land", "cents": "12000", "organisation": ""},
        "team": {"name": "Messen", "organisation": "Owner", "days_per_month": "12.5"},
        "closed": {"name": "Ostern", "start": "2027-03-26", "last_day": "2027-03-29", "place": "DE"},
    }
    for kind, body in parts.items():
        sent = client.post(reverse("agree:part_new", args=[row.pk, kind]), body)
        assert sent.status_code == 302, (kind, sent.content.decode()[-2000:])
    assert Seat.objects.get().organisation.key == "owner"
    assert Goal.objects.get().topics == ["biobank", "biotech"]
    assert (Budget.objects.get().cents, Budget.objects.get().organisation) == (1_200_000, None)
    assert Team.objects.get().days_per_month == 12.5
    assert ClosedDays.objects.get().end == date(2027, 3, 30)
    for language in ("de", "pl", "en"):
        shown = client.get(reverse("agree:round", args=[row.pk]), headers={"accept-language": language})
        for word in ("Owner", "Biotech", "Messen", "Ostern", "Land"):
            assert word in shown.content.decode()
    client.post(reverse("agree:round_step", args=[row.pk]), {"step": "open"})
    row.refresh_from_db()
    assert (row.state, row.web_address) == ("open", "http://testserver/")
    for step, state in (("delete", "open"), ("back", "draft")):
        client.post(reverse("agree:round_step", args=[row.pk]), {"step": step})
        row.refresh_from_db()
        assert row.state == state
    client.post(reverse("agree:round_step", args=[row.pk]), {"step": "delete"})
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        ("seat", {"organisation": "Nobody", "language": "de", "weight": "1"}, "organisation"),
        ("seat", {"organisation": "owner", "language": "de", "weight": "0"}, "weight"),
        ("goal", {"name": "x", "weight": "-1"}, "weight"),
        ("budget", {"name": "x", "cents": "12.000 PLN"}, "cents"),
        ("budget", {"name": "x", "cents": ""}, "cents"),
        ("team", {"name": "x", "organisation": "", "days_per_month": "3"}, "organisation"),
        ("closed", {"name": "x", "start": "2027-03-29", "last_day": "2027-03-26"}, "last_day"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    kind: str, body: dict[str, str], field: str, people: Any, seated: Any, client_of: Any
) -> None:
    sent = client_of(people["manager"]).post(reverse("agree:part_new", args=[seated.pk, kind]), body)
    assert sent.status_code == 422
    assert field in sent.context["form"].errors


def test_an_organisation_sits_once(people: Any, seated: Any) -> None:
    again = Seat(round=seated, organisation=seated.seats.first().organisation)
    with pytest.raises(NeisseError, match="there_already"):
        actions.keep_part(again, actor=people["manager"])


def test_nobody_is_invited_to_an_empty_table(people: Any, table_of: Any) -> None:
    row = table_of([], state="draft")
    with pytest.raises(NeisseError, match=r"round\.no_seats"):
        actions.open_round(row, web_address="", actor=people["manager"])


def test_addresses_of_seats_are_for_managers(people: Any, seated: Any, client_of: Any) -> None:
    for role, told in (("manager", True), ("owner", False)):
        page = client_of(people[role]).get(reverse("agree:round", args=[seated.pk])).content.decode()
        assert "Person 0" in page
        assert ("seat0@example.org" in page) is told


@pytest.mark.one_database("how many queries are asked is decided in Python")
@pytest.mark.parametrize("role", ["manager", "owner"])
def test_three_of_each_cost_as_much_as_one(
    role: str, people: Any, table_of: Any, organisation: Any, client_of: Any
) -> None:
    owner = Organisation.objects.get(key="owner")

    def grow(row: Any) -> None:
        other = organisation()
        n = row.seats.count()
        for part in (
            Seat(round=row, organisation=other),
            Goal(round=row, name=f"goal {n}"),
            Budget(round=row, name=f"budget {n}", cents=n, organisation=other),
            Team(round=row, name=f"team {n}", organisation=other, days_per_month=1),
            ClosedDays(round=row, name=f"days {n}", start=date(2027, 1, n + 1), end=date(2027, 1, n + 2)),
        ):
            actions.keep_part(part, actor=people["manager"])

    row = table_of([owner])
    grow(row)
    counted = []
    for _more in range(2):
        found = []
        for address in (reverse("agree:rounds"), reverse("agree:round", args=[row.pk])):
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                assert client_of(people[role]).get(address).status_code == 200
            found.append(len(captured))
        counted.append(found)
        grow(row), grow(row)
        table_of([owner]), table_of([owner])
    assert counted[0] == counted[1]
