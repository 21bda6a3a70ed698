"""Every page is reached by links from the start page, for each role that may open it."""

from __future__ import annotations

import re
from collections import deque
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

pytestmark = pytest.mark.usefixtures("frames")
ROLES = ("manager", "circle", "member", "guest", None)
# Where nobody goes by a link, and why.
WITHOUT_ENTRANCE = {
    "core:health": "for machines",
    "core:job": "a fragment that the page of a task asks for",
    "core:colours": "a style sheet",
    "core:logo": "a picture",
    "accounts:metrics": "for machines",
    "record:lookup": "a fragment of forms",
    "record:period": "a fragment of forms",
    "record:intake": "opened by the link of a mail",
    "record:duplicate": "listed among the duplicates once there are some",
    "meet:calendar": "offered once a programme is published",
}
OPENED_BY_MAIL = re.compile(r"secret|uidb36|key>")
OTHERS = ("api:", "account_", "mfa_", "socialaccount_", "openid")
PER_NAME = 6


class Links(HTMLParser):
    """Where a page leads: links, forms, what htmx loads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        for name in ("href", "action", "formaction", "hx-get", "hx-post"):
            if (tag != "link" or name != "href") and (target := said.get(name)):
                self.found.append(target)


def reached(client: Client) -> set[str]:
    """The names of all addresses that links from the start page lead to, page by page."""
    names: set[str] = set()
    visited: dict[str, int] = {}
    waiting, seen = deque(["/"]), {"/"}
    while waiting:
        path = waiting.popleft()
        try:
            name = resolve(unquote(urlsplit(path).path)).view_name
        except Resolver404:
            continue
        names.add(name)
        visited[name] = visited.get(name, 0) + 1
        if visited[name] > PER_NAME or not is_page(name):
            continue
        answer = client.get(path, follow=True)
        names |= {
            resolve(urlsplit(step).path).view_name for step, _ in answer.redirect_chain if is_here(step)
        }
        if answer.status_code == 200 and not answer.streaming and "html" in answer.get("Content-Type", ""):
            links = Links()
            links.feed(answer.content.decode())
            for target in links.found:
                full = urljoin(path, target).partition("#")[0]
                if is_here(full) and full not in seen:
                    seen.add(full)
                    waiting.append(full)
    return names


def is_here(address: str) -> bool:
    return not urlsplit(address).netloc and not urlsplit(address).scheme and address.startswith("/")


def is_page(name: str) -> bool:
    return not name.startswith(OTHERS) and "export" not in name and "demo" not in name


@pytest.mark.one_database("which page leads where is decided in Python")
@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_reached_by_links(
    pages: list[Any], user: Any, client_of: Any, role: str | None
) -> None:
    """A page that a role may open and that no link leads to is a page that nobody finds."""
    from neisse.web.record.models import Organisation

    speaks = {"speaks_for": Organisation.objects.first()} if role == "member" else {}
    client = client_of(user(role, **speaks) if role else None)
    names = reached(client)
    lost = {}
    for name, _view, path in pages:
        if name in names or name in WITHOUT_ENTRANCE or not is_page(name) or "secret" in path:
            continue
        if name in lost or opened_by_mail(name):
            continue
        if client.get(path).status_code == 200:
            lost[name] = path
    assert lost == {}, "\n".join(f"{n} {p}" for n, p in lost.items())
    assert len(names) > (60 if role == "manager" else 10)


def opened_by_mail(name: str) -> bool:
    from tests.web.walks.parameters import views

    return any("secret" in parts for found, _view, parts in views() if found == name)
