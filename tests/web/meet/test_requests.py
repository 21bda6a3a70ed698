"""Requests for meetings: who may ask whom, answers from a mail, limits, stepping out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from neisse.engine.values import NeisseError
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Mail
from neisse.web.meet.actions.profile import keep_profile
from neisse.web.meet.actions.registration import withdraw
from neisse.web.meet.actions.requests import MAILS_A_DAY, answer, ask, withdraw_request
from neisse.web.meet.links import answer_path, answer_secret
from neisse.web.meet.models import MeetingPlan, MeetingRequest
from neisse.web.meet.queries import requests as reads
from neisse.web.meet.queries.mails import mails_to


@pytest.fixture
def pair(market: Any, takes_part: Any) -> Any:
    forum = market()
    return takes_part(forum, "ann@example.org"), takes_part(forum, "bob@example.org", language="pl")


def refused(code: str, *call: Any) -> None:
    with pytest.raises(NeisseError) as error:
        call[0](*call[1:], actor=SYSTEM)
    assert error.value.code == code
    assert error.value.hint


def test_asked_answered_and_both_are_told_in_their_language(pair: Any) -> None:
    ann, bob = pair
    request = ask(ann, bob, "Sensors?", actor=SYSTEM)
    told = Mail.objects.get(purpose="request")
    assert (told.to, told.language) == ("bob@example.org", "pl")
    assert answer_path(request) in told.body
    assert "Sensors?" in told.body
    assert answer_secret(request) not in str(MeetingRequest.objects.values().get())
    answer(request, True, "Gladly", actor=SYSTEM)
    back = Mail.objects.get(purpose="request_answered")
    assert (back.to, back.language) == ("ann@example.org", "en")
    assert "Gladly" in back.body
    answer(request, True, actor=SYSTEM)
    assert Mail.objects.filter(purpose="request_answered").count() == 1


def test_one_live_request_of_a_pair_and_none_to_oneself(pair: Any, market: Any, takes_part: Any) -> None:
    ann, bob = pair
    refused("request.self", ask, ann, ann)
    request = ask(ann, bob, actor=SYSTEM)
    refused("request.exists", ask, ann, bob)
    answer(request, False, actor=SYSTEM)
    assert ask(bob, ann, actor=SYSTEM).state == "open"
    refused("request.exists", answer, request, True)
    stranger = takes_part(market(), "far@example.org")
    refused("request.not_there", ask, ann, stranger)


def test_the_database_keeps_a_pair_to_one_live_request(pair: Any) -> None:
    ann, bob = pair
    ask(ann, bob, actor=SYSTEM)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingRequest.objects.create(event=ann.event, asker=bob, asked=ann)
    MeetingRequest.objects.create(event=ann.event, asker=bob, asked=ann, state="declined")


def test_only_who_takes_part_asks_and_is_asked(pair: Any, registered: Any) -> None:
    ann, bob = pair
    silent = registered(ann.event, "silent@example.org")
    refused("request.no_profile", ask, silent, ann)
    refused("request.not_there", ask, ann, silent)
    keep_profile(bob, {"takes_part": False}, actor=SYSTEM)
    refused("request.not_there", ask, ann, bob)


def test_an_organisation_is_met_once_unless_allowed(market: Any, takes_part: Any, organisation: Any) -> None:
    forum, firm = market(), organisation()
    one, two = (takes_part(forum, f"{n}@firm.example", organisation=firm) for n in ("one", "two"))
    buyer = takes_part(forum, "buyer@example.org")
    request = ask(one, buyer, actor=SYSTEM)
    refused("request.same_organisation", ask, two, buyer)
    refused("request.same_organisation", ask, buyer, two)
    withdraw_request(request, one, actor=SYSTEM)
    assert ask(two, buyer, actor=SYSTEM).state == "open"
    MeetingPlan.objects.filter(event=forum).update(same_organisation_allowed=True)
    assert ask(one, buyer, actor=SYSTEM).state == "open"


def test_colleagues_without_an_entry_in_the_directory_are_told_by_the_name(
    market: Any, takes_part: Any
) -> None:
    forum = market()
    one, two = (
        takes_part(forum, f"{n}@firm.example", organisation_name="Firma GmbH") for n in ("one", "two")
    )
    buyer = takes_part(forum, "buyer@example.org")
    ask(one, buyer, actor=SYSTEM)
    refused("request.same_organisation", ask, two, buyer)


def test_nobody_asks_without_end(market: Any, takes_part: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    forum = market(plan={"most_open_requests": 2})
    ann, *others = (takes_part(forum, f"p{n}@example.org") for n in range(5))
    first = ask(ann, others[0], actor=SYSTEM)
    ask(ann, others[1], actor=SYSTEM)
    refused("request.limit", ask, ann, others[2])
    withdraw_request(first, ann, actor=SYSTEM)
    ask(ann, others[2], actor=SYSTEM)
    monkeypatch.setattr(reads, "ASKED_A_DAY", 3)
    MeetingPlan.objects.update(most_open_requests=99)
    refused("request.too_fast", ask, ann, others[3])


def test_a_letterbox_is_not_flooded(market: Any, takes_part: Any) -> None:
    forum = market()
    star = takes_part(forum, "star@example.org")
    for n in range(MAILS_A_DAY + 2):
        ask(takes_part(forum, f"fan{n}@example.org"), star, actor=SYSTEM)
    assert mails_to(star).filter(purpose="request").count() == MAILS_A_DAY
    assert reads.to_answer(star).count() == MAILS_A_DAY + 2


def test_after_the_deadline_nothing_is_asked_or_answered(pair: Any) -> None:
    ann, bob = pair
    request = ask(ann, bob, actor=SYSTEM)
    MeetingPlan.objects.update(requests_until=timezone.now() - timedelta(minutes=1))
    refused("request.closed", ask, bob, ann)
    refused("request.closed", answer, request, True)
    page = Client().get(answer_path(request)).content.decode()
    assert 'name="step"' not in page


def test_the_link_of_the_mail_answers_this_request_alone(pair: Any, letters: Any) -> None:
    ann, bob = pair
    request = ask(ann, bob, actor=SYSTEM)
    link = next(
        found for m in letters() if (found := re.search(r"https://\S+(/events/answer/\S+/)", m.body))
    ).group(1)
    stranger = Client()
    for _look in range(2):
        assert stranger.get(link).status_code == 200
    assert stranger.head(link).status_code == 200
    request.refresh_from_db()
    assert request.state == "open"
    assert bob.email not in stranger.get(link).content.decode()
    assert stranger.post(link, {"step": "withdraw"}).status_code == 200
    assert stranger.post(link, {"step": "accept", "answer": "Tak"}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.answer) == ("accepted", "Tak")
    stranger.post(link, {"step": "decline"})
    request.refresh_from_db()
    assert request.state == "declined"
    assert stranger.get("/events/answer/wrong/").status_code == 404
    assert stranger.get(f"/events/mine/{answer_secret(request)}/").status_code == 404


def test_a_withdrawn_request_cannot_be_answered(pair: Any) -> None:
    ann, bob = pair
    request = ask(ann, bob, actor=SYSTEM)
    assert withdraw_request(request, bob, actor=SYSTEM).state == "open"
    assert withdraw_request(request, ann, actor=SYSTEM).state == "withdrawn"
    refused("request.withdrawn", answer, request, True)
    assert not Mail.objects.filter(purpose="request_withdrawn").exists()


def test_an_agreed_meeting_called_off_is_told(pair: Any) -> None:
    ann, bob = pair
    request = answer(ask(ann, bob, actor=SYSTEM), True, actor=SYSTEM)
    assert withdraw_request(request, bob, actor=SYSTEM).state == "withdrawn"
    assert Mail.objects.get(purpose="request_withdrawn").to == ann.email


def test_after_publishing_the_organiser_hears_of_it(pair: Any, published: Any) -> None:
    ann, bob = pair
    request = answer(ask(ann, bob, actor=SYSTEM), True, actor=SYSTEM)
    published(ann.event, [(request, 0, 0)])
    assert withdraw_request(request, bob, actor=SYSTEM).state == "accepted"
    withdraw_request(request, bob, actor=SYSTEM)
    change = ann.event.meeting_changes.get()
    assert (change.kind, change.request_id, change.state) == ("request_removed", request.pk, "open")


def test_who_steps_out_or_withdraws_ends_their_requests(pair: Any, takes_part: Any) -> None:
    ann, bob = pair
    cora = takes_part(ann.event, "cora@example.org")
    sent, got, agreed = (
        ask(ann, bob, actor=SYSTEM),
        ask(cora, ann, actor=SYSTEM),
        answer(ask(bob, cora, actor=SYSTEM), True, actor=SYSTEM),
    )
    keep_profile(ann, {"takes_part": False}, actor=SYSTEM)
    withdraw(bob, actor=SYSTEM)
    states = {r.pk: r.state for r in MeetingRequest.objects.all()}
    assert states == {sent.pk: "withdrawn", got.pk: "declined", agreed.pk: "withdrawn"}
    assert Mail.objects.get(purpose="request_withdrawn").to == cora.email
