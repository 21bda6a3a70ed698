"""A mail server in every kind of trouble: nothing is lost, nothing goes twice, and what is uncertain says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from neisse.engine.values import NeisseError
from neisse.web.core.actions.mail import forget_mails, forget_old_mails, post, send_again
from neisse.web.core.actions.mail.outbox import TURNING
from neisse.web.core.actions.mail.sending import PAUSES, claim, note, send_due, settle_expired
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Mail

State = Mail.State
SECRET = "https://example.org/secret"


def written(to: str = "ada@example.org", **fields: Any) -> Mail:
    known = {"language": "pl", "subject": "Zażółć gęślą jaźń", "body": f"Grüße\n.\n{SECRET}\n"}
    return post("test", to, **known | fields)


def state_of(mail: Mail) -> str:
    return Mail.objects.get(pk=mail.pk).state


def later(mail: Mail) -> None:
    """The pause before the next attempt is over."""
    Mail.objects.filter(pk=mail.pk).update(due_at=timezone.now())


def test_what_arrives_is_what_was_written(mail_server: Any) -> None:
    mail = written(body=f"Grüße\n.\n..zwei\n{'x' * 2000}\n{SECRET}")
    assert send_due().sent == 1
    letter = mail_server.letters[0]
    assert (letter["Subject"], letter["To"], letter["Message-ID"]) == (mail.subject, mail.to, mail.message_id)
    assert (letter["Auto-Submitted"], letter["Content-Language"]) == ("auto-generated", "pl")
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().replace("\r\n", "\n") == mail.body
    assert mail_server.raw[0].isascii()
    sent = Mail.objects.get()
    assert (sent.state, sent.body, sent.error) == (State.SENT, "", "")
    assert sent.sent_at is not None
    send_again(Mail.objects.all(), actor=SYSTEM)
    assert (send_due().sent, len(mail_server.letters)) == (0, 1)


def test_a_rolled_back_mail_was_never_written(mail_server: Any) -> None:
    with transaction.atomic():
        written()
        transaction.set_rollback(True)
    assert (send_due().sent, mail_server.letters) == (0, [])


@pytest.mark.parametrize("kind", ["absent", "connect", "greeting", "drips"])
def test_a_server_that_is_not_there_costs_an_attempt_of_one_mail(kind: str, silent: Any) -> None:
    silent(kind)
    first, second = written(), written()
    began = timezone.now()
    assert send_due().is_server_down
    assert (state_of(first), state_of(second)) == (State.WAITING, State.WAITING)
    tried, untried = Mail.objects.get(pk=first.pk), Mail.objects.get(pk=second.pk)
    assert (tried.attempts, untried.attempts) == (1, 0)
    assert tried.error
    assert tried.body == first.body
    assert tried.due_at - began > PAUSES[0]


@pytest.mark.parametrize(
    ("step", "trouble", "state"),
    [
        ("ehlo", "close", State.WAITING),
        ("mail", "451 later", State.WAITING),
        ("mail", "550 not from you", State.WAITING),
        ("mail", "close", State.WAITING),
        ("rcpt", "450 grey", State.WAITING),
        ("rcpt", "550 nobody", State.FAILED),
        ("rcpt", "close", State.WAITING),
        ("rcpt", 5.0, State.WAITING),
        ("data", "451 later", State.WAITING),
        ("data", "554 no", State.FAILED),
        ("data", "close", State.WAITING),
        ("data", 2.5, State.WAITING),
        ("text", "452 full", State.WAITING),
        ("text", "554 spam", State.FAILED),
        ("text", "close", State.PERHAPS_SENT),
        ("receipt", "close", State.PERHAPS_SENT),
        ("receipt", 5.5, State.PERHAPS_SENT),
    ],
)
def test_trouble_at_each_step(step: str, trouble: Any, state: State, mail_server: Any) -> None:
    mail = written()
    mail_server.trouble[step] = trouble
    send_due()
    assert state_of(mail) == state
    assert Mail.objects.get().error
    mail_server.trouble.clear()
    taken = len(mail_server.letters)
    assert taken == (1 if step == "receipt" else 0)
    later(mail)
    send_due()
    assert len(mail_server.letters) == (1 if state == State.WAITING else taken)
    if state == State.PERHAPS_SENT:  # a person decides, and the Message-ID tells both apart from two mails
        send_again(Mail.objects.all(), actor=SYSTEM)
        assert send_due().sent == 1
        assert set(mail_server.counted) == {mail.message_id}
    assert (state_of(mail), Mail.objects.get().body) == (
        (State.FAILED, mail.body) if state == State.FAILED else (State.SENT, "")
    )


def test_a_refused_recipient_stops_nobody_else(mail_server: Any) -> None:
    mail_server.trouble |= {"bad@example.org": "550 nobody", "grey@example.org": "451 later"}
    mails = [written(f"{name}@example.org") for name in ("a", "bad", "b", "grey", "c")]
    mails.insert(2, written("not an address"))
    assert send_due().sent == 3
    assert [state_of(mail) for mail in mails] == ["sent", "failed", "failed", "sent", "waiting", "sent"]
    assert [letter["To"] for letter in mail_server.letters] == [f"{n}@example.org" for n in "abc"]


def test_pauses_grow_and_end(silent: Any) -> None:
    silent("absent")
    mail = written()
    for attempt, pause in enumerate(PAUSES, 1):
        send_due()
        row = Mail.objects.get()
        assert (row.state, row.attempts) == (State.WAITING, attempt)
        assert pause - timedelta(minutes=1) < row.due_at - timezone.now() <= pause
        assert send_due() == type(send_due())(0, False)  # nothing is tried before its time
        later(mail)
    send_due()
    row = Mail.objects.get()
    assert (row.state, row.attempts, row.body) == (State.FAILED, len(PAUSES) + 1, mail.body)


def test_urgent_mails_overtake(mail_server: Any) -> None:
    for to, urgent in (("a@example.org", False), ("b@example.org", True)):
        written(to, urgent=urgent)
    send_due()
    assert [letter["To"] for letter in mail_server.letters] == ["b@example.org", "a@example.org"]


def test_a_sender_that_was_away_too_long_hands_nothing_over(mail_server: Any) -> None:
    """Its lease ended, somebody else took the mail meanwhile, and no note of the first one counts."""
    mail = written()

    held = claim()
    assert held is not None
    Mail.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert send_due().sent == 1
    assert not note(held, State.HANDING_OVER)
    assert not note(held, State.WAITING, claim="")
    assert (state_of(mail), len(mail_server.letters)) == (State.SENT, 1)


def test_what_a_dead_sender_left_is_settled_once_its_lease_is_over() -> None:
    early, handed = written(), written()
    for mail, state in ((early, State.SENDING), (handed, State.HANDING_OVER)):
        held = claim()
        assert held is not None
        assert held.pk == mail.pk
        if state == State.HANDING_OVER:
            note(held, state, leased_until=timezone.now() + timedelta(minutes=1))
    settle_expired()
    assert (state_of(early), state_of(handed)) == (State.SENDING, State.HANDING_OVER)
    Mail.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    settle_expired()
    assert (state_of(early), state_of(handed)) == (State.WAITING, State.PERHAPS_SENT)


def test_a_sender_that_is_to_stop_hands_nothing_over(mail_server: Any) -> None:
    mail = written()
    asked = iter([False, True, True])
    assert send_due(stop=lambda: next(asked)).sent == 0
    assert (state_of(mail), mail_server.letters) == (State.WAITING, [])
    assert Mail.objects.get().attempts == 0


LINES = st.text(st.characters(codec="utf-8"), max_size=60)


@example(text="Hello\r\nBcc: everybody@example.org")
@example(text="\u202egro.elpmaxe//:sptth")
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=LINES)
def test_no_text_makes_a_header_or_turns_a_line(text: str, mailoutbox: Any) -> None:
    mailoutbox.clear()
    Mail.objects.all().delete()
    mail = written(subject=text, body=text, to="ada@example.org")
    assert not any(ord(sign) < 32 or ord(sign) in TURNING for sign in mail.subject)
    assert not any(ord(sign) in TURNING for sign in mail.body)
    assert send_due().sent == 1
    letter = mailoutbox[0].message()
    known = {"Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To"}
    assert set(letter.keys()) == known | {"Message-ID", "Date", "Auto-Submitted", "Content-Language"}


@pytest.mark.parametrize("to", ["a@example.org\nBcc: b@example.org", "a\u202e@example.org", "a\x00@b.org"])
def test_an_address_with_a_second_line_is_refused(to: str) -> None:
    with pytest.raises(NeisseError, match="address"):
        written(to)
    assert not Mail.objects.exists()


def test_erasure_reaches_mails_of_others_and_files(settings: Any, tmp_path: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    written("ada@example.org")
    written("bob@example.org", subject="Bob", body="x " * 36 + "ada@example.org would like to meet you")
    written("eve@example.org", subject="Nothing of her")
    assert send_due().sent == 3
    assert (tmp_path / "mail").stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "mail").iterdir())
    waits = written(
        "bob@example.org", subject="Ada Łoś accepts", body="Ada Łoś (ada@example.org) and Adam Łośik"
    )
    written("someone@example.org", about="meet.registration:5")
    with transaction.atomic():
        forget_mails(addresses=["Ada@example.org"], about=["meet.registration:5"], words=["Ada Łoś"])
    if connection.in_atomic_block:  # the files go after the commit, which a test never reaches
        for _sid, call, _robust in connection.run_on_commit:
            call()
    left = Mail.objects.get(pk=waits.pk)
    assert (left.subject, left.body) == ("– accepts", "– (–) and Adam Łośik\n")
    assert sorted(Mail.objects.values_list("to", flat=True)) == [
        "bob@example.org",
        "bob@example.org",
        "eve@example.org",
    ]
    assert [b"eve@example.org" in path.read_bytes() for path in (tmp_path / "mail").iterdir()] == [True]


def test_the_same_mail_is_the_same_file(settings: Any, tmp_path: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    mail = written()
    for _ in range(2):  # as a sender that was killed before it could note that it was done
        send_due()
        Mail.objects.update(state=State.SENDING, body=mail.body, leased_until=timezone.now() - timedelta(1))
    assert len(list(tmp_path.iterdir())) == 1


def test_old_mails_are_forgotten_but_not_what_waits() -> None:
    for state in State:
        mail = written()
        Mail.objects.filter(pk=mail.pk).update(state=state, created_at=timezone.now() - timedelta(days=91))
    written()
    forget_old_mails(timezone.now())
    assert set(Mail.objects.values_list("state", flat=True)) == {"waiting", "sending", "handing"}
    assert Mail.objects.count() == 4
