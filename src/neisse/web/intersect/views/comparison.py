"""Comparing everything again: begun, watched and stopped by managers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from neisse.web.intersect import actions, queries
from neisse.web.intersect.tasks import request_refresh

STEPS = {
    "texts": gettext_lazy("New texts are being read."),
    "overlaps": gettext_lazy("Pairs of plans are being compared."),
    "partners": gettext_lazy("Offers and needs are being compared."),
}
only_managers = permission_required("intersect.refresh", raise_exception=True)


@require_POST
@only_managers
def refresh(request: HttpRequest) -> HttpResponse:
    """Compute all overlaps and partners again, in the background."""
    request_refresh()
    messages.success(request, _("The overlaps are being computed again."))
    return redirect("intersect:overlaps")


@require_POST
@only_managers
def stop(request: HttpRequest) -> HttpResponse:
    """Ask the comparison to stop; what its steps have found so far is kept."""
    actions.stop_comparison()
    messages.success(request, _("The comparison stops in a moment. What its steps have found stays."))
    return redirect("intersect:overlaps")


@require_GET
@only_managers
def progress(request: HttpRequest) -> HttpResponse:
    """How far the comparison is, as a fragment; the whole page again when it is done."""
    shown = shown_comparison()
    answer = render(request, "intersect/parts/comparison.html", {"comparison": shown})
    if not shown["at_work"]:
        answer["HX-Refresh"] = "true"
    return answer


def shown_comparison() -> dict[str, Any]:
    """The latest comparison, whether it is at work, and its step in words."""
    job = queries.last_comparison()
    return {
        "job": job,
        "at_work": job is not None and job.ended_at is None,
        "step": STEPS.get(job.message, "") if job else "",
    }
