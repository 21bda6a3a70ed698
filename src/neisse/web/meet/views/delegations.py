"""Delegations: the list, the journey, the briefing book."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from neisse.web.core.downloads import attached
from neisse.web.meet import documents
from neisse.web.meet.actions.events import drop, keep
from neisse.web.meet.briefing import briefing as briefing_of
from neisse.web.meet.forms.delegations import DelegationForm
from neisse.web.meet.models import Delegation
from neisse.web.meet.queries.events import listed_delegations
from neisse.web.meet.queries.journey import journey
from neisse.web.meet.templatetags.meet import stay_text
from neisse.web.meet.views.doors import at_delegation
from neisse.web.meet.views.events import measure_asked, proposed


@require_GET
def delegations(request: HttpRequest) -> HttpResponse:
    """Delegations that the reader may see."""
    context = {
        "rows": listed_delegations(request.user),
        "may_add": request.user.has_perm("meet.add_delegation"),
    }
    return render(request, "meet/delegations.html", context)


@require_GET
@at_delegation()
def delegation(request: HttpRequest, delegation: Delegation) -> HttpResponse:
    """The journey, stop by stop; who travels is for those who travel or plan with them."""
    organises = request.user.has_perm("meet.organise_delegation", delegation)
    context = {
        "delegation": delegation,
        "organises": organises,
        "legs": journey(request.user, delegation),
        "members": delegation.members.all() if organises else [],
        "member_count": delegation.members.count(),
    }
    return render(request, "meet/delegation.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A new delegation."""
    if not request.user.has_perm("meet.add_delegation"):
        raise PermissionDenied
    measure = measure_asked(request)
    draft = Delegation(measure=measure)
    form = DelegationForm(
        request.POST or None, instance=draft, user=request.user, initial=proposed(request, measure)
    )
    if request.method == "POST" and form.is_valid():
        kept = keep(form.instance, actor=request.user)
        messages.success(request, _("Saved. Now add the stops."))
        return redirect("meet:delegation", kept.slug)
    context = {"form": form, "title": _("New delegation"), "back": "meet:delegations", "is_new": True}
    return render(request, "meet/form.html", context)


@at_delegation("meet.organise_delegation")
def edit(request: HttpRequest, delegation: Delegation) -> HttpResponse:
    """Change a delegation."""
    form = DelegationForm(request.POST or None, instance=delegation, user=request.user)
    if request.method == "POST" and form.is_valid():
        keep(form.instance, actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("meet:delegation", delegation.slug)
    return render(
        request, "meet/form.html", {"form": form, "title": _("Change the delegation"), "subject": delegation}
    )


@require_POST
@at_delegation("meet.organise_delegation")
def delete(request: HttpRequest, delegation: Delegation) -> HttpResponse:
    """Delete a delegation with its stops."""
    drop(delegation, actor=request.user)
    messages.success(request, _("Deleted."))
    return redirect("meet:delegations")


@require_GET
@at_delegation("meet.organise_delegation")
def briefing(request: HttpRequest, delegation: Delegation) -> HttpResponse:
    """The briefing book as PDF, in the reader's language."""
    data = briefing_of(delegation, journey(request.user, delegation), stay_text)
    return attached(documents.pdf("briefing", data), "pdf", f"{delegation.slug}-briefing")
