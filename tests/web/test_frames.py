"""What stands around a page depends on its reader alone: nobody learns from it what they asked for."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.urls import reverse
from tests.web.frames import Frames

VIEWS = ("publish:start", "record:directory", "record:plans", "meet:events", "accounts:privacy")
OF_THE_ADDRESS = re.compile(
    r' aria-current="page"|name="next" value="[^"]*"|\?next=[^"]*|value="\w{64}"|"X-CSRFToken": "\w+"|/help/[\w-]+/'
)


def around(answer: Any) -> str:
    """Header and footer of a page without what says the address again, and without the secret of its forms."""
    page = answer.content.decode()
    parts = re.findall(r"<header class=\"top\">.*?</header>|<footer.*?</footer>", page, re.DOTALL)
    assert len(parts) == 2, page[:500]
    return OF_THE_ADDRESS.sub("", "".join(parts))


@pytest.mark.parametrize("reader", ["manager", "circle", "owner", "guest", "public"])
def test_around_every_page_stands_the_same(
    reader: str, people: dict[str, Any], measure: Any, client_of: Any
) -> None:
    hidden = measure(title="Quarzlichter", visibility="blind")
    client = client_of(people[reader])
    missing = [reverse("record:measure", args=[slug]) for slug in (hidden.slug, "none")]
    seen = {around(client.get(address)) for address in [*map(reverse, VIEWS), *missing]}
    assert len(seen) == 1
    pages = set()
    for address in missing:
        answer = client.get(address)
        assert answer.status_code == 404
        said = answer.content.decode().replace(address, "").replace(quote(address, ""), "")
        pages.add(re.sub(r"\w{64}", "", said))
    assert len(pages) == 1


def test_a_reader_gets_the_frame_of_nobody_else(
    people: dict[str, Any], client_of: Any, frames: Frames
) -> None:
    seen = {}
    for reader, person in people.items():
        client = client_of(person)
        first, again = client.get("/directory/"), client.get("/directory/none/")
        seen[reader] = around(first)
        assert around(again) == seen[reader]
    assert len(set(seen.values())) == len(people)
    before = dict(seen)
    frames.forget()
    assert around(client_of(people["owner"]).get("/directory/")) == before["owner"]
