"""Plans without a login: links that open, expire and close; what waits; what managers may see of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from neisse.web.core.actors import SYSTEM
from neisse.web.core.doors import Door, Rate
from neisse.web.record.actions.intake import make_link
from neisse.web.record.bridge import to_object
from neisse.web.record.models import IntakeLink, IntakeSubmission, Measure, Organisation
from neisse.web.record.views.intake import intake

PLAN = {"title": "Fachtag Optik", "kind": "event", "certainty": "planned", "visibility": "circle"}


@pytest.fixture
def manager(user: Any, client_of: Any) -> Any:
    return client_of(user("manager"))


@pytest.fixture
def link(organisation: Any) -> tuple[IntakeLink, str]:
    owner = organisation(id="optik", name="Muster Optik")
    return make_link(owner, addressee="Ida Muster", language="pl", days=30, actor=SYSTEM)


@pytest.fixture
def page(link: tuple[IntakeLink, str]) -> str:
    return reverse("record:intake", args=[link[1]])


def test_a_link_is_shown_once_and_kept_as_a_hash(manager: Any, organisation: Any, client_of: Any) -> None:
    organisation(name="Muster Optik")
    form = {"organisation": "Muster Optik", "language": "de", "days": "30"}
    shown = manager.post(reverse("record:intake_links"), form)
    address = shown.context["address"]
    secret = address.strip("/").split("/")[-1]
    assert IntakeLink.objects.get().digest != secret
    assert secret not in manager.get(reverse("record:intake_links")).content.decode()
    assert client_of(None).get(address).status_code == 200


def test_the_page_speaks_the_language_of_the_addressee(client_of: Any, page: str) -> None:
    answer = client_of(None, HTTP_ACCEPT_LANGUAGE="en").get(page)
    assert '<html lang="pl">' in answer.content.decode()
    assert answer["Referrer-Policy"] == "same-origin"


def test_looking_changes_nothing(client_of: Any, page: str) -> None:
    client_of(None).get(page)
    link = IntakeLink.objects.get()
    assert link.last_used_at is None
    assert not IntakeSubmission.objects.exists()


@pytest.mark.parametrize("why", ["expired", "revoked", "wrong"])
def test_a_link_that_does_not_open(
    client_of: Any, manager: Any, link: tuple[IntakeLink, str], page: str, why: str
) -> None:
    if why == "expired":
        IntakeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    if why == "revoked":
        assert manager.post(reverse("record:intake_revoke", args=[link[0].pk])).status_code == 302
    if why == "wrong":
        page = page[:-3] + "x/"
    assert client_of(None).get(page).status_code == 404
    assert client_of(None).post(page, PLAN).status_code == 404
    assert not IntakeSubmission.objects.exists()


def test_a_plan_waits_until_it_is_accepted(client_of: Any, manager: Any, page: str) -> None:
    sent = client_of(None).post(page, PLAN | {"when": "jesień 2026", "note": "jeszcze bez miejsca"})
    assert sent.status_code == 302, sent.context["form"].errors
    assert not Measure.objects.exists()
    submission = IntakeSubmission.objects.get()
    assert "Fachtag Optik" in manager.get(reverse("record:intake_inbox")).content.decode()
    decision = {"decision": "accept", "answer": "Danke!"}
    manager.post(reverse("record:intake_decide", args=[submission.pk]), decision)
    row = Measure.objects.get()
    found = to_object(row)
    assert (found["owner"], found["period"], found["visibility"]) == ("optik", "2026-autumn", "circle")
    assert row.origin is not None
    assert "Danke!" in client_of(None).get(page).content.decode()


def test_declining_stores_nothing_and_answers(client_of: Any, manager: Any, page: str) -> None:
    client_of(None).post(page, PLAN)
    submission = IntakeSubmission.objects.get()
    decide = reverse("record:intake_decide", args=[submission.pk])
    assert manager.post(decide, {"decision": "decline", "answer": "zu spät"}).status_code == 302
    assert not Measure.objects.exists()
    assert "zu spät" in client_of(None).get(page).content.decode()
    assert manager.post(decide, {"decision": "accept"}).status_code == 400


def test_a_file_comes_in_as_the_senders_own(client_of: Any, manager: Any, page: str) -> None:
    table = "Titel;Veranstalter;Beginn\nMesse;Fremde Stadt;KW 43 2026\nTagung;;21.10.2026\n"
    file = SimpleUploadedFile("plan.csv", table.encode("cp1250"))
    assert client_of(None).post(page, {"by": "file", "file": file}).status_code == 302
    manager.post(
        reverse("record:intake_decide", args=[IntakeSubmission.objects.get().pk]), {"decision": "accept"}
    )
    assert set(Measure.objects.values_list("title", "owner__key")) == {
        ("Messe", "optik"),
        ("Tagung", "optik"),
    }
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"Firma\nMuster\n", b"PK\x03\x04broken"])
def test_a_file_without_plans_is_refused(client_of: Any, page: str, data: bytes) -> None:
    answer = client_of(None).post(page, {"by": "file", "file": SimpleUploadedFile("x.csv", data)})
    assert answer.status_code == 422
    assert not IntakeSubmission.objects.exists()


def test_a_link_never_changes_what_others_own(client_of: Any, manager: Any, page: str, measure: Any) -> None:
    theirs = measure(id="fremd", title="Fremder Plan")
    line = '{"type": "measure", "id": "fremd", "title": "gekapert", "owner": "optik", "kind": "event"}'
    file = SimpleUploadedFile("plan.jsonl", line.encode())
    client_of(None).post(page, {"by": "file", "file": file})
    manager.post(
        reverse("record:intake_decide", args=[IntakeSubmission.objects.get().pk]), {"decision": "accept"}
    )
    theirs.refresh_from_db()
    assert theirs.title == "Fremder Plan"
    assert Measure.objects.get(title="gekapert").key == "optik-fremd"


def test_of_a_blind_plan_managers_see_owner_and_month(client_of: Any, manager: Any, page: str) -> None:
    blind = {"title": "Geheimplan", "description": "Streng vertraulich", "visibility": "blind"}
    client_of(None).post(page, PLAN | blind | {"when": "21.10.2026"})
    shown = manager.get(reverse("record:intake_inbox")).content.decode()
    assert "Geheimplan" not in shown
    assert "vertraulich" not in shown
    assert "2026-10" in shown
    submission = IntakeSubmission.objects.get()
    manager.post(reverse("record:intake_decide", args=[submission.pk]), {"decision": "accept"})
    batch = IntakeSubmission.objects.get().batch
    assert "Geheimplan" not in manager.get(reverse("record:import_batch", args=[batch.pk])).content.decode()
    row = Measure.objects.get()
    assert manager.get(reverse("record:measure_edit", args=[row.slug])).status_code == 404
    assert "Geheimplan" not in manager.get(reverse("record:intake_inbox")).content.decode()
    assert "Geheimplan" in client_of(None).get(page).content.decode()


def test_errors_are_said_in_the_form(client_of: Any, page: str) -> None:
    answer = client_of(None).post(page, PLAN | {"title": "", "when": "31.02.2026"})
    assert answer.status_code == 422
    assert {"title", "when"} <= set(answer.context["form"].errors)


def test_too_much_is_stopped(client_of: Any, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    few = Door("intake", Rate(9, 60), by_object=Rate(2, 60))
    monkeypatch.setattr(intake, "door", few)
    monkeypatch.setattr("neisse.web.core.guards.GUESSES", Rate(2, 60))
    codes = [client_of(None).post(page, PLAN).status_code for _ in range(3)]
    assert codes == [302, 302, 429]
    guesses = [client_of(None).get(reverse("record:intake", args=[f"x{n}"])).status_code for n in range(3)]
    assert guesses == [404, 404, 429]


@pytest.mark.parametrize("role", ["circle", "member", "guest", None])
def test_only_managers_run_the_intake(user: Any, client_of: Any, role: str | None) -> None:
    client = client_of(user(role) if role else None)
    wanted = 403 if role else 302
    for name in ("intake_inbox", "intake_links"):
        assert client.get(reverse(f"record:{name}")).status_code == wanted
    for name in ("intake_revoke", "intake_decide"):
        assert client.post(reverse(f"record:{name}", args=[1])).status_code == wanted
