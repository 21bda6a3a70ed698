"""Every form of a new thing, with the least that it takes; then every page of the empty thing; then the same once more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.urls import resolve
from tests.web.walks.browser import forms_of
from tests.web.walks.conftest import paths

pytestmark = pytest.mark.usefixtures("frames")
MOMENTS = {"starts_at": "2026-12-01T09:00", "ends_at": "2026-12-01T17:00", "arrives_at": "2026-12-01T09:00",
           "leaves_at": "2026-12-01T17:00", "registers_until": "2026-11-30T09:00"}  # fmt: skip
MOST_ROUNDS = 6
FORMS = ("", "?format=csv", "?format=xlsx", "?format=jsonl")


def new_pages(pages: Any) -> Iterator[tuple[str, str]]:
    """The pages on which something new begins."""
    seen = set()
    for name, _view, address in pages:
        if name.endswith("new") and address not in seen:
            seen.add(address)
            yield name, address


def filled_in(client: Any, address: str, number: int = 1) -> tuple[Any, dict[str, Any]]:
    """Send a form, and fill in what it asks for, until it is taken; the last answer and what was sent."""
    page = client.get(address)
    form = next((f for f in forms_of(page) if f.method == "post" and f.texts() and not f.action), None)
    if form is None:
        return page, {}
    sent = {name: value for name, value in form.filled().items() if name != "csrfmiddlewaretoken"}
    choices = {f.name: next((o for o in f.options if o), "") for f in form.fields if f.options}
    sent |= {
        f.name: choices.get(f.name, "") for f in form.fields if f.is_required and f.options and not f.value
    }
    answer = client.post(address, sent)
    for _round in range(MOST_ROUNDS):
        errors = (
            (answer.context or {}).get("form").errors if answer.context and "form" in answer.context else {}
        )
        if answer.status_code in {302, 303} or not errors:
            break
        for name in errors:
            sent[name] = MOMENTS.get(name) or choices.get(name) or value_for(name, number)
        answer = client.post(address, sent)
    return answer, sent


def value_for(name: str, number: int) -> Any:
    """Something that a field of this name may take."""
    if name in {"owner", "organisation", "network", "section", "about", "organiser", "host"}:
        return "Sample"
    if name in {"value", "year", "places", "interpreters", "count"}:
        return str(2020 + number)
    return f"least{number}@example.org" if name == "email" else f"Least {number}"


@pytest.fixture
def manager(user: Any, client_of: Any) -> Any:
    client = client_of(user("manager"))
    client.raise_request_exception = False
    return client


def test_empty_things_open_everywhere(pages: Any, world: Any, manager: Any, looked_at: Any) -> None:
    faults, made, kinds = [], 0, 0
    for name, address in new_pages(pages):
        answer, sent = filled_in(manager, address)
        faults.append(looked_at(answer, f"new {address} {sent}"))
        if not sent:
            continue
        kinds += 1
        if answer.status_code not in {302, 303}:
            errors = (
                answer.context["form"].errors.as_text() if answer.context and "form" in answer.context else ""
            )
            faults.append(f"{name} was not taken: {errors} {sent}")
            continue
        made += 1
        target = answer["Location"].partition("?")[0]
        faults.append(looked_at(manager.get(target), target))
        parts = resolve(target).kwargs
        if "slug" in parts and parts["slug"] not in world["slug"]:
            for _name, _view, page in paths({**world, "slug": [parts["slug"]]}):
                if parts["slug"] in page:
                    forms = FORMS if "export" in page else ("",)
                    faults += [looked_at(manager.get(page + form), f"empty {page}{form}") for form in forms]
    assert kinds > 12
    assert [fault for fault in faults if fault] == []
    assert made == kinds


def everything() -> dict[str, int]:
    """How many rows there are of what a form may make."""
    left_out = {"sessions.Session", "core.Tries", "core.SentForm"}
    models = [
        model for model in apps.get_models(include_auto_created=True) if model._meta.label not in left_out
    ]
    return {model._meta.label: model._base_manager.count() for model in models}


def test_everything_new_twice(pages: Any, manager: Any, looked_at: Any) -> None:
    """The second and third time the same form leads to what the first made, and makes nothing."""
    faults, kinds = [], 0
    for _name, address in new_pages(pages):
        first, sent = filled_in(manager, address, number=2)
        if not sent:
            continue
        kinds += 1
        before = everything()
        for _time in range(2):
            again = manager.post(address, sent)
            faults.append(looked_at(again, f"twice {address}"))
            if again.get("Location") != first.get("Location") or again.status_code != first.status_code:
                faults.append(f"{address} leads to {again.get('Location')}, not to {first.get('Location')}")
        after = everything()
        if grown := {label: after[label] - before[label] for label in after if after[label] != before[label]}:
            faults.append(f"{address} makes {grown} once more")
    assert kinds > 12
    assert [fault for fault in faults if fault] == []
