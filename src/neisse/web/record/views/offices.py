"""Managers who ask to speak for an organisation: said on its page, decided there by others."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from neisse.web.core import posted
from neisse.web.core.doors import closed
from neisse.web.record.actions.offices import grant_office, refuse_office, take_office
from neisse.web.record.models import OfficeRequest

PAGE = 50
STEPS = {"grant": grant_office, "take": take_office, "refuse": refuse_office}


@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """The offices that are asked for, as far as the reader is told of them."""
    if away := closed(request, "core.open_inbox"):
        return away
    asked = OfficeRequest.objects.select_related("organisation", "user")
    seen = [row for row in asked if request.user.has_perm("record.see_office_requests", row.organisation)]
    page = Paginator(seen, PAGE).get_page(request.GET.get("page"))
    return render(request, "record/offices.html", {"page": page, "office_requests": list(page)})


@require_POST
@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse an office, or take one up whose waiting time is over; hidden from who does not see the notice."""
    asked = get_object_or_404(OfficeRequest.objects.select_related("organisation"), pk=pk)
    step = STEPS.get(posted.word(request, "step"))
    if step is None or not request.user.has_perm("record.see_office_requests", asked.organisation):
        raise Http404
    step(asked, actor=request.user)
    messages.success(request, _("The decision is kept."))
    return redirect("record:organisation", asked.organisation.slug)
