"""Proposed partners of an organisation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from neisse.web.intersect import actions, queries
from neisse.web.intersect.forms import AnswerForm
from neisse.web.intersect.wording import said
from neisse.web.record.queries import visible_organisations


@require_GET
def partners(request: HttpRequest, slug: str) -> HttpResponse:
    """Who fits what this organisation offers and needs, and why; across the border first when asked."""
    organisation = get_object_or_404(visible_organisations(request.user), slug=slug)
    if not request.user.has_perm("intersect.view_partners", organisation):
        raise PermissionDenied
    across = "across" in request.GET
    found = queries.proposals_for(request.user, organisation, across_border=across)
    context = {
        "organisation": organisation,
        "across": across,
        "rows": [(proposal, said(beside_texts(proposal.reasons))) for proposal in found],
        "has_profile": organisation.offers.exists() or organisation.needs.exists(),
        "may_answer": request.user.has_perm("intersect.answer_partner", organisation),
    }
    return render(request, "intersect/partners.html", context)


def beside_texts(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The reasons without those that the page shows as pairs of offers and needs."""
    return [reason for reason in reasons if not reason["code"].startswith("partner.serves")]


@require_POST
@login_required
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Interesting, or not for us."""
    organisation = get_object_or_404(visible_organisations(request.user), slug=slug)
    if not request.user.has_perm("intersect.answer_partner", organisation):
        raise PermissionDenied
    form = AnswerForm(request.POST)
    if form.is_valid():
        partner = get_object_or_404(visible_organisations(request.user), slug=form.cleaned_data["partner"])
        actions.answer_partner(
            organisation, partner, form.cleaned_data["answer"], form.cleaned_data["note"], actor=request.user
        )
        messages.success(request, _("Thank you. The proposals will take it into account."))
    return redirect("intersect:partners", slug)
