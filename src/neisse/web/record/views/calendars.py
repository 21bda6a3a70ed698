"""Calendars that are looked at again and again: begun, looked at now, ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from neisse.engine.values import NeisseError
from neisse.web.core.doors import closed
from neisse.web.core.said import sentence_of
from neisse.web.record.actions import storing, subscriptions
from neisse.web.record.forms.subscriptions import SubscriptionForm
from neisse.web.record.models import Organisation
from neisse.web.record.queries.imports import own_organisations
from neisse.web.record.queries.subscriptions import subscriptions_of, vanished

ALLOWED = "record.import"
SHOWN = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: HttpRequest) -> HttpResponse:
    """The calendars so far, and one more."""
    if away := closed(request, ALLOWED):
        return away
    for_all = request.user.has_perm(storing.FOR_ALL)
    own = None if for_all else own_organisations(request.user)
    form = SubscriptionForm(request.POST or None, user=request.user, own=own)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        house = get_object_or_404(Organisation, key=said["organisation"])
        try:
            subscriptions.subscribe(
                house, said["address"], stores_at_once=said["stores_at_once"], actor=request.user
            )
        except NeisseError as error:
            form.add_error("address", sentence_of(error))
        else:
            messages.success(request, _("Subscribed. It is looked at in a moment, then several times a day."))
            return redirect("record:calendars")
    rows = list(subscriptions_of(request.user)[:SHOWN])
    gone = vanished(request.user, rows)
    context = {"for_all": for_all, "form": form, "rows": [(row, gone[row.pk]) for row in rows]}
    return render(request, "record/calendars.html", context, status=422 if form.errors else 200)


@require_POST
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at a calendar before its time."""
    if away := closed(request, ALLOWED):
        return away
    row = get_object_or_404(subscriptions_of(request.user), pk=pk)
    if subscriptions.look_now(row, actor=request.user):
        messages.success(request, _("It is looked at in a moment."))
    else:
        messages.info(request, _("It was looked at a moment ago."))
    return redirect("record:calendars")


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at it no more; what was stored stays."""
    if away := closed(request, ALLOWED):
        return away
    row = get_object_or_404(subscriptions_of(request.user), pk=pk)
    subscriptions.end(row, actor=request.user)
    messages.success(request, _("Ended. The plans that came from it stay."))
    return redirect("record:calendars")
