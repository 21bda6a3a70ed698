"""Whose network this is: said by managers on one page, shown on every page, safe in what it takes."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from neisse.web.core.models import Instance
from neisse.web.core.pictures import LEAST_CONTRAST, contrast, read_logo, readable_on
from neisse.web.core.views.settings import GROUNDS

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z" fill="url(#a)"/></svg>'
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
EVIL = [
    b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    b"<svg xmlns='http://www.w3.org/2000/svg'><g onclick='x()'/></svg>",
    b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://example.org/x.png'/></svg>",
    b"<svg xmlns='http://www.w3.org/2000/svg'><use href='data:image/svg+xml,x'/></svg>",
    b"<svg xmlns='http://www.w3.org/2000/svg'><foreignObject><p/></foreignObject></svg>",
    b"<svg xmlns='http://www.w3.org/2000/svg'><style>@import 'x.css';</style></svg>",
    b"<svg xmlns='http://www.w3.org/2000/svg'><path style='fill:url(http://example.org/a)'/></svg>",
    b"<svg xmlns='http://www.w3.org/2000/svg' xmlns:l='http://www.w3.org/1999/xlink'><use l:href='//x/y'/></svg>",
    b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'><title>&a;</title></svg>",
    b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
    b"GIF89a",
    b"",
    SVG + b" " * 200_001,
]


def typed(**fields: Any) -> dict[str, Any]:
    return {"name_de": "Netz", "default_language": "de", "countries": ["DE", "PL"]} | fields


def test_what_a_manager_says_stands_on_every_page(user: Any, client_of: Any) -> None:
    manager = client_of(user("manager"))
    said = typed(
        contact="hallo@example.org", accent="#E0A020", imprint_pl="Sieć, ul. Długa 1", picture=file(SVG)
    )
    assert manager.post("/settings/", said).status_code == 302
    stranger = client_of(None, headers={"accept-language": "pl"})
    page = stranger.get("/imprint/").content.decode()
    instance = Instance.objects.get()
    assert "Netz" in page and "ul. Długa 1" in page and "hallo@example.org" in page  # noqa: PT018
    for address in (f"/logo/{instance.logo_digest}/", "/colours/e0a020.css"):
        assert address in page
        assert stranger.get(address).status_code == 200
    drawn = stranger.get(f"/logo/{instance.logo_digest}/")
    assert drawn.content == SVG
    assert "sandbox" in drawn["Content-Security-Policy"]
    assert "script-src" not in drawn["Content-Security-Policy"]


def test_a_logo_is_kept_until_it_is_taken_away(user: Any, client_of: Any) -> None:
    manager = client_of(user("manager"))
    manager.post("/settings/", typed(picture=file(PNG, "a.png")))
    manager.post("/settings/", typed(name_de="Anderes"))
    instance = Instance.objects.get()
    assert (instance.name_de, bool(instance.logo)) == ("Anderes", True)
    assert client_of(None).get(f"/logo/{instance.logo_digest}/").content == PNG
    manager.post("/settings/", typed(no_logo="on"))
    assert Instance.objects.get().logo == ""
    assert client_of(None).get(f"/logo/{instance.logo_digest}/").status_code == 404


@pytest.mark.parametrize("data", EVIL)
def test_a_picture_that_does_more_than_draw_is_refused(user: Any, client_of: Any, data: bytes) -> None:
    answer = client_of(user("manager")).post("/settings/", typed(picture=file(data or b"x")))
    assert answer.status_code == 422
    assert not Instance.objects.filter(name_de="Netz").exists()


@pytest.mark.parametrize("role", ["circle", "member", "guest", None])
def test_only_managers_change_settings(user: Any, client_of: Any, role: str | None) -> None:
    client = client_of(user(role) if role else None)
    for path in ("/settings/", "/settings/test-mail/"):
        assert client.post(path, typed()).status_code in {302, 403}
    assert not Instance.objects.filter(name_de="Netz").exists()


def test_a_test_mail_goes_to_who_asks(user: Any, client_of: Any, letters: Any) -> None:
    manager = user("manager")
    client_of(manager).post("/settings/test-mail/")
    assert [letter.to for letter in letters()] == [[manager.email]]


@given(st.integers(0, 0xFFFFFF))
def test_text_in_any_colour_is_read_on_both_grounds(number: int) -> None:
    for ground in GROUNDS:
        assert contrast(readable_on(ground, f"#{number:06x}"), ground) >= LEAST_CONTRAST


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@given(st.binary(max_size=300))
def test_reading_a_picture_never_fails(data: bytes) -> None:
    found = read_logo(data)
    assert found is None or found.text


def file(data: bytes, name: str = "logo.svg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)
