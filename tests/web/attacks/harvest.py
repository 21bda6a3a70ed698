"""Every form that somebody is shown, filled in so that it is taken: what an attacker would send."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm
from django.urls import Resolver404, resolve
from tests.web.attacks.snapshot import Rows, forget_tries, undone
from tests.web.attacks.world import RELEASE
from tests.web.walks.browser import Form, forms_of

LINK = re.compile(r'(?:href|action)="(/[^"#?]*)')
# Pages that are files, or belong to the libraries, or end the walk.
LEFT_OUT = re.compile(
    r"^/(static|api|metrics|account)|export|\.(pdf|ics|zip|png)$|/language/|/demo/|event-stranger"
)
OF_KIND = {"email": "new@example.org", "url": "https://example.org/", "number": "1", "date": "2026-12-01",
           "time": "10:00", "tel": "1", "password": "correct horse battery", "datetime-local": "2026-12-01T10:00"}  # fmt: skip
OF_NAME = {"ends_at": "2026-12-01T17:00", "leaves_at": "2026-12-01T17:00", "owner": "Owner", "network": "Net",
           "organisation": "Owner", "organiser": "Owner", "about": "Owner", "section": "Section", "host": "Owner", "heir": "Twin",
           "answer": "Gladly", "value": "7"}  # fmt: skip
TABLE = b"id;name;kind\nnewer;Newer;research\n"
FILES = {
    "record:announcement_read": ("release.txt", RELEASE.encode()),
    "record:import": ("new.csv", TABLE),
    "record:intake": ("plans.csv", b"title;kind;starts\nA new plan;event;2026-12-01\n"),
    "intersect:read_vocabulary": ("words.csv", b"new\town\tNeu\tNowe\tNew\tnew\n"),
}
MOST_TRIES = 5
MOST_PAGES = 3
MOST_BODIES = 8
NUMBER = re.compile(r"\d{2,}|[2-9]")


@dataclass(frozen=True)
class Target:
    """One address with something to send to it."""

    name: str
    path: str
    seen_by: str
    body: tuple[tuple[str, Any], ...] = ()
    button: str = ""
    form: Form | None = None

    @property
    def said(self) -> str:
        return f"{self.name} {self.button}".strip()

    def sent(self) -> dict[str, Any]:
        """The body anew: files are read once."""
        found = dict(self.body)
        if self.name in FILES and self.form and any(f.kind == "file" for f in self.form.fields):
            name, data = FILES[self.name]
            field = next(f.name for f in self.form.fields if f.kind == "file")
            found[field] = SimpleUploadedFile(name, data)
        return found


def name_of(path: str) -> str:
    """The name of the address of a path, with the kind of record that it is about; empty where there is none."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    kind = match.kwargs.get("kind", "") if "<str:kind>" in match.route else ""
    return f"{match.view_name} {kind}".strip()


def crawl(client: Any, starts: Iterable[str], part: re.Pattern[str]) -> Iterator[tuple[str, Any]]:
    """Every page of a part of the product that can be reached by links from some, of each address a few."""
    waiting, seen, counted = list(starts), set(), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        name = name_of(path.partition("?")[0])
        if path in seen or LEFT_OUT.search(path) or not part.match(name):
            continue
        seen.add(path)
        if counted[name] >= MOST_PAGES:
            continue
        answer = client.get(path)
        forget_tries()  # many look from one network address here: a limit would hide what a link opens
        if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
            counted[name] += 1
            yield path, answer
            waiting += LINK.findall(answer.content.decode())


def targets(client: Any, who: str, starts: Iterable[str], part: re.Pattern[str]) -> Iterator[Target]:
    """The forms of all pages, once for each button."""
    for page, answer in crawl(client, starts, part):
        for form in forms_of(answer):
            path = (form.action or page).partition("?")[0]
            if form.method != "post" or not part.match(name_of(path)) or LEFT_OUT.search(path):
                continue
            base = {k: v for k, v in form.filled().items() if k != "csrfmiddlewaretoken"}
            buttons = [f for f in form.fields if f.kind == "submit" and f.name] or [None]
            for button in buttons:
                body = base | ({button.name: button.value} if button else {})
                said = f"{button.name}={NUMBER.sub('#', button.value)}" if button else ""
                yield Target(name_of(path), path, who, tuple(body.items()), said, form)


def taken(client: Any, target: Target, before: Rows) -> tuple[Target, list[str]]:
    """The target with a body that changes something, and the models that it changes; none where nothing does."""
    for body in islice(bodies(target), MOST_BODIES):
        tried = replace(target, body=tuple(body.items()))
        for _try in range(MOST_TRIES):
            with undone(before) as attempt:
                answer = send(client, tried)
                errors = errors_of(answer)
            if attempt.touched:
                return tried, attempt.models
            if not errors:
                break
            mended = dict(tried.body) | {name: value_for(name, target) for name in errors if name}
            if mended == dict(tried.body):
                break
            tried = replace(tried, body=tuple(mended.items()))
    return target, []


def send(client: Any, target: Target) -> Any:
    """Send a target; the browser stays signed in, whatever it did."""
    kept = {name: morsel.value for name, morsel in client.cookies.items()}
    try:
        return client.post(target.path, target.sent())
    finally:
        client.cookies.clear()
        client.cookies.load(kept)


def bodies(target: Target) -> Iterator[dict[str, Any]]:
    """As the page shows it; with every box set; with each text changed."""
    form, base = target.form, dict(target.body)
    if form is None:
        yield base
        return
    required = {f.name: value_for(f.name, target) for f in form.fields if f.is_required and not f.value}
    base |= {name: value for name, value in required.items() if name}
    yield base
    boxes = {f.name: f.options[0] for f in form.fields if f.kind in {"checkbox", "radio"}}
    yield base | boxes
    for f in form.texts():
        if f.kind in {"text", "textarea"} and f.name:
            yield base | boxes | {f.name: f"{f.value or 'Some'} more"}
    for f in form.fields:
        if f.kind == "select":
            for option in f.options:
                yield base | boxes | {f.name: option}


def value_for(name: str, target: Target) -> str:
    """Something that a field may take."""
    field = next((f for f in target.form.fields if f.name == name), None) if target.form else None
    if name in OF_NAME:
        return OF_NAME[name]
    if field is None:
        return "Something"
    if field.options:
        return next((option for option in field.options if option), "")
    return OF_KIND.get(field.kind, "Something")


def errors_of(answer: Any) -> list[str]:
    """The names of the fields at which a page shows an error."""
    found = []
    for layer in answer.context or ():
        for value in layer.values() if hasattr(layer, "values") else layer.flatten().values():
            if isinstance(value, BaseForm) and value.is_bound:
                found += [value.add_prefix(name) if name != "__all__" else "" for name in value.errors]
    return found
