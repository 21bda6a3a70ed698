"""The first manager of a new instance, through the link that the command line prints."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from neisse.web.accounts.actions import create_manager
from neisse.web.accounts.actions.people import is_setup_token
from neisse.web.accounts.doors import SETUP
from neisse.web.accounts.forms import SetupForm
from neisse.web.core.actors import SYSTEM
from neisse.web.core.doors import door


@door(SETUP)
def setup(request: HttpRequest, secret: str) -> HttpResponse:
    """Make the first manager and sign them in; 404 once there is one."""
    if not is_setup_token(secret):
        raise Http404
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = create_manager(**form.cleaned_data, language=get_language() or "", actor=SYSTEM)
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("/")
    return render(request, "accounts/setup.html", {"form": form})
