"""Managers who ask to speak for an organisation: said on its page, decided there by others."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from neisse.web.record.actions.offices import grant_office, refuse_office, take_office
from neisse.web.record.models import OfficeRequest

STEPS = {"grant": grant_office, "take": take_office, "refuse": refuse_office}


@require_POST
@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse an office, or take one up whose waiting time is over; hidden from who does not see the notice."""
    asked = get_object_or_404(OfficeRequest.objects.select_related("organisation"), pk=pk)
    step = STEPS.get(request.POST.get("step", ""))
    if step is None or not request.user.has_perm("record.see_office_requests", asked.organisation):
        raise Http404
    step(asked, actor=request.user)
    messages.success(request, _("The decision is kept."))
    return redirect("record:organisation", asked.organisation.slug)
