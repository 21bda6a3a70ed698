"""The page of the outbox: for managers, never with the text of a mail, and what its buttons do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from neisse.web.core.actions.mail import post
from neisse.web.core.models import Mail
from neisse.web.core.queries.mails import GROUPS, mail_counts, mail_health

State = Mail.State
SECRET = "https://example.org/secret-of-a-link"


def mail_in(state: State, **fields: Any) -> Mail:
    mail = post("test", f"{state}@example.org", language="de", subject=f"Subject {state}", body=SECRET)
    Mail.objects.filter(pk=mail.pk).update(state=state, **fields)
    return Mail.objects.get(pk=mail.pk)


@pytest.mark.parametrize("role", ["circle", "member", "guest", None])
def test_only_managers_see_and_move_mails(role: str | None, user: Any, client_of: Any) -> None:
    failed = mail_in(State.FAILED)
    client = client_of(user(role) if role else None)
    for answer in (
        client.get(reverse("core:mails")),
        client.post(reverse("core:mail_act", args=[failed.pk]), {"action": "again"}),
        client.post(reverse("core:mails_again")),
    ):
        assert answer.status_code in {302, 403}
        assert failed.to not in answer.content.decode()
    assert Mail.objects.get().state == State.FAILED
    assert reverse("core:mails") not in client.get("/").content.decode()


def test_every_state_stands_in_one_group_and_none_shows_a_text(user: Any, client_of: Any) -> None:
    assert sorted(state for states in GROUPS.values() for state in states) == sorted(State.values)
    for state in State:
        mail_in(state)
    client = client_of(user("manager"))
    assert reverse("core:mails") in client.get("/").content.decode()
    for group, states in GROUPS.items():
        page = client.get(reverse("core:mails"), {"state": group}).content.decode()
        assert {state for state in State.values if f"{state}@example.org" in page} == set(states)
        assert "secret-of-a-link" not in page
        assert mail_counts()[group] == len(states)
    page = client.get(reverse("core:mails"), {"state": "all", "q": "perhaps@"}).content.decode()
    assert {state for state in State.values if f"{state}@example.org" in page} == {State.PERHAPS_SENT}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", ["again", "discard"])
def test_what_is_on_its_way_or_over_cannot_be_moved(
    state: State, action: str, user: Any, client_of: Any
) -> None:
    mail = mail_in(state, attempts=3, claim="somebody", due_at=timezone.now() + timedelta(hours=8))
    client_of(user("manager")).post(reverse("core:mail_act", args=[mail.pk]), {"action": action})
    after = Mail.objects.get()
    if state not in {State.WAITING, *Mail.STUCK}:
        assert (after.state, after.body, after.claim) == (state, mail.body, "somebody")
    elif action == "again":
        assert (after.state, after.attempts, after.claim) == (State.WAITING, 0, "")
        assert after.due_at <= timezone.now()
        assert (after.message_id, after.body) == (mail.message_id, mail.body)
    else:
        assert (after.state, after.body) == (State.DISCARDED, "")


def test_all_that_failed_goes_again_but_not_what_was_perhaps_sent(user: Any, client_of: Any) -> None:
    mail_in(State.FAILED)
    mail_in(State.PERHAPS_SENT)
    client_of(user("manager")).post(reverse("core:mails_again"))
    assert sorted(Mail.objects.values_list("state", flat=True)) == [State.PERHAPS_SENT, State.WAITING]


def test_health_says_how_long_a_mail_waits_for_a_sender() -> None:
    assert (mail_health().waiting, mail_health().overdue_s) == (0, 0.0)
    now = timezone.now()
    mail_in(State.WAITING, due_at=now + timedelta(hours=2))
    assert (mail_health().waiting, mail_health().overdue_s) == (1, 0.0)
    mail_in(State.WAITING, due_at=now - timedelta(minutes=10))
    mail_in(State.FAILED)
    mail_in(State.PERHAPS_SENT)
    mail_in(State.SENT, sent_at=now)
    health = mail_health()
    assert (health.waiting, health.failed, health.perhaps_sent, health.last_sent_at) == (2, 1, 1, now)
    assert health.overdue_s >= 600
