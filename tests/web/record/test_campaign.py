"""A campaign: asked once, reminded as a digest and not too often, answered through the link, seen by managers alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from neisse.engine.values import NeisseError
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Mail
from neisse.web.record.actions import campaign as actions
from neisse.web.record.actions.reminding import remind
from neisse.web.record.links import secret_of_seed
from neisse.web.record.models import Campaign, IntakeLink, IntakeSubmission, Recipient

PLAN = {"title": "Fachtag Optik", "kind": "event", "certainty": "planned", "visibility": "circle"}
WORDS = {f"{name}_{code}": f"{name} {code}" for name in ("title", "text") for code in ("de", "pl", "en")}
DAY = timedelta(days=1)


@pytest.fixture
def manager(user: Any, client_of: Any) -> Any:
    return client_of(user("manager"))


@pytest.fixture
def asking(organisation: Any) -> Any:
    """`asking(addresses...)`: a campaign that was sent, with its recipients."""

    def make(*addresses: str, every_days: int = 7, days: int = 30) -> Campaign:
        row = Campaign(**WORDS, open_until=timezone.localdate() + timedelta(days=days), every_days=every_days)
        actions.keep_campaign(row, actor=SYSTEM)
        for address in addresses:
            house = organisation(name=f"Haus {address}")
            asked = actions.Asked(house, "Ida Muster", address, "pl")
            actions.add_recipients(row, [asked], actor=SYSTEM)
        actions.send(row, web_address="https://neisse.example/", actor=SYSTEM)
        actions.send_mails.func(row.pk)
        row.refresh_from_db()
        return row

    return make


def page_of(recipient: Recipient) -> str:
    return reverse("record:intake", args=[secret_of_seed(recipient.seed)])


def told(purpose: str) -> list[str]:
    return sorted(Mail.objects.filter(purpose=purpose).values_list("to", flat=True))


def work(number: int) -> None:
    """What a worker does."""
    from neisse.web.record.actions.campaign import send_mails
    from neisse.web.record.models import Campaign

    send_mails.func(Campaign.objects.get().pk)


def test_one_tap_never_mails(manager: Any, organisation: Any) -> None:
    organisation(name="Muster Optik", mail="info@optik.example", country="DE")
    made = manager.post(
        reverse("record:campaign_new"), {**WORDS, "last_day": "2030-05-01", "every_days": "7"}
    )
    row = Campaign.objects.get()
    assert made.url == reverse("record:campaign_recipients", args=[row.pk])
    assert row.open_until == date(2030, 5, 2)
    shown = manager.get(made.url).content.decode()
    assert "info@optik.example" in shown
    chosen = {
        "by": "list",
        "organisation": [r.organisation.slug for r in manager.get(made.url).context["rows"]],
    }
    manager.post(made.url, chosen)
    assert Recipient.objects.get().link.language == "de"
    preview = manager.get(reverse("record:campaign_send", args=[row.pk])).content.decode()
    assert all(f"text {code}" in preview for code in ("de", "pl", "en"))
    assert not Mail.objects.exists()
    manager.post(reverse("record:campaign_send", args=[row.pk]))
    actions.send_mails.func(row.pk)
    mail = Mail.objects.get()
    assert (mail.to, mail.subject, mail.language) == ("info@optik.example", "title de", "de")
    assert page_of(Recipient.objects.get()) in mail.body


def test_sent_again_nobody_gets_a_second_mail(asking: Any) -> None:
    row = asking("a@example.org", "b@example.org")
    with pytest.raises(NeisseError) as refused:
        actions.send(row, web_address="https://neisse.example/", actor=SYSTEM)
    assert refused.value.code == "campaign.nobody"
    actions.send_mails.func(row.pk)
    assert told("campaign") == ["a@example.org", "b@example.org"]


@pytest.mark.parametrize("how", ["plan", "nothing", "refused"])
def test_who_has_answered_is_not_reminded(asking: Any, client_of: Any, how: str) -> None:
    asking("a@example.org", "b@example.org")
    page = page_of(Recipient.objects.get(address="a@example.org"))
    assert client_of(None).get(page).status_code == 200
    sent = client_of(None).post(page, PLAN if how == "plan" else {"by": how, "note": "dopiero 2028"})
    assert sent.status_code == 302
    assert Recipient.objects.get(address="a@example.org").answer == {"plan": "plans"}.get(how, how)
    assert IntakeSubmission.objects.exists() == (how == "plan")
    assert remind(timezone.now() + 8 * DAY) == 1
    assert told("campaign_reminder") == ["b@example.org"]


def test_a_reminder_is_one_mail_whatever_was_missed_and_not_too_often(asking: Any) -> None:
    asking("a@example.org")
    asking("a@example.org", "b@example.org")
    now = timezone.now()
    assert remind(now + 6 * DAY) == 0
    assert remind(now + 8 * DAY) == 2
    body = Mail.objects.get(purpose="campaign_reminder", to="a@example.org").body
    assert body.count("/intake/") == 2
    assert remind(now + 8 * DAY) == remind(now + 14 * DAY) == 0
    assert remind(now + 16 * DAY) == 2


def test_the_deadline_the_end_and_a_failed_mail_stop_reminders(asking: Any) -> None:
    over, ended = asking("over@example.org", days=8), asking("ended@example.org")
    asking("failed@example.org", "revoked@example.org")
    asking("never@example.org", every_days=0)
    actions.close(ended, actor=SYSTEM)
    Mail.objects.filter(to="failed@example.org").update(state=Mail.State.FAILED)
    IntakeLink.objects.filter(recipient__address="revoked@example.org").update(revoked_at=timezone.now())
    assert remind(timezone.now() + 9 * DAY) == 0
    over.open_until += timedelta(days=30)
    actions.keep_campaign(over, actor=SYSTEM)
    actions.reopen(ended, actor=SYSTEM)
    assert remind(timezone.now() + 9 * DAY) == 2
    assert told("campaign_reminder") == ["ended@example.org", "over@example.org"]


def test_a_reminder_that_is_cut_off_is_neither_lost_nor_sent_twice(asking: Any, monkeypatch: Any) -> None:
    from neisse.web.record.actions import reminding

    asking("a@example.org", "b@example.org", "c@example.org")
    real, calls = reminding.post_rendered, []

    def dies(*args: Any, **words: Any) -> Any:
        calls.append(args)
        if len(calls) == 2:
            real(*args, **words)
            raise KeyboardInterrupt
        return real(*args, **words)

    monkeypatch.setattr(reminding, "post_rendered", dies)
    later = timezone.now() + 8 * DAY
    with pytest.raises(KeyboardInterrupt):
        remind(later)
    assert told("campaign_reminder") == ["a@example.org"]
    remind(later)
    assert told("campaign_reminder") == ["a@example.org", "b@example.org", "c@example.org"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_once_to_each(asking: Any, together: Any, organisation: Any) -> None:
    row = asking("first@example.org")
    for number in range(5):
        house = organisation(name=f"Late {number}")
        actions.add_recipients(row, [actions.Asked(house, "", f"{number}@example.org", "de")], actor=SYSTEM)

    found = together(work, [1, 2, 3], 'SELECT "to" FROM core_mail ORDER BY 1')
    assert [to for (to,) in found] == [*(f"{number}@example.org" for number in range(5)), "first@example.org"]


def test_late_is_taken_and_marked_ended_is_refused(asking: Any, client_of: Any, manager: Any) -> None:
    row = asking("a@example.org")
    page = page_of(Recipient.objects.get())
    Campaign.objects.update(open_until=timezone.localdate())
    assert client_of(None).post(page, PLAN).status_code == 302
    assert Recipient.objects.get().is_late
    manager.post(reverse("record:campaign_state", args=[row.pk]), {"step": "close"})
    assert client_of(None).get(page).status_code == 200
    assert client_of(None).post(page, PLAN | {"title": "Another"}).status_code == 422
    assert client_of(None).post(page, {"by": "nothing"}).status_code == 400
    assert IntakeSubmission.objects.count() == 1


def test_opening_is_noted_by_the_page_and_not_by_a_robot(asking: Any, client_of: Any) -> None:
    asking("a@example.org")
    page = page_of(Recipient.objects.get())
    client_of(None).get(page)
    assert Recipient.objects.get().opened_at is None
    assert client_of(None).post(page, {"by": "opened"}).status_code == 204
    assert Recipient.objects.get().opened_at is not None


def test_a_question_back_and_a_correction_through_the_same_link(
    asking: Any, client_of: Any, manager: Any
) -> None:
    asking("a@example.org")
    page = page_of(Recipient.objects.get())
    client_of(None).post(page, PLAN)
    sub = IntakeSubmission.objects.get()
    decide = reverse("record:intake_decide", args=[sub.pk])
    manager.post(decide, {"decision": "ask", "answer": "In welcher Stadt?"})
    mail = Mail.objects.get(purpose="campaign_answer")
    assert mail.to == "a@example.org"
    assert "In welcher Stadt?" in mail.body
    assert page in mail.body
    correct = f"{page}?correct={sub.pk}"
    assert "Fachtag Optik" in client_of(None).get(correct).content.decode()
    assert client_of(None).post(correct, PLAN | {"place__city": "Görlitz"}).status_code == 302
    sub.refresh_from_db()
    assert (sub.state, len(sub.payload), sub.payload[0]["place"]["city"]) == ("waiting", 1, "Görlitz")
    assert IntakeSubmission.objects.count() == 1
    manager.post(decide, {"decision": "accept", "answer": "Danke!"})
    assert Mail.objects.filter(purpose="campaign_answer").count() == 2


def test_nobody_corrects_what_came_through_another_link(asking: Any, client_of: Any) -> None:
    asking("a@example.org", "b@example.org")
    first, second = Recipient.objects.order_by("pk")
    client_of(None).post(page_of(first), PLAN)
    sub = IntakeSubmission.objects.get()
    answer = client_of(None).get(f"{page_of(second)}?correct={sub.pk}")
    assert "Fachtag Optik" not in answer.content.decode()
    client_of(None).post(f"{page_of(second)}?correct={sub.pk}", PLAN | {"title": "Theirs"})
    sub.refresh_from_db()
    assert sub.payload[0]["title"] == "Fachtag Optik"


def test_a_campaign_is_for_managers(asking: Any, client_of: Any, user: Any) -> None:
    row = asking("a@example.org")
    pages = [reverse("record:campaigns"), reverse("record:campaign_new"), reverse("record:campaigns_export")]
    pages += [
        reverse(f"record:campaign{name}", args=[row.pk])
        for name in ("", "_edit", "_export", "_recipients", "_send")
    ]
    assert {client_of(user("circle")).get(page).status_code for page in pages} == {403}
    assert {client_of(None).get(page).status_code for page in pages} == {302}
    for action in (actions.close, actions.reopen, actions.drop):
        with pytest.raises(NeisseError, match=r"rights\.denied"):
            action(row, actor=user("circle"))


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods", "jsonl"])
def test_lists_are_taken_along(asking: Any, manager: Any, form: str) -> None:
    row = asking("a@example.org")
    for address in (reverse("record:campaigns_export"), reverse("record:campaign_export", args=[row.pk])):
        assert manager.get(f"{address}?format={form}").status_code == 200
    assert (
        manager.get(reverse("record:campaign", args=[row.pk]) + "?state=silent").context["page"].object_list
    )
    assert (
        not manager.get(reverse("record:campaign", args=[row.pk]) + "?state=plans")
        .context["page"]
        .object_list
    )


def test_who_was_asked_is_forgotten_half_a_year_after_the_deadline(asking: Any) -> None:
    from neisse.web.record.actions.retention import forget_recipients

    row = asking("a@example.org")
    assert forget_recipients(row.ends_at + 179 * DAY) == 0
    assert forget_recipients(row.ends_at + 181 * DAY) == 1
    assert Recipient.objects.get().address == ""
