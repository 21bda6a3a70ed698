"""The demo bar: look at the instance as somebody of each role. Only in a demonstration."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from neisse.web.accounts.doors import DEMO_BAR
from neisse.web.accounts.queries import demo_account
from neisse.web.core import ways
from neisse.web.core.doors import door

PUBLIC = "public"


@door(DEMO_BAR)
@require_POST
def demo_as(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the example's account of a role, or out; 404 outside of a demonstration."""
    if not settings.DEMO:
        raise Http404
    if role == PUBLIC:
        logout(request)
    else:
        account = demo_account(role)
        if account is None:
            raise Http404
        login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return ways.back(request, "next", "/")
