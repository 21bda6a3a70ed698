"""Proposals: groups from overlaps, the best plan, why something gave way, and what would be if."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.agree.planning import computed, overlap

from neisse.engine.values import NeisseError
from neisse.web.agree.actions import proposals as actions
from neisse.web.agree.actions.rounds import keep_part
from neisse.web.agree.models import Budget, ClosedDays, Goal, Group, Proposal, Team
from neisse.web.agree.queries import plans as reads
from neisse.web.core.actions.rights import DeniedError
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Job
from neisse.web.intersect.models import Overlap
from neisse.web.record.models import Measure, Organisation


def settled(proposal: Proposal) -> dict[frozenset[int], str]:
    return {frozenset(g["measures"]): g["option"] for g in proposal.groups}


@pytest.fixture
def seated(plans: Any, table_of: Any) -> Any:
    return table_of(Organisation.objects.filter(key__in=["owner", "partner"]))


def test_plans_of_a_round_are_those_of_its_seats_in_its_year(plans: Any, seated: Any, people: Any) -> None:
    inside = {plans[name].pk for name in ("fair", "stand", "alone")}
    assert {row.pk for row in reads.plans_of(seated)} == inside
    assert {row.pk for row in reads.plans_seen(people["manager"], seated)} == inside
    # who is no planner sees what is public, and the own house's
    for role, own in (("owner", "Messestand Hannover"), ("partner", "Stand in Hannover")):
        titles = {row.title for row in reads.plans_seen(people[role], seated)}
        assert titles == {own, "Werkstatt Bautzen"}
    assert reads.undated(people["manager"], seated) == 1


def test_the_file_of_plans_names_no_partner_that_is_hidden(
    plans: Any, seated: Any, people: Any, organisation: Any, client_of: Any
) -> None:
    hidden = organisation(id="nebelhorn", name="Nebelhorn", visibility="circle")
    plans["alone"].partners.add(hidden)
    for form in ("jsonl", "csv"):
        file = client_of(people["owner"]).get(
            reverse("agree:plans_export", args=[seated.pk]), {"format": form}
        )
        assert b"Werkstatt Bautzen" in file.content
        assert b"ebelhorn" not in file.content


def test_the_same_plan_twice_takes_place_once(plans: Any, seated: Any) -> None:
    keep_part(Budget(round=seated, name="Land", cents=1_000_000), actor=SYSTEM)
    proposal = computed(seated)
    both = frozenset((plans["fair"].pk, plans["stand"].pk))
    assert proposal.state == "ready"
    assert proposal.is_best
    found = settled(proposal)
    assert found.keys() == {both, frozenset((plans["alone"].pk,))}
    assert found[both].partition(":")[0] in {"merge", "only"}
    assert Job.objects.get(pk=proposal.job_id).state == "done"
    assert not any(plans["blind"].pk in g["measures"] for g in proposal.groups)


def test_what_gave_way_says_why_in_the_language_of_the_reader(
    plans: Any, seated: Any, people: Any, client_of: Any
) -> None:
    keep_part(Budget(round=seated, name="Landesmittel", cents=700_000), actor=SYSTEM)
    keep_part(Goal(round=seated, name="Biobanken", weight=5, topics=["Biobank"]), actor=SYSTEM)
    proposal = computed(seated)
    forced = {f["measure"]: f for f in proposal.document["forced"]}
    assert forced[plans["alone"].pk]["code"] == "forced"
    (change,) = forced[plans["alone"].pk]["changes"]
    assert (change["kind"], change["id"]) == ("budget", "Landesmittel")
    address = reverse("agree:proposal", args=[seated.pk, proposal.number])
    for language, word in (
        ("en", "is short by"),
        ("de", "im Budget Landesmittel fehlen"),
        ("pl", "w budżecie Landesmittel brakuje"),
    ):
        page = (
            client_of(people["manager"]).get(address, headers={"accept-language": language}).content.decode()
        )
        assert word in page
        assert "Werkstatt Bautzen" in page
    # with so much more money it takes place
    more = computed(seated, {"budgets": {str(Budget.objects.get().pk): 700_000 + change["amount"]}})
    assert plans["alone"].pk not in {f["measure"] for f in more.document["forced"]}


def test_titles_are_told_as_far_as_the_reader_may_see_the_plan(
    plans: Any, seated: Any, people: Any, client_of: Any
) -> None:
    proposal = computed(seated)
    address = reverse("agree:proposal", args=[seated.pk, proposal.number])
    for role, told in (("manager", True), ("owner", True), ("partner", False)):
        page = client_of(people[role]).get(address, headers={"accept-language": "en"}).content.decode()
        assert "Stand in Hannover" in page or role == "owner"
        assert ("Messestand Hannover" in page) is told, role
    for role in ("circle", "stranger", "guest", "public"):
        assert client_of(people[role]).get(address).status_code in {302, 404}
    # what became blind since is no longer named, not even to those who own it
    Measure.objects.filter(pk=plans["fair"].pk).update(visibility="blind")
    for role in ("manager", "owner", "partner"):
        assert "Messestand" not in client_of(people[role]).get(address).content.decode()


def test_what_if_an_option_is_fixed_or_ruled_out(
    plans: Any, seated: Any, people: Any, client_of: Any
) -> None:
    first = computed(seated)
    both = frozenset((plans["fair"].pk, plans["stand"].pk))
    group = Group.objects.get(measures=plans["fair"])
    chosen = settled(first)[both]
    client = client_of(people["manager"])

    def asked(do: str, option: str, based: Proposal) -> Proposal:
        body = {"based": based.number, "do": do, "group": group.pk, "option": option}
        sent = client.post(reverse("agree:propose", args=[seated.pk]), body)
        made = seated.proposals.first()
        assert sent["Location"] == reverse("agree:proposal", args=[seated.pk, made.number])
        actions.compute_proposal.func(made.job_id, made.pk)
        return Proposal.objects.get(pk=made.pk)

    forbidden = asked("forbid", chosen, first)
    assert settled(forbidden)[both] != chosen
    locked = asked("lock", "drop", forbidden)
    assert settled(locked)[both] == "drop"
    assert locked.changes["forbid"] == {str(group.pk): [chosen]}
    free = asked("free", "drop", locked)
    assert (settled(free)[both], free.value) == (chosen, first.value)
    client.post(
        reverse("agree:propose", args=[seated.pk]),
        {"based": free.number, "do": "lock", "group": group.pk, "option": "x"},
    )
    assert seated.proposals.count() == 4


def test_groups_keep_their_number_while_their_plans_stay(plans: Any, seated: Any, measure: Any) -> None:
    computed(seated)
    before = {g.number: {m.pk for m in g.measures.all()} for g in Group.objects.filter(round=seated)}
    new = measure(Organisation.objects.get(key="owner"), title="Neu", starts="2027-09-01")
    Overlap.objects.filter(a=new).delete()
    computed(seated)
    after = {g.number: {m.pk for m in g.measures.all()} for g in Group.objects.filter(round=seated)}
    assert before.items() <= after.items()
    assert {new.pk} in after.values()
    Overlap.objects.filter(a=plans["fair"], b=plans["stand"]).update(state="dismissed")
    computed(seated)
    assert all(g.measures.count() == 1 for g in Group.objects.filter(round=seated))


def test_an_impossible_round_says_the_smallest_reason(
    plans: Any, seated: Any, people: Any, client_of: Any
) -> None:
    keep_part(ClosedDays(round=seated, name="x", start="2027-01-01", end="2027-12-31"), actor=SYSTEM)
    keep_part(Team(round=seated, name="x", organisation=plans["fair"].owner, days_per_month=0), actor=SYSTEM)
    computed(seated)
    group = Group.objects.get(measures=plans["alone"])
    proposal = computed(seated, {"locks": {str(group.pk): "keep"}})
    assert (proposal.state, proposal.groups) == ("impossible", [])
    assert proposal.document["reasons"]
    page = client_of(people["manager"]).get(reverse("agree:proposal", args=[seated.pk, proposal.number]))
    assert b"2027-01-01" in page.content


def test_a_plan_that_goes_while_it_is_discussed_leaves_its_group(plans: Any, seated: Any) -> None:
    made = actions.begin_proposal(seated, actor=SYSTEM)
    plans["stand"].delete()
    actions.compute_proposal.func(made.job_id, made.pk)
    made.refresh_from_db()
    assert made.state == "ready"
    assert frozenset((plans["fair"].pk,)) in settled(made)


def test_only_one_search_at_a_time_and_only_with_plans(plans: Any, seated: Any, table_of: Any) -> None:
    actions.begin_proposal(seated, actor=SYSTEM)
    with pytest.raises(NeisseError, match=r"round\.computing"):
        actions.begin_proposal(seated, actor=SYSTEM)
    empty = table_of(Organisation.objects.filter(key="owner"), year=2031)
    with pytest.raises(NeisseError, match=r"round\.no_plans"):
        actions.begin_proposal(empty, actor=SYSTEM)
    draft = table_of(Organisation.objects.filter(key="owner"), state="draft")
    with pytest.raises(NeisseError, match=r"round\.draft"):
        actions.begin_proposal(draft, actor=SYSTEM)


@pytest.mark.parametrize("role", ["circle", "owner", "partner", "stranger", "guest", "public"])
def test_only_managers_have_something_computed(role: str, people: Any, seated: Any, client_of: Any) -> None:
    with pytest.raises(DeniedError):
        actions.begin_proposal(seated, actor=people[role])
    sent = client_of(people[role]).post(reverse("agree:propose", args=[seated.pk]))
    assert sent.status_code in {302, 403, 404}
    assert not Proposal.objects.exists()


def test_a_stopped_search_ends_and_can_be_tried_again(plans: Any, seated: Any, people: Any) -> None:
    from neisse.web.core.actions.jobs import request_stop, try_again

    made = actions.begin_proposal(seated, actor=people["manager"])
    request_stop(made.job, actor=people["manager"])
    made.refresh_from_db()
    assert made.state == "ended"
    assert try_again(made.job, actor=people["manager"])
    actions.compute_proposal.func(made.job_id, made.pk)
    made.refresh_from_db()
    assert made.state == "ready"


@pytest.mark.one_database("how many queries are asked is decided in Python")
@pytest.mark.parametrize("role", ["manager", "owner"])
def test_three_plans_cost_as_much_as_one(
    role: str, plans: Any, seated: Any, people: Any, measure: Any, client_of: Any
) -> None:
    counted = []
    for _more in range(2):
        proposal = computed(seated)
        found = []
        for name, parts in (("plans", ()), ("proposals", ()), ("proposal", (proposal.number,))):
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                page = client_of(people[role]).get(reverse(f"agree:{name}", args=[seated.pk, *parts]))
            assert page.status_code == 200
            found.append(len(captured))
        counted.append(found)
        for n in range(3):
            one, other = (measure(plans[x].owner, starts=f"2027-0{n + 2}-01") for x in ("fair", "stand"))
            Overlap.objects.filter(a__in=[one, other]).delete()
            overlap(one, other, "parallel")
    assert counted[0] == counted[1]


@pytest.mark.django_db(transaction=True)
def test_two_begin_at_once_and_one_is_computed(plans: Any, seated: Any, together: Any) -> None:
    pk = seated.pk

    def begin(_number: int) -> None:
        from neisse.engine.values import NeisseError as Refused
        from neisse.web.agree.actions.proposals import begin_proposal
        from neisse.web.agree.models import Round
        from neisse.web.core.actors import SYSTEM as MACHINE

        try:
            begin_proposal(Round.objects.get(pk=pk), actor=MACHINE)
        except Refused as error:
            assert error.code == "round.computing"  # noqa: PT017

    assert together(begin, [1, 2, 3], "SELECT COUNT(*) FROM agree_proposal") == [(1,)]
