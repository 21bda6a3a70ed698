"""A form makes what it makes once: double click, back button, two processes, without JavaScript, without a login."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.web.walks.browser import Form, forms_of

from neisse.web.core.actions import once as actions
from neisse.web.core.models import SentForm
from neisse.web.record.models import ImportBatch, Organisation

NEW = "record:organisation_new"


def form_of(client: Any, address: str) -> dict[str, Any]:
    """What a browser would send of the form that makes something."""
    form: Form = next(
        f for f in forms_of(client.get(address)) if any(field.name == "once" for field in f.fields)
    )
    return form.filled()


@pytest.fixture
def client(user: Any, client_of: Any) -> Any:
    return client_of(user("manager"))


@pytest.fixture
def filled(client: Any) -> dict[str, Any]:
    return form_of(client, reverse(NEW)) | {"name": "Only one", "kind": "research", "visibility": "public"}


def test_the_second_click_leads_to_what_the_first_made(client: Any, filled: dict[str, Any]) -> None:
    first, second = (client.post(reverse(NEW), filled) for _time in range(2))
    assert first.status_code == second.status_code == 302
    slug = Organisation.objects.get(name="Only one").slug
    assert first["Location"] == second["Location"] == reverse("record:organisation", args=[slug])
    assert Organisation.objects.filter(name="Only one").count() == 1


def test_a_form_that_was_refused_may_be_sent_again(client: Any, filled: dict[str, Any]) -> None:
    assert client.post(reverse(NEW), filled | {"name": ""}).status_code == 422
    assert client.post(reverse(NEW), filled).status_code == 302


def test_after_the_back_button_something_else_is_not_made_unasked(
    client: Any, filled: dict[str, Any]
) -> None:
    made = client.post(reverse(NEW), filled)["Location"]
    page = client.post(reverse(NEW), filled | {"name": "Something else", "not_alike": "1"})
    assert page.status_code == 409
    assert not Organisation.objects.filter(name="Something else").exists()
    assert made in page.content.decode()
    another = next(form for form in forms_of(page) if any(field.name == "once" for field in form.fields))
    assert another.filled()["name"] == "Something else"
    assert client.post(reverse(NEW), another.filled()).status_code == 302
    assert Organisation.objects.filter(name="Something else").count() == 1


def test_a_new_page_makes_a_new_thing(client: Any, filled: dict[str, Any]) -> None:
    client.post(reverse(NEW), filled)
    fresh = filled | {"once": form_of(client, reverse(NEW))["once"], "not_alike": "1"}
    assert client.post(reverse(NEW), fresh).status_code == 302
    assert Organisation.objects.filter(name="Only one").count() == 2


def test_the_sign_of_another_reader_is_none(
    client: Any, filled: dict[str, Any], user: Any, client_of: Any
) -> None:
    client.post(reverse(NEW), filled)
    other = client_of(user("manager")).post(reverse(NEW), filled | {"not_alike": "1"})
    assert other.status_code == 302
    assert Organisation.objects.filter(name="Only one").count() == 2


def test_a_file_is_compared_by_what_it_holds(client: Any) -> None:
    address = reverse("record:import")
    sent = form_of(client, address)
    for line, status in ((b"one;research\n", 302), (b"one;research\n", 302), (b"two;research\n", 409)):
        file = SimpleUploadedFile("x.csv", b"name;kind\n" + line)
        assert client.post(address, sent | {"file": file}).status_code == status
    assert ImportBatch.objects.count() == 1


def test_a_secret_is_shown_once_and_made_once(client: Any) -> None:
    address = reverse("accounts:tokens")
    sent = form_of(client, address) | {"label": "Mine"}
    secret = client.post(address, sent).context["secret"]
    again = client.post(address, sent)
    assert again.status_code == 200
    assert secret
    assert secret not in again.content.decode()
    from neisse.web.accounts.models import ApiToken

    assert ApiToken.objects.filter(label="Mine").count() == 1
    assert not any(secret in str(row) for row in SentForm.objects.values_list())


def test_what_was_interrupted_says_so_and_makes_nothing(client: Any, filled: dict[str, Any]) -> None:
    client.post(reverse(NEW), filled)
    SentForm.objects.update(is_done=False, where="", sent_at=timezone.now() - timedelta(minutes=3))
    page = client.post(reverse(NEW), filled)
    assert page.status_code == 409
    assert Organisation.objects.filter(name="Only one").count() == 1


def test_a_form_without_a_sign_is_taken(client: Any, filled: dict[str, Any]) -> None:
    del filled["once"]
    assert client.post(reverse(NEW), filled).status_code == 302


def test_a_second_click_waits_for_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    assert actions.claim("key", "content") is None
    naps = iter([lambda: None, lambda: actions.settle("key", "/here/")])
    monkeypatch.setattr(actions.time, "sleep", lambda _s: next(naps)())
    before = actions.claim("key", "content")
    assert before is not None
    assert before.where == "/here/"


def test_whoever_waits_takes_over_what_the_first_did_not_make(monkeypatch: pytest.MonkeyPatch) -> None:
    assert actions.claim("key", "content") is None
    monkeypatch.setattr(actions.time, "sleep", lambda _s: actions.release("key"))
    assert actions.claim("key", "content") is None


def test_forms_are_forgotten_after_a_week() -> None:
    now = timezone.now()
    for key, days in (("old", 8), ("young", 6)):
        SentForm.objects.create(key=key, content="", sent_at=now - timedelta(days=days))
    assert actions.forget_sent(now) == 1
    assert SentForm.objects.get().key == "young"


def send(pk: int) -> None:
    from neisse.web.core.actions.once import claim, settle

    if claim("key", "content") is None:
        settle("key", f"/by/{pk}/")


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_makes_it(together: Any) -> None:
    rows = together(send, list(range(1, 9)), "SELECT is_done FROM core_sentform")
    assert [bool(is_done) for (is_done,) in rows] == [True]
