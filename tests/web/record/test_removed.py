"""What was removed comes back as it was, to the microsecond, for those who may; a refusal names what hangs on it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from tests.web.record import dumped
from tests.web.record.test_merging import Maker

from neisse.engine.values import NeisseError
from neisse.web.accounts.models import User
from neisse.web.core.actions import index
from neisse.web.core.actions.personal import forget_everything_due
from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions.bring_back import restore, restore_all
from neisse.web.record.actions.remove import remove, remove_in_favour_of
from neisse.web.record.bridge import KINDS
from neisse.web.record.bridge.kinds import KIND_OF, rows_of
from neisse.web.record.bridge.search import entry
from neisse.web.record.models import Membership, Organisation, Person, Removal
from neisse.web.record.queries.hanging import hanging_on

MICROSECOND = datetime(2026, 1, 2, 3, 4, 5, 7, UTC)


def dump() -> list[str]:
    """Everything but what tells of the removal; the search index without its numbers."""
    return dumped.dump(but={"record.Removal", "core.Mail"}, renumbered={"core.SearchDocument"})


def removal() -> Removal:
    return Removal.objects.latest("pk")


def code_of(action: Any) -> str:
    with pytest.raises(NeisseError) as refused:
        action()
    return refused.value.code


def referring(kind: type[Any]) -> list[tuple[type[Any], str]]:
    """Every column of every model that holds a record of a kind, versions left out."""
    return [
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.label.split(".")[1].startswith("Historical")
        for field in model._meta.concrete_fields
        if field.related_model is kind
    ]


@pytest.fixture
def maker(organisation: Any) -> Maker:
    return Maker(organisation)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_record_comes_back_with_everything_that_fell_or_was_loosened(
    kind: str, maker: Maker, organisation: Any
) -> None:
    """Each model that refers to a record of this kind has a row that does."""
    organisation(id="first", name="First")
    earlier, row = maker.row(KINDS[kind].model), maker.row(KINDS[kind].model)
    organisation(id="last", name="Last")
    for model, column in referring(KINDS[kind].model):
        rule = model._meta.get_field(column).remote_field.on_delete
        if rule is not None and rule.__name__ != "PROTECT":
            maker.row(model, **{column: row} | ({"a": earlier} if column == "b" else {}))
    type(row)._base_manager.filter(pk=row.pk).update(created_at=MICROSECOND, updated_at=MICROSECOND)
    index(entry(found) for name in KINDS for found in rows_of(name))
    before = dump()

    remove(row, actor=SYSTEM)
    assert not type(row)._base_manager.filter(pk=row.pk).exists()
    assert dump() != before
    back = restore(removal(), actor=SYSTEM)
    after = dump()
    assert (sorted(set(before) - set(after)), sorted(set(after) - set(before))) == ([], [])
    assert (back.row.pk, back.missing, len(after)) == (row.pk, 0, len(before))
    assert code_of(lambda: restore(removal(), actor=SYSTEM)) == "removal.undone"


def test_an_organisation_hands_over_what_hangs_on_it_and_gets_it_back(
    organisation: Any, measure: Any, record: Any
) -> None:
    heir, gone = organisation(id="heir", name="Heir"), organisation(id="gone", name="Gone", offers=["lasers"])
    plan = measure(owner=gone)
    record("person", id="chair", name="Chair", organisation="gone")
    assert code_of(lambda: remove(gone, actor=SYSTEM)) == "record.in_use"
    before = dump()

    remove_in_favour_of(gone, heir, actor=SYSTEM)
    plan.refresh_from_db()
    assert (plan.owner, Person.objects.get(key="chair").organisation) == (heir, heir)
    assert not Organisation.objects.filter(pk=gone.pk).exists()
    assert list(heir.offers.values_list("text", flat=True)) == []

    restore(removal(), actor=SYSTEM)
    plan.refresh_from_db()
    assert (plan.owner_id, Person.objects.get(key="chair").organisation_id) == (gone.pk, gone.pk)
    changed = {json.loads(line)["model"] for line in set(before) ^ set(dump())}
    assert changed <= {"record.measure", "record.person"}  # versions and moments of change count on


def test_what_took_its_place_stays_and_is_told(organisation: Any, record: Any) -> None:
    organisation(id="house", name="House")
    net = record("network", id="net", name="Net")
    record("membership", id="member", network="net", organisation="house")
    remove(net, actor=SYSTEM)
    other = record("network", id="other", name="Other")
    record("membership", id="member", network="other", organisation="house")
    assert restore(removal(), actor=SYSTEM).missing == 1
    assert Membership.objects.get(key="member").network == other

    twice = record("network", id="twice", name="Twice")
    remove(twice, actor=SYSTEM)
    record("network", id="twice", name="Twice")
    assert code_of(lambda: restore(removal(), actor=SYSTEM)) == "removal.id_taken"


def test_what_it_belongs_to_comes_back_first(organisation: Any, measure: Any) -> None:
    house = organisation(id="house", name="House")
    plan = measure(owner=house)
    remove(plan, actor=SYSTEM)
    of_plan = removal()
    remove(house, actor=SYSTEM)
    assert code_of(lambda: restore(Removal.objects.get(pk=of_plan.pk), actor=SYSTEM)) == "removal.missing"
    restore(removal(), actor=SYSTEM)
    assert restore(Removal.objects.get(pk=of_plan.pk), actor=SYSTEM).row.owner == house


def test_a_number_that_was_given_again_is_nobodys_office(organisation: Any, record: Any, user: Any) -> None:
    """An account of the same number, made later, is another person's."""
    organisation(id="house", name="House")
    entry_of = record("person", id="chair", name="Chair", organisation="house")
    Person.objects.filter(pk=entry_of.pk).update(user=user("member"))
    remove(Person.objects.get(pk=entry_of.pk), actor=SYSTEM)
    User.objects.update(created_at=timezone.now() + timedelta(hours=1))
    assert restore(removal(), actor=SYSTEM).row.user is None


