"""Who may do what: written out as a table, and the rules of one object against the filters of many."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from neisse.web.record.bridge import KINDS
from neisse.web.record.models import Measure, Organisation
from neisse.web.record.queries.scoped import visible

READERS = ("manager", "circle", "owner", "partner", "stranger", "guest", "public")

# Who may (view, change, delete) a measure, by its visibility; v, c, d or - in the order of READERS.
MEASURES = {
    "public": ("vcd", "v--", "vcd", "vc-", "v--", "v--", "v--"),
    "circle": ("vcd", "v--", "vcd", "vc-", "---", "---", "---"),
    "blind": ("---", "---", "vcd", "vc-", "---", "---", "---"),
}
# The same for the organisation that "owner" speaks for.
ORGANISATIONS = {
    "public": ("vcd", "v--", "vc-", "v--", "v--", "v--", "v--"),
    "circle": ("vcd", "v--", "vc-", "---", "---", "---", "---"),
}
LETTERS = {"view": "v", "change": "c", "delete": "d"}


def allowed(person: Any, kind: str, row: Any) -> str:
    someone = person or AnonymousUser()
    return "".join(
        letter if someone.has_perm(f"record.{verb}_{kind}", row) else "-" for verb, letter in LETTERS.items()
    )


@pytest.mark.parametrize("visibility", MEASURES)
def test_measures(visibility: str, people: dict[str, Any], measure: Any) -> None:
    owner = Organisation.objects.get(key="owner")
    plan = measure(owner=owner, visibility=visibility, partners=["partner"])
    found = tuple(allowed(people[reader], "measure", plan) for reader in READERS)
    assert found == MEASURES[visibility]


@pytest.mark.parametrize("visibility", ORGANISATIONS)
def test_organisations(visibility: str, people: dict[str, Any]) -> None:
    Organisation.objects.filter(key="owner").update(visibility=visibility)
    row = Organisation.objects.get(key="owner")
    found = tuple(allowed(people[reader], "organisation", row) for reader in READERS)
    assert found == ORGANISATIONS[visibility]


@pytest.mark.parametrize("kind", ["person", "network", "membership", "section", "topicgroup", "figure"])
def test_only_managers_keep_the_registers(kind: str, people: dict[str, Any]) -> None:
    may = [reader for reader in READERS if (people[reader] or AnonymousUser()).has_perm(f"record.add_{kind}")]
    assert may == ["manager"]


def test_who_may_plan_import_and_invite(people: dict[str, Any]) -> None:
    def who(permission: str) -> list[str]:
        return [r for r in READERS if (people[r] or AnonymousUser()).has_perm(permission)]

    assert who("record.add_measure") == ["manager", "circle", "owner", "partner", "stranger"]
    assert who("record.manage_intake") == who("accounts.manage_users") == ["manager"]
    assert who("record.import_for_all") == ["manager"]
    assert who("record.import") == [
        "manager",
        "owner",
        "partner",
        "stranger",
    ]  # who speak for an organisation


@pytest.fixture
def everything(people: dict[str, Any], measure: Any, organisation: Any, record: Any) -> None:
    """Records of every kind in every visibility, with every owner."""
    net = record("network", name="N")
    for visibility in ("public", "circle"):
        org = organisation(visibility=visibility)
        record("membership", network=net.key, organisation=org.key)
        record("figure", about=org.key, concept="members", value=1, unit="x")
        record("person", name="P", organisation=org.key)
    record("section", network=net.key, name="S", members=["owner"])
    record("topic_group", network=net.key, name="T")
    for owner in Organisation.objects.filter(key__in=["owner", "partner", "stranger"]):
        for visibility in ("public", "circle", "blind"):
            plan = measure(owner=owner, visibility=visibility)
            record("figure", about=plan.key, concept="guests", value=1, unit="x")
            measure(owner=owner, visibility=visibility, partners=["partner"])


@pytest.mark.parametrize("kind", KINDS)
def test_rules_and_filters_say_the_same(kind: str, people: dict[str, Any], everything: None) -> None:
    for reader, person in people.items():
        someone = person or AnonymousUser()
        name = f"record.view_{kind.replace('_', '')}"
        by_rules = {row.pk for row in KINDS[kind].model.objects.all() if someone.has_perm(name, row)}
        by_filter = set(visible(kind, someone).values_list("pk", flat=True))
        assert by_filter == by_rules, reader


def test_a_closed_account_is_the_public(people: dict[str, Any], everything: None) -> None:
    owner = people["owner"]
    owner.is_active = False
    assert set(visible("measure", owner)) == set(Measure.objects.filter(visibility="public"))
