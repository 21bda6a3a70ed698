"""Comparing everything again, begun by managers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from neisse.web.intersect import actions


@require_POST
@permission_required("intersect.refresh", raise_exception=True)
def refresh(request: HttpRequest) -> HttpResponse:
    """Compute all overlaps and partners again, in the background."""
    actions.request_refresh(actor=request.user)
    messages.success(request, _("The overlaps are being computed again."))
    return redirect("intersect:overlaps")
