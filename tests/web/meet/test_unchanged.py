"""304 for who holds an event page, a calendar or a feed; never for something that is not the same any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from neisse.web.core.actors import SYSTEM

MASKED = re.compile(rb'(X-CSRFToken": "|name="csrfmiddlewaretoken" value=")\w+')
STAGES = ("core", "record", "meet")


@pytest.fixture
def congress(event: Any, session: Any, organisation: Any, measure: Any, record: Any) -> Any:
    """An event with everything around it that its page shows, and some that it does not."""
    from neisse.web.core.actions import describe_instance
    from neisse.web.meet.actions.programme import publish_programme
    from neisse.web.meet.models import Delegation

    describe_instance(name_de="Netz", name_en="Network", name_pl="Sieć")
    host = organisation(id="host", name="Host", country="DE", city="Görlitz")
    plan = measure(owner=host, id="plan", title="Congress of the region")
    row = event(organiser=host, measure=plan, registers_until=timezone.now() + timedelta(days=5))
    session(row, 1, 2, room="Aula", speakers=["Ada Speaker"])
    publish_programme(row, actor=SYSTEM)
    session(row, 2, 3, kind="workshop", speakers=["Bea Speaker"])
    publish_programme(row, "a second one", actor=SYSTEM)
    Delegation.objects.create(
        key="trip", slug="trip", title="Trip", organiser=host, event=row, visibility="public"
    )
    return row


def pages(row: Any) -> list[str]:
    here = [reverse(f"meet:{name}", args=[row.slug]) for name in ("event", "calendar")]
    return [*here, reverse("meet:version", args=[row.slug, 1])]


def seen(content: bytes) -> bytes:
    return MASKED.sub(b"", content)


def test_who_holds_it_is_told_so(congress: Any) -> None:
    for page in pages(congress):
        browser = Client()
        first = browser.get(page)
        again = browser.get(page, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "no-cache"), page
        assert again["ETag"] == first["ETag"]
        assert {"Cookie", "Accept-Language"} <= set(again["Vary"].split(", "))


def test_what_one_holds_is_nobody_elses(congress: Any, user: Any, client_of: Any) -> None:
    for page in pages(congress):
        tags = []
        for language in ("de", "pl", "en"):
            browser = Client(HTTP_ACCEPT_LANGUAGE=language)
            tags.append(browser.get(page)["ETag"])
            assert browser.get(page, headers={"If-None-Match": tags[0]}).status_code in {200, 304}
        assert len(set(tags)) == 3
        for role in ("guest", "member", "circle", "manager"):
            answer = client_of(user(role)).get(page, headers={"If-None-Match": ", ".join(tags)})
            assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_forms_of_a_page_that_is_held_still_work(congress: Any) -> None:
    page = pages(congress)[0]
    browser = Client(enforce_csrf_checks=True)
    held = browser.get(page)
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', held.content)
    assert token
    assert browser.get(page, headers={"If-None-Match": held["ETag"]}).status_code == 304
    sent = browser.post(
        reverse("core:language"), {"language": "pl", "csrfmiddlewaretoken": token[1].decode()}
    )
    assert sent.status_code == 302
    browser.cookies["csrftoken"] = "x" * 32
    assert browser.get(page, headers={"If-None-Match": held["ETag"]}).status_code == 200


def others(field: Any, value: Any) -> Iterator[Any]:
    """Other values that a column may have."""
    if field.choices:
        yield from [choice for choice, _ in field.flatchoices if choice != value][:3]
    elif isinstance(field, models.BooleanField):
        yield not value
    elif isinstance(field, models.DateTimeField | models.DateField):
        yield (value or timezone.now()) + timedelta(days=1 if value else 400)
        yield (value or timezone.now()) - timedelta(days=40)
    elif isinstance(field, models.CharField | models.TextField):
        yield "cs" if field.max_length == 2 else f"{value}x"[-(field.max_length or 99) :]
    elif isinstance(field, models.IntegerField | models.FloatField) and not field.primary_key:
        yield (value or 0) + 1
    elif isinstance(field, models.JSONField) and isinstance(value, dict) and "sessions" in value:
        yield value | {"sessions": [{**entry, "title": "Another"} for entry in value["sessions"]]}
    elif field.null:
        yield None


def test_whatever_changes_what_differs_is_sent_anew(congress: Any) -> None:
    """Any column of any row of any model: where the page is another one, the old validator does not hold."""
    anew = set()
    places = pages(congress)[::2]
    browsers = {page: Client(raise_request_exception=False) for page in places}
    before = {page: (browsers[page].get(page), browsers[page].get(page))[1] for page in places}
    kinds = [model for stage in STAGES for model in apps.get_app_config(stage).get_models()]
    kinds = [model for model in kinds if not model.__name__.startswith("Historical")]
    for model in kinds:
        row = model._default_manager.order_by("pk").last()
        for field in model._meta.concrete_fields if row is not None else ():
            for value in others(field, getattr(row, field.attname)):
                for page in places:
                    with rolled_back():
                        model._default_manager.filter(pk=row.pk).update(**{field.attname: value})
                        held = browsers[page].get(page, headers={"If-None-Match": before[page]["ETag"]})
                        if held.status_code != 304:
                            anew.add((page, model, field.attname))
                            continue
                        now = seen(browsers[page].get(page).content)
                        assert now == seen(before[page].content), (page, model, field)
    assert len(anew) > 40


class rolled_back:  # noqa: N801 - reads as a block
    """A block whose writes are taken back; what the database does not take is no example."""

    def __enter__(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        return isinstance(error, DatabaseError)


def test_feeds_are_told_what_they_hold(congress: Any, registered: Any, client: Client) -> None:
    from neisse.web.meet.actions.feeds import issue_feed
    from neisse.web.meet.models import Registration

    person = registered(congress, "ada@example.org")
    for whose in (None, person):
        _token, secret = issue_feed(congress, "feed", whose, actor=SYSTEM)
        address = reverse("meet:feed", args=[secret])
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again["Cache-Control"]) == (304, "private, no-store")
    Registration.objects.filter(pk=person.pk).update(state="cancelled", name="Somebody Else")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_message_is_said_once(congress: Any) -> None:
    page = pages(congress)[0]
    browser = Client()
    plain = browser.get(page)
    browser.cookies["messages"] = "anything"
    assert "ETag" not in browser.get(page, headers={"If-None-Match": plain["ETag"]})
