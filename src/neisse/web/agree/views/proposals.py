"""The plans of a round on one table, proposals for a joint plan, and what would be if something were otherwise."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from neisse.engine.values import NeisseError
from neisse.web.agree.actions import proposals as actions
from neisse.web.agree.bridge import sentences_of
from neisse.web.agree.forms.proposals import ChangeForm, MoneyForm, PlanFilters
from neisse.web.agree.listings import PLANS
from neisse.web.agree.models import Proposal, Round
from neisse.web.agree.queries import plans as plan_reads
from neisse.web.agree.queries import proposals as reads
from neisse.web.agree.views.doors import at_round
from neisse.web.core.queries.jobs import shown as shown_job
from neisse.web.core.said import said, said_kept, sentence_of
from neisse.web.core.views.downloads import written
from neisse.web.record.queries.facets import found_keys

PAGE = 50
ALLOWED = "agree.run_round"


def _narrowed(request: HttpRequest, row: Round) -> tuple[PlanFilters, Any]:
    form = PlanFilters(request.GET)
    rows = plan_reads.plans_seen(request.user, row)
    if query := form.values().get("q"):
        rows = rows.filter(key__in=found_keys("measure", query))
    return form, rows


@require_safe
@at_round()
def plans(request: HttpRequest, row: Round) -> HttpResponse:
    """What the organisations of a round plan, what overlaps, and which goal nobody serves."""
    form, rows = _narrowed(request, row)
    everything = list(plan_reads.plans_seen(request.user, row).only("pk", "topics", "visibility", "owner"))
    overlapping = plan_reads.overlapping(request.user, row)
    context = {
        "round": row,
        "tab": "plans",
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "count": len(everything),
        "gaps": plan_reads.gaps(row.goals.all(), everything),
        "overlapping": overlapping,
        "undated": plan_reads.undated(request.user, row),
        "may_run": request.user.has_perm(ALLOWED, row),
    }
    return render(request, "agree/plans.html", context)


@require_safe
@at_round()
def plans_export(request: HttpRequest, row: Round) -> HttpResponse:
    """The plans of a round as a file."""
    form, rows = _narrowed(request, row)
    return written(request, PLANS, rows, f"plans-{row.year}", form, title=str(row))


@require_safe
@at_round()
def proposals(request: HttpRequest, row: Round) -> HttpResponse:
    """What was computed for a round."""
    page = Paginator(reads.proposals_of(row), PAGE).get_page(request.GET.get("page"))
    context = {"round": row, "tab": "proposals", "page": page, "may_run": request.user.has_perm(ALLOWED, row)}
    return render(request, "agree/proposals.html", context)


@require_safe
@at_round()
def proposal(request: HttpRequest, row: Round, number: int) -> HttpResponse:
    """One proposal: what becomes of each group, what gave way and why, what other options would do."""
    one = _one(row, number)
    may_run = request.user.has_perm(ALLOWED, row)
    context = {
        "round": row,
        "tab": "proposals",
        "proposal": one,
        "may_run": may_run,
        "job": shown_job(one.job) if one.job and may_run else None,
        "page": Paginator(reads.shown(request.user, one), PAGE).get_page(request.GET.get("page")),
        "money": MoneyForm(None, row.budgets.all(), one.changes)
        if may_run and row.budgets.exists()
        else None,
        "reasons": [said(text) for text in sentences_of(one.document.get("reasons", ()))],
        "findings": [said_kept(text) for text in one.document.get("findings", ())],
        "others": reads.others_of(one),
        "unused": one.document.get("unused", ()),
    }
    return render(request, "agree/proposal.html", context)


@require_POST
@at_round(ALLOWED)
def propose(request: HttpRequest, row: Round) -> HttpResponse:
    """Have a proposal computed: the first, one with other money, one with an option fixed or ruled out."""
    form = ChangeForm(request.POST)
    based = None
    if form.is_valid() and form.cleaned_data["based"]:
        based = _one(row, form.cleaned_data["based"])
    try:
        made = actions.begin_proposal(row, _changes(request, row, form, based), actor=request.user)
    except NeisseError as error:
        messages.error(request, sentence_of(error))
        return redirect("agree:proposals", row.pk)
    return redirect("agree:proposal", row.pk, made.number)


def _changes(request: HttpRequest, row: Round, form: ChangeForm, based: Proposal | None) -> dict[str, Any]:
    """What is asked besides the round."""
    if based is None:
        return {}
    said_ = form.cleaned_data
    if said_["do"]:
        group = said_["group"] or 0
        reads.must_have(based, group, said_["option"], do=said_["do"])
        return reads.changed(based.changes, said_["do"], str(group), said_["option"])
    money = MoneyForm(request.POST, row.budgets.all(), based.changes)
    if any(name in request.POST for name in money.fields) and money.is_valid():
        return {**based.changes, "budgets": money.cents()}
    return dict(based.changes)


def _one(row: Round, number: int) -> Proposal:
    found: Proposal = get_object_or_404(
        Proposal.objects.select_related("job", "created_by"), round=row, number=number
    )
    return found
