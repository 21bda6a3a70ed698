"""Programs with a token."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from neisse.web.core.actors import SYSTEM

BASE = "/api/v1"


@pytest.fixture
def program() -> Callable[..., Any]:
    """`program(user)("PATCH", "/measures/x", {...})`: one request with the token of a user; None is the public."""
    from neisse.web.accounts.actions import issue_token

    def of(person: Any = None, scope: str = "write") -> Callable[..., HttpResponse]:
        headers = (
            {"Authorization": f"Bearer {issue_token(person, 'test', scope, actor=SYSTEM)[1]}"}
            if person
            else {}
        )

        def ask(method: str, path: str, data: Any = None, **more: str) -> HttpResponse:
            body = json.dumps(data) if data is not None else ""
            return Client().generic(
                method, BASE + path, body, content_type="application/json", headers=headers | more
            )

        return ask

    return of
