"""Owners are asked, answer, or stay silent; all of it is minuted, and a "no" has its price."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.web.agree.planning import computed

from neisse.engine.values import NeisseError
from neisse.web.agree.actions import answers as actions
from neisse.web.agree.actions import proposals
from neisse.web.agree.actions.rounds import delete_round, take_back
from neisse.web.agree.models import Group, Minute, Proposal, Question, Round, SeatLink
from neisse.web.agree.queries.answers import settled_by, waiting
from neisse.web.core.actions.rights import DeniedError
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Job, Mail
from neisse.web.record.models import Organisation


@pytest.fixture
def asked(plans: Any, people: Any, table_of: Any) -> Any:
    """The two stands are to be one, hosted by the owner's; owner and partner are asked."""
    row = table_of(Organisation.objects.filter(key__in=["owner", "partner"]))
    computed(row)
    group = Group.objects.get(measures=plans["fair"])
    proposal = computed(row, {"locks": {str(group.pk): f"merge:{plans['fair'].pk}"}})
    actions.ask_owners(proposal, actor=people["manager"])
    proposal.refresh_from_db()
    return proposal


def of(proposal: Any, key: str) -> Question:
    return Question.objects.get(proposal=proposal, seat__organisation__key=key)


def lines(row: Any) -> list[tuple[str, str]]:
    found = Minute.objects.filter(round=row).order_by("number")
    return [(line.kind, line.data.get("answer", "")) for line in found]


def test_owners_of_what_changes_are_asked_once_each(asked: Any, letters: Any) -> None:
    assert {(q.seat.organisation.key, q.answer) for q in asked.questions.all()} == {
        ("owner", ""),
        ("partner", ""),
    }
    assert lines(asked.round) == [("asked", "")]
    sent = [letter for letter in letters() if "seat" in letter.to[0]]
    assert {letter.to[0] for letter in sent} == {"seat0@example.org", "seat1@example.org"}
    for letter in sent:
        assert "Messestand" not in letter.body
        assert "https://neisse.example/coordination/by-mail/" in letter.body
    # a second tap asks nobody again
    before = Mail.objects.count()
    assert actions.ask_owners(asked, actor=SYSTEM) == 2
    assert (asked.questions.count(), Mail.objects.count(), len(lines(asked.round))) == (2, before, 1)


@pytest.mark.parametrize("role", ["manager", "circle", "owner", "partner", "stranger", "guest", "public"])
def test_only_who_speaks_for_the_owner_answers(role: str, asked: Any, people: Any, client_of: Any) -> None:
    question, may = of(asked, "owner"), role == "owner"
    client = client_of(people[role])
    body = {"question": question.pk, "answer": "yes", "condition": ""}
    client.post(reverse("agree:answer", args=[asked.round_id]), body)
    question.refresh_from_db()
    assert (question.answer == "yes") is may
    if not may:
        with pytest.raises(DeniedError):
            actions.give_answer(question, "yes", "", actor=people[role])
    if role != "manager":
        for act in (
            lambda: actions.ask_owners(asked, actor=people[role]),
            lambda: actions.withdraw(asked.round, actor=people[role]),
            lambda: actions.propose_again(asked.round, actor=people[role]),
        ):
            with pytest.raises(DeniedError):
                act()
    assert waiting(people[role]) == (1 if role == "partner" else 0) if people[role] else True


def test_an_owner_answers_by_the_link_and_one_tap_answers_nothing(
    asked: Any, letters: Any, client_of: Any, people: Any
) -> None:
    letter = next(one for one in letters() if one.to == ["seat1@example.org"])
    path = re.search(r"https://neisse\.example(/coordination/by-mail/\S+/)", letter.body)
    assert path
    browser = client_of(None)
    seat = SeatLink.objects.get(seat__address="seat1@example.org").seat
    question = Question.objects.get(proposal=asked, seat=seat)
    other = Question.objects.exclude(pk=question.pk).get(proposal=asked)
    page = browser.get(path[1], headers={"accept-language": "en"})
    assert page.status_code == 200
    assert "noindex" in page["X-Robots-Tag"]
    question.refresh_from_db()
    assert question.answer == ""
    own = "Stand in Hannover" if seat.organisation.key == "partner" else "Messestand Hannover"
    theirs = "Messestand Hannover" if own == "Stand in Hannover" else "Stand in Hannover"
    assert own in page.content.decode()
    assert theirs not in page.content.decode()  # of the circle, and the holder of this address is no planner
    body = {"question": question.pk, "answer": "if", "condition": ""}
    told = browser.post(path[1], body, follow=True)
    question.refresh_from_db()
    assert question.answer == ""  # a condition says which one
    assert told.status_code == 200
    browser.post(path[1], body | {"condition": "nur mit Standbau"})
    question.refresh_from_db()
    assert (question.answer, question.condition, question.way) == ("if", "nur mit Standbau", "link")
    assert browser.post(path[1], {"question": other.pk, "answer": "no"}).status_code == 404
    assert lines(asked.round) == [("asked", ""), ("answered", "if")]
    take_back(asked.round, actor=SYSTEM)
    assert browser.get(path[1]).status_code == 404
    assert browser.get(reverse("agree:by_mail", args=["none"])).status_code == 404


