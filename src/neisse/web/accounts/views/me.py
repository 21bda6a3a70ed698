"""My account: name, language, tokens, my data, the end of my account."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from neisse.web.accounts.actions import change_user, choose_digest, erase_user, issue_token, revoke_token
from neisse.web.accounts.forms import DeleteMeForm, SettingsForm, TokenForm
from neisse.web.accounts.models import User
from neisse.web.accounts.offices import offices
from neisse.web.accounts.queries import subject_of
from neisse.web.core import once
from neisse.web.core.done import erased
from neisse.web.core.downloads import document
from neisse.web.core.personal import holdings
from neisse.web.core.queries.public_address import address_for
from neisse.web.core.queries.subjects import export_subject


def signed_in(request: HttpRequest) -> User:
    """The user behind `login_required`."""
    return cast("User", request.user)


@login_required
def my_settings(request: HttpRequest) -> HttpResponse:
    """Name and language; ways to everything else about the account."""
    user = signed_in(request)
    form = SettingsForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        hour = typed.pop("digest_hour", None)
        change_user(user, actor=user, **typed)
        choose_digest(user, hour, actor=user, address=address_for(request))
        messages.success(request, _("Saved."))
        response = redirect("accounts:settings")
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
        return response
    return render(request, "accounts/settings.html", {"form": form, "offices": list(offices().held(user))})


@login_required
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """Tokens of the user; a new one is shown in the answer to the form, and never again."""
    user = signed_in(request)
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _token, secret = issue_token(user, actor=user, **form.cleaned_data)
        form = TokenForm()
        once.made(request)
    words = {"form": form, "secret": secret, "tokens": user.api_tokens.all()}
    return render(request, "accounts/tokens.html", words)


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Close one of the user's own tokens."""
    revoke_token(get_object_or_404(signed_in(request).api_tokens, pk=pk), actor=request.user)
    messages.success(request, _("The token no longer works."))
    return redirect("accounts:tokens")


@login_required
@never_cache
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything that the instance keeps about the user, as JSON."""
    user = signed_in(request)
    return document(export_subject(subject_of(user)), "my-data")


@login_required
def delete_me(request: HttpRequest) -> HttpResponse:
    """Erase the account after its address was typed."""
    user = signed_in(request)
    form = DeleteMeForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        done = erase_user(user, actor=user)
        logout(request)
        erased(request, _("Your account and your data are deleted."), done)
        return redirect("/")
    return render(request, "accounts/delete_me.html", {"form": form, "holdings": holdings()})
