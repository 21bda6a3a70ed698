"""People without an account are found, handed out and erased from a page for managers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from neisse.web.core.models import Erasure
from neisse.web.record.models import Measure, Person


@pytest.fixture
def bea(record: Any, measure: Any) -> Any:
    """Somebody in the directory and in the text of a plan, without an account."""
    person = record(
        "person",
        name="Bea Zander",
        email="bea@example.org",
        phone="0341 5550-123",
        consent={"given_on": "2026-01-01"},
    )
    measure(
        description="Ask Bea Zander (BEA@example.org, +49 or 0341/5550123). Not Bea Zanderling, not Zander-Werke."
    )
    return person


def post(client: Any, step: str, **fields: Any) -> Any:
    return client.post(reverse("accounts:subjects"), {"step": step, **fields})


def test_a_person_is_found_shown_handed_out_and_erased(bea: Any, user: Any, client_of: Any) -> None:
    manager = client_of(user("manager"))
    row = f"record.person:{bea.pk}"
    assert f'value="{row}"' in post(manager, "look", words="zander").content.decode()
    page = post(manager, "preview", row=row)
    assert page.status_code == 200
    form = page.context["form"].initial
    assert form["names"] == "Bea Zander"
    assert [place.model for place in page.context["named"] if place.model is Measure]
    kept = json.loads(post(manager, "export", **form).content)
    assert kept["people"][0]["phone"] == "0341 5550-123"
    assert any("Ask Bea Zander" in str(place["text"]) for place in kept["named_in"])
    assert Person.objects.exists()
    post(manager, "erase", **form)
    assert Person.objects.exists()  # not confirmed
    post(manager, "erase", sure="on", **form)
    assert not Person.objects.exists()
    text = Measure.objects.get().description
    assert "Bea Zander " not in text
    assert "5550" not in text
    assert "Not Bea Zanderling, not Zander-Werke." in text
    done = Erasure.objects.get()
    assert "ander" not in str(done.counts)
    assert done.done_by.role == "manager"
    post(manager, "erase", sure="on", **form)
    assert Erasure.objects.count() == 2


def test_a_name_that_two_bear_stays_in_texts(bea: Any, record: Any, user: Any, client_of: Any) -> None:
    record("person", name="Bea Zander")
    page = post(client_of(user("manager")), "preview", row=f"record.person:{bea.pk}")
    assert page.context["form"].initial["names"] == ""


def test_a_single_word_is_refused(bea: Any, user: Any, client_of: Any) -> None:
    post(client_of(user("manager")), "erase", sure="on", names="Ask")
    assert "Ask Bea" in Measure.objects.get().description


@pytest.mark.parametrize("role", ["circle", "member", "guest"])
def test_only_managers_may(bea: Any, user: Any, client_of: Any, role: str) -> None:
    assert post(client_of(user(role)), "look", words="bea").status_code == 403
    assert post(client_of(user(role)), "erase", sure="on", rows=f"record.person:{bea.pk}").status_code == 403
    assert Person.objects.filter(pk=bea.pk).exists()


def test_whoever_erases_the_own_account_takes_no_words_out_of_texts_of_others(
    bea: Any, user: Any, client_of: Any
) -> None:
    vandal = user("guest", name="Not Bea")
    client_of(vandal).post(reverse("accounts:delete_me"), {"email": vandal.email})
    assert "Not Bea Zanderling" in Measure.objects.get().description
    assert Erasure.objects.get().way == "account"


def test_a_text_that_names_somebody_is_told_around_the_name_only(
    user: Any, client_of: Any, measure: Any
) -> None:
    member = user("member", name="Bea Zander")
    measure(
        visibility="blind",
        title="Quarzlichter",
        description=f"{member.email}.{' x' * 99} Quarzlichter {member.email}!",
    )
    kept = client_of(member).get(reverse("accounts:my_data")).json()
    assert f"Quarzlichter {member.email}!" in str(kept["named_in"])
    assert f"{member.email}. x" in str(kept["named_in"])
    assert " x" * 60 not in str(kept["named_in"])