def test_only_who_may_remove_it_sees_it_and_brings_it_back(people: Any, measure: Any, client_of: Any) -> None:
    rows = {level: measure(owner=Organisation.objects.get(key="owner"), partners=["partner"], visibility=level) for level in
            ("public", "circle", "blind")}  # fmt: skip
    may = {
        "manager": {"public", "circle"},
        "owner": {"public", "circle", "blind"},
        "circle": set(), "partner": set(), "stranger": set(), "guest": set(),
    }  # fmt: skip
    found = {}
    for level, row in rows.items():
        remove(row, actor=SYSTEM)
        found[level] = removal()
    for who, levels in may.items():
        client = client_of(people[who])
        page = client.get(reverse("record:removed"))
        for level, kept in found.items():
            one = client.get(reverse("record:removal", args=[kept.pk]))
            told = (
                reverse("record:removal", args=[kept.pk]) in page.content.decode(),
                one.status_code == 200,
            )
            assert told == (level in levels, level in levels), (who, level)
            if level not in levels:
                client.post(reverse("record:removal_undo", args=[kept.pk]))
                assert Removal.objects.get(pk=kept.pk).can_come_back, (who, level)
    client_of(people["owner"]).post(reverse("record:removal_undo", args=[found["blind"].pk]))
    assert not Removal.objects.get(pk=found["blind"].pk).can_come_back


def test_nobody_gives_an_office_to_oneself_by_bringing_it_back(
    people: Any, organisation: Any, record: Any
) -> None:
    organisation(id="house", name="House")
    entry_of = record("person", id="own", name="Own", organisation="house")
    Person.objects.filter(pk=entry_of.pk).update(user=people["manager"])
    remove(Person.objects.get(pk=entry_of.pk), actor=SYSTEM)
    assert code_of(lambda: restore(removal(), actor=people["manager"])) == "rights.denied"


def test_a_refusal_names_what_the_actor_may_see_and_nothing_else(
    people: Any, organisation: Any, measure: Any, client_of: Any
) -> None:
    house = organisation(id="house", name="House")
    measure(id="seen", title="Seen plan", owner=house, visibility="circle")
    measure(id="unseen", title="Secret plan", owner=house, visibility="blind")
    client = client_of(people["manager"])
    address = reverse("record:delete", args=["organisation", house.slug])
    for answer in (client.get(address), client.post(address)):
        told = answer.content.decode()
        assert "Seen plan" in told
        assert "Secret plan" not in told
        assert reverse("record:hand_over", args=[house.slug]) in told
    with pytest.raises(NeisseError) as refused:
        remove(house, actor=people["manager"])
    assert "Seen plan" in str(refused.value)
    assert "Secret plan" not in str(refused.value)


def test_the_message_holds_the_way_back(people: Any, organisation: Any, client_of: Any) -> None:
    house = organisation(id="house", name="House")
    client = client_of(people["manager"])
    answer = client.post(reverse("record:delete", args=["organisation", house.slug]), follow=True)
    way = reverse("record:removal_undo", args=[removal().pk])
    assert f'action="{way}"' in answer.content.decode()
    for _twice in range(2):
        client.post(way, follow=True)
    assert Organisation.objects.get(key="house").pk == house.pk


def test_what_was_removed_in_one_go_comes_back_in_one_go(organisation: Any) -> None:
    houses = [organisation(id=f"house-{n}", name=f"House {n}") for n in range(3)]
    for house in houses:
        remove(house, actor=SYSTEM, together="one-go")
    assert len(restore_all(Removal.objects.filter(together="one-go"), actor=SYSTEM)) == 3
    assert {row.pk for row in Organisation.objects.all()} >= {house.pk for house in houses}


def test_it_is_forgotten_after_90_days_and_contacts_when_the_consent_ends(
    organisation: Any, record: Any
) -> None:
    organisation(id="house", name="House")
    chair = record("person", id="chair", name="Chair", organisation="house", email="chair@example.org",
                   consent={"purpose": "contact", "given_on": "2026-01-01", "until": "2026-12-01"})  # fmt: skip
    assert Person.objects.get(pk=chair.pk).email
    remove(chair, actor=SYSTEM)
    forget_everything_due(datetime(2026, 12, 2, 12, tzinfo=UTC))
    assert "chair@example.org" not in json.dumps(removal().rows)
    assert removal().rows[0]["fields"]["name"] == "Chair"
    forget_everything_due(removal().removed_at + timedelta(days=91))
    assert not Removal.objects.exists()


def test_what_hangs_on_a_record_is_what_the_database_deletes(
    organisation: Any, measure: Any, record: Any
) -> None:
    organisation(id="house", name="House")
    net = record("network", id="net", name="Net")
    record("membership", id="member", network="net", organisation="house")
    falls = {KIND_OF[type(row)] for row in hanging_on(net).falls}
    assert falls == {"network", "membership"}