def test_who_answers_twice_or_late_is_heard_and_minuted(asked: Any, people: Any) -> None:
    question = of(asked, "owner")
    Question.objects.filter(pk=question.pk).update(due_at=timezone.now() - timedelta(days=1))
    for answer in ("yes", "no", "no"):
        actions.give_answer(question, answer, "", actor=people["owner"])
    assert of(asked, "owner").answer == "no"
    assert lines(asked.round) == [("asked", ""), ("answered", "yes"), ("answered", "no")]
    assert settled_by(asked) == {question.group_id: (question.option, "refused")}


@pytest.mark.parametrize(("rule", "means"), [("keep", "no"), ("agree", "yes")])
def test_silence_means_what_the_rules_say(rule: str, means: str, asked: Any, people: Any) -> None:
    Round.objects.filter(pk=asked.round_id).update(silence=rule)
    actions.give_answer(of(asked, "owner"), "yes", "", actor=people["owner"])
    assert actions.apply_silence.func() == 0
    Question.objects.filter(proposal=asked).update(due_at=timezone.now() - timedelta(seconds=1))
    assert actions.apply_silence.func() == 1
    assert actions.apply_silence.func() == 0
    silent = of(asked, "partner")
    assert (silent.answer, silent.way, of(asked, "owner").way) == (means, "silence", "login")
    assert lines(asked.round)[-1] == ("silence", means)
    actions.give_answer(silent, "yes", "", actor=people["partner"])
    assert of(asked, "partner").way == "login"


def test_a_no_has_its_price(asked: Any, people: Any, client_of: Any) -> None:
    job = Job.objects.get(kind=actions.PRICES)
    actions.find_prices.func(job.pk, asked.pk)
    asked.refresh_from_db()
    group = Group.objects.get(pk=of(asked, "owner").group_id)
    price = asked.document["prices"][str(group.number)]
    assert price["lost"] == 0  # a duplicate is worth as much where it stays twice
    assert price["instead"]["kind"] == "keep"
    page = client_of(people["owner"]).get(
        reverse("agree:answers", args=[asked.round_id]), headers={"accept-language": "en"}
    )
    assert "the region loses nothing" in page.content.decode()
    assert "as planned" in page.content.decode()


def test_a_round_goes_on_with_what_owners_said(asked: Any, people: Any) -> None:
    question = of(asked, "owner")
    actions.give_answer(question, "no", "unser Stand ist bezahlt", actor=people["owner"])
    again = actions.propose_again(asked.round, actor=people["manager"])
    proposals.compute_proposal.func(again.job_id, again.pk)
    again.refresh_from_db()
    assert again.changes["forbid"] == {str(question.group_id): [question.option]}
    settled = {frozenset(g["measures"]): g["option"] for g in again.groups}
    assert question.option not in settled.values()
    # the other way round: both agree, and are not asked again about the same
    for key in ("owner", "partner"):
        actions.give_answer(of(asked, key), "yes", "", actor=people[key])
    final = actions.propose_again(asked.round, actor=people["manager"])
    proposals.compute_proposal.func(final.job_id, final.pk)
    final.refresh_from_db()
    before = Mail.objects.count()
    assert actions.ask_owners(final, actor=people["manager"]) == 0
    assert Mail.objects.count() == before
    assert {q.answer for q in final.questions.all()} == {"yes"}
    assert [p.number for p in Proposal.objects.filter(is_asked=True)] == [final.number]


