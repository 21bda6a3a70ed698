"""What leaves compressed: text, and only where no other site can have asked in the name of a reader."""

from __future__ import annotations

import gzip
import re
from itertools import cycle
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client, RequestFactory
from django.urls import reverse

from neisse.web.core.compression import TEXT, may_compress
from neisse.web.core.static_files import collect

pytestmark = pytest.mark.one_database("what is packed is an answer that is finished")
GZIP = {"HTTP_ACCEPT_ENCODING": "gzip, br"}
PARTS: dict[str, list[Any]] = {
    "slug": ["sample"],
    "kind": ["organisations", "measures"],
    "pk": [1],
    "secret": ["none"],
    "role": ["guest"],
    "format": ["csv"],
    "version": [1],
}
YEAR_S = 31_536_000


@pytest.fixture
def places(organisation: Any, measure: Any, addresses: Any) -> list[str]:
    measure(owner=organisation(id="sample", name="Sample"), id="sample")
    downloads = [f"{a}?format={form}" for a in addresses(PARTS) if "export" in a for form in ("xlsx", "ods")]
    return [a for a in (*addresses(PARTS), *downloads) if not a.startswith("/account/logout")]


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def test_without_cookies_text_is_compressed_and_nothing_else(places: list[str]) -> None:
    compressed = 0
    for place in places:
        answer = Client(**GZIP).get(place)
        content = body(answer)
        if answer.get("Content-Encoding") == "gzip":
            compressed += 1
            assert answer["Content-Type"].startswith(TEXT), place
            assert "Accept-Encoding" in answer["Vary"], place
            assert len(gzip.decompress(content)) > len(content), place
        elif answer["Content-Type"].startswith(TEXT):
            assert len(content) < 400, place
    assert compressed > 30


def test_what_another_site_may_have_asked_for_is_not(places: list[str], user: Any, client_of: Any) -> None:
    client = client_of(user("manager"), **GZIP)
    for place, site in zip(places, cycle(["cross-site", "same-site", ""]), strict=False):
        said = {"Sec-Fetch-Site": site} if site else {}
        assert "Content-Encoding" not in client.get(place, headers=said), place


def test_a_reader_of_the_product_gets_it_compressed(user: Any, client_of: Any) -> None:
    for site in ("same-origin", "none"):
        answer = client_of(user("manager"), **GZIP, HTTP_SEC_FETCH_SITE=site).get(reverse("record:directory"))
        assert answer["Content-Encoding"] == "gzip"
        assert b"</html>" in gzip.decompress(answer.content)


def test_any_cookie_asks_for_the_word_of_the_browser() -> None:
    request = RequestFactory().get("/")
    assert may_compress(request)
    request.COOKIES["anything"] = ""
    assert not may_compress(request)


def test_the_same_page_has_another_length_each_time(client: Client) -> None:
    page = reverse("accounts:privacy")
    assert len({len(Client(**GZIP).get(page).content) for _ in range(20)}) > 3


@pytest.fixture
def laid_down(settings: Any, tmp_path: Any) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    collect()


@pytest.mark.usefixtures("laid_down")
def test_static_files_are_kept_for_a_year_and_come_compressed() -> None:
    page = Client().get(reverse("accounts:privacy")).content.decode()
    for name in ("core/page.css", "core/parts.css", "core/page.js", "django_htmx/htmx-2.min.js"):
        address = staticfiles_storage.url(name)
        assert address != f"/{settings.STATIC_URL.strip('/')}/{name}"
        assert address in page
        answer = Client(**GZIP).get(address)
        assert answer.status_code == 200
        kept = re.search(r"max-age=(\d+).*immutable", answer["Cache-Control"])
        assert kept
        assert int(kept[1]) >= YEAR_S
        assert answer["Content-Encoding"] == "gzip"


def test_pages_name_plain_files_where_nothing_is_laid_down(settings: Any, tmp_path: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    page = Client().get(reverse("accounts:privacy")).content.decode()
    assert "/static/core/page.css" in page
    assert Client().get("/static/core/page.css").status_code == 200
