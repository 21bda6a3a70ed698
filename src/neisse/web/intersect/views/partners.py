"""Proposed partners of an organisation: why, why not, and what it says to them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from neisse.web.core.actors import SYSTEM
from neisse.web.core.downloads import filters_in_words
from neisse.web.core.queries import today
from neisse.web.core.views.downloads import deferred
from neisse.web.intersect import actions, bridge, queries
from neisse.web.intersect.actions import request_refresh
from neisse.web.intersect.exports import export_pairs, export_partners
from neisse.web.intersect.forms import AnswerForm, PairFilter, PartnerFilters, TextForm, WhyForm
from neisse.web.intersect.models import ProfileType
from neisse.web.intersect.queries.partners import strongest_proposals
from neisse.web.intersect.wording import Said, reason_of, said, sentence
from neisse.web.record.models import Organisation
from neisse.web.record.queries import visible_organisations
from neisse.web.record.rules.seen import organisations_of

PER_PAGE = 30


@require_GET
def partners(request: HttpRequest, slug: str) -> HttpResponse:
    """Who fits what this organisation offers and needs, and why; across the border first when asked."""
    organisation = _organisation(request, slug)
    choices = queries.choices_for(request.user, organisation)
    filters = PartnerFilters(request.GET, choices)
    shown, within = _asked(request, organisation, filters)
    why, answer = _why(request, organisation)
    context = {
        "organisation": organisation,
        "across": "across" in request.GET,
        "form": filters,
        "within": within,
        "rows": [(proposal, said(beside_texts(proposal.reasons))) for proposal in shown],
        "others": any(choices.values()),
        "declined": queries.declined_by(request.user, organisation),
        "profile": queries.profile_of(organisation, today()),
        "types": {"offers": ProfileType.OF_OFFERS, "needs": ProfileType.OF_NEEDS},
        "type_names": dict(ProfileType.Type.choices),
        "why": why,
        "answer": answer,
        "may_answer": request.user.has_perm("intersect.answer_partner", organisation),
    }
    return render(request, "intersect/partners.html", context)


@require_GET
def partner_index(request: HttpRequest) -> HttpResponse:
    """Whose partners the reader may look at, the own organisations first; for the circle the strongest of all."""
    mine = organisations_of(request.user)
    context: dict[str, Any] = {"rows": visible_organisations(request.user).filter(pk__in=mine)}
    if request.user.has_perm("intersect.choose_partners"):
        form = PairFilter(request.GET)
        pairs = strongest_proposals(request.user, form.values())
        context |= {"circle": True, "form": form}
        context["page"] = Paginator(pairs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "intersect/partner_index.html", context)


@require_GET
@permission_required("intersect.choose_partners", raise_exception=True)
def export_all(request: HttpRequest, kind: str) -> HttpResponse:
    """The strongest proposals of all as a file; `kind` is `partners`."""
    if kind != "partners":
        raise Http404
    bar = PairFilter(request.GET)
    pairs = strongest_proposals(request.user, bar.values())
    if away := deferred(request, pairs.count()):
        return away
    return export_pairs(request.GET.get("format", "csv"), list(pairs), filters_in_words(bar))


@require_GET
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """The filtered proposals as a file."""
    organisation = _organisation(request, slug)
    filters = PartnerFilters(request.GET, queries.choices_for(request.user, organisation))
    shown, _within = _asked(request, organisation, filters)
    form = request.GET.get("format", "csv")
    return export_partners(form, organisation, list(shown), filters_in_words(filters))


def beside_texts(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The reasons without those that the page shows as pairs of offers and needs."""
    return [reason for reason in reasons if not reason["code"].startswith("partner.serves")]


@require_POST
@login_required
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Interesting, not for us, or neither any more."""
    organisation = _speaking_for(request, slug)
    form = AnswerForm(request.POST)
    if form.is_valid():
        said_to = form.cleaned_data
        partner = get_object_or_404(visible_organisations(request.user), slug=said_to["partner"])
        if said_to["answer"] == "withdrawn":
            actions.forget_answer(organisation, partner, actor=request.user)
        else:
            actions.answer_partner(
                organisation, partner, said_to["answer"], said_to["note"], actor=request.user
            )
        request_refresh(actor=SYSTEM)
        messages.success(request, _("Thank you. The proposals will take it into account."))
    else:
        messages.error(request, _("The answer could not be read."))
    return redirect("intersect:partners", slug)


@require_POST
@login_required
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """An offer or need is still valid, or is of another type."""
    organisation = _speaking_for(request, slug)
    form = TextForm(request.POST)
    profile = {sentence.text for sentence in queries.profile_of(organisation, today())}
    if form.is_valid() and form.cleaned_data["text"] in profile:
        text = form.cleaned_data["text"]
        if form.cleaned_data["still_valid"]:
            actions.confirm_text(organisation, text, today(), actor=request.user)
            messages.success(request, _("It counts in full again."))
        else:
            actions.set_type(organisation, text, form.cleaned_data["type"], actor=request.user)
            messages.success(request, _("The type is kept."))
    else:
        messages.error(request, _("This text is not part of the profile any more."))
    return redirect("intersect:partners", slug)


def _asked(
    request: HttpRequest, organisation: Organisation, filters: PartnerFilters
) -> tuple[list[queries.Proposal], queries.Within | None]:
    """The proposals, or under a filter the best that there are; those across the border first when asked."""
    across, wanted = "across" in request.GET, filters.values()
    if not wanted:
        return queries.proposals_for(request.user, organisation, across_border=across), None
    within = queries.partners_within(request.user, organisation, wanted, today())
    return queries.across_first(within.found, organisation) if across else within.found, within


def _why(
    request: HttpRequest, organisation: Organisation
) -> tuple[WhyForm, tuple[Organisation, Said] | None]:
    """The form that asks about one organisation, and its answer where one is named."""
    form = WhyForm(request.GET if "why" in request.GET else None, user=request.user)
    if not form.is_valid() or not form.cleaned_data["why"]:
        return form, None
    other = get_object_or_404(visible_organisations(request.user), key=form.cleaned_data["why"])
    if other == organisation:
        return form, (other, Said(_("This is the organisation itself."), 0, 0))
    proposed = queries.is_proposed(organisation, other)
    reason = bridge.why_not_partners(organisation, other, proposed, today())
    return form, (other, Said(sentence(reason_of(reason)), 0, 0))


def _organisation(request: HttpRequest, slug: str) -> Organisation:
    organisation: Organisation = get_object_or_404(
        visible_organisations(request.user).prefetch_related("offers", "needs"), slug=slug
    )
    if not request.user.has_perm("intersect.view_partners", organisation):
        raise PermissionDenied
    return organisation


def _speaking_for(request: HttpRequest, slug: str) -> Organisation:
    organisation: Organisation = get_object_or_404(visible_organisations(request.user), slug=slug)
    if not request.user.has_perm("intersect.answer_partner", organisation):
        raise PermissionDenied
    return organisation