def test_what_is_asked_no_longer_takes_no_answer(asked: Any, people: Any) -> None:
    actions.withdraw(asked.round, actor=people["manager"])
    with pytest.raises(NeisseError, match=r"round\.not_asked"):
        actions.give_answer(of(asked, "owner"), "yes", "", actor=people["owner"])
    assert lines(asked.round) == [("asked", ""), ("withdrawn", "")]
    take_back(asked.round, actor=SYSTEM)
    with pytest.raises(NeisseError, match=r"round\.minutes"):
        delete_round(asked.round, actor=SYSTEM)


def test_only_what_still_stands_is_put_to_owners(asked: Any, plans: Any, people: Any) -> None:
    actions.withdraw(asked.round, actor=people["manager"])
    plans["stand"].delete()
    with pytest.raises(NeisseError, match=r"round\.stale"):
        actions.ask_owners(asked, actor=people["manager"])
    made = proposals.begin_proposal(asked.round, actor=people["manager"])
    with pytest.raises(NeisseError, match=r"round\.not_ready"):
        actions.ask_owners(made, actor=people["manager"])


def test_the_pages_of_a_manager_from_proposal_to_minutes(asked: Any, people: Any, client_of: Any) -> None:
    client, row = client_of(people["manager"]), asked.round
    actions.give_answer(of(asked, "owner"), "if", "mit zwei Tagen", actor=people["owner"])
    page = client.get(
        reverse("agree:answers", args=[row.pk]), headers={"accept-language": "de"}
    ).content.decode()
    assert "mit zwei Tagen" in page
    for language in ("de", "pl", "en"):
        told = client.get(reverse("agree:minutes", args=[row.pk]), headers={"accept-language": language})
        assert "mit zwei Tagen" in told.content.decode()
    exported = client.get(
        reverse("agree:minutes_export", args=[row.pk]), {"format": "jsonl"}
    ).content.decode()
    assert [re.search(r'"kind": ?"(\w+)"', line)[1] for line in exported.splitlines()] == [
        "answered",
        "asked",
    ]
    client.post(reverse("agree:owners_step", args=[row.pk]), {"step": "withdraw"})
    assert not Proposal.objects.filter(is_asked=True).exists()
    client.post(reverse("agree:ask", args=[row.pk, asked.number]))
    assert Proposal.objects.filter(is_asked=True).exists()
    sent = client.post(reverse("agree:owners_step", args=[row.pk]), {"step": "again"})
    assert sent["Location"] == reverse("agree:proposal", args=[row.pk, 3])


@pytest.mark.one_database("how many queries are asked is decided in Python")
@pytest.mark.parametrize("role", ["manager", "owner"])
def test_three_questions_cost_as_much_as_one(
    role: str,
    plans: Any,
    people: Any,
    table_of: Any,
    measure: Any,
    client_of: Any,
) -> None:
    row = table_of(Organisation.objects.filter(key__in=["owner", "partner"]))
    counted = []
    for _more in range(2):
        computed(row)
        groups = Group.objects.filter(round=row)
        proposal = computed(row, {"locks": {str(group.pk): "drop" for group in groups}})
        actions.ask_owners(proposal, actor=SYSTEM)
        found = []
        for name in ("answers", "minutes"):
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                assert client_of(people[role]).get(reverse(f"agree:{name}", args=[row.pk])).status_code == 200
            found.append(len(captured))
        counted.append(found)
        actions.withdraw(row, actor=SYSTEM)
        for n in range(3):
            measure(plans["fair"].owner, starts=f"2027-0{n + 2}-01")
    assert counted[0] == counted[1]


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_both_minuted(asked: Any, people: Any, together: Any) -> None:
    Question.objects.filter(proposal=asked).update(due_at=timezone.now() - timedelta(days=1))
    pks = {of(asked, key).pk: people[key].pk for key in ("owner", "partner")}

    def act(number: int) -> None:
        from neisse.web.accounts.models import User
        from neisse.web.agree.actions.answers import apply_silence, give_answer
        from neisse.web.agree.models import Question as Asked

        if number == 0:
            apply_silence.func()
            return
        question = Asked.objects.select_related("proposal__round").get(pk=number)
        give_answer(question, "yes", "", actor=User.objects.get(pk=pks[number]))

    found = together(act, [*pks, 0], "SELECT number, kind FROM agree_minute ORDER BY number")
    assert [number for number, _kind in found] == list(range(1, len(found) + 1))
    assert [kind for _number, kind in found].count("answered") == 2
