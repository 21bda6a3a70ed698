"""Mails that a library writes name the network, and no host in place of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from neisse.web.core.actions import describe_instance


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("language", ["de", "pl", "en"])
def test_a_reset_comes_from_the_network(
    user: Any, letters: Callable[[], list[Any]], language: str, known: bool
) -> None:
    describe_instance(name_de="Netz Ost", name_pl="Sieć Wschód", name_en="Network East")
    address = user("member", language=language).email if known else "nobody@example.org"
    Client(headers={"accept-language": language}).post(reverse("account_reset_password"), {"email": address})
    (letter,) = letters()
    name = {"de": "Netz Ost", "pl": "Sieć Wschód", "en": "Network East"}[language]
    assert name in letter.body
    assert "testserver" not in letter.subject
    assert letter.subject == letter.subject.strip()
