"""The list of rounds, the page of one, making and changing it and what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neisse.web.agree.actions import rounds as actions
from neisse.web.agree.forms.rounds import (
    BudgetForm,
    ClosedForm,
    GoalForm,
    RoundFilters,
    RoundForm,
    SeatForm,
    StepForm,
    TeamForm,
)
from neisse.web.agree.listings import ROUNDS
from neisse.web.agree.models import Budget, ClosedDays, Goal, Round, Team
from neisse.web.agree.queries import rounds as reads
from neisse.web.agree.views.doors import at_round
from neisse.web.core.doors import closed
from neisse.web.core.queries import today
from neisse.web.core.queries.public_address import address_for
from neisse.web.core.views.downloads import written

PAGE = 50
ALLOWED = "agree.run_round"


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of part is edited."""

    form: type[Any]
    title: Any


KINDS = {
    "seat": Kind(SeatForm, gettext_lazy("Seat")),
    "goal": Kind(GoalForm, gettext_lazy("Goal")),
    "budget": Kind(BudgetForm, gettext_lazy("Budget")),
    "team": Kind(TeamForm, gettext_lazy("Team")),
    "closed": Kind(ClosedForm, gettext_lazy("Closed days")),
}


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds that the reader may see."""
    if away := closed(request, "agree.list_rounds"):
        return away
    form = RoundFilters(request.GET)
    page = Paginator(reads.listed_rounds(request.user, form.values()), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "may_run": request.user.has_perm(ALLOWED)}
    return render(request, "agree/rounds.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The list as a file."""
    if away := closed(request, "agree.list_rounds"):
        return away
    form = RoundFilters(request.GET)
    rows = reads.listed_rounds(request.user, form.values())
    return written(request, ROUNDS, rows, f"rounds-{today():%Y-%m-%d}", form)


@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request: HttpRequest) -> HttpResponse:
    """A new round, in preparation."""
    if away := closed(request, ALLOWED):
        return away
    return _form(request, Round())


@require_http_methods(["GET", "HEAD", "POST"])
@at_round(ALLOWED)
def round_edit(request: HttpRequest, row: Round) -> HttpResponse:
    """Change the rules of a round."""
    return _form(request, row)


def _form(request: HttpRequest, row: Round) -> HttpResponse:
    is_new = row._state.adding
    form = RoundForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        kept = actions.keep_round(form.instance, actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("agree:round", kept.pk)
    title = _("New round") if is_new else _("Change the round")
    context = {"form": form, "title": title, "round": None if is_new else row, "is_new": is_new}
    return render(request, "agree/form.html", context, status=422 if form.errors else 200)


@require_safe
@at_round()
def round_page(request: HttpRequest, row: Round) -> HttpResponse:
    """The rules of a round, who sits in it, what it wants and what is scarce."""
    user = request.user
    context = {
        "round": row,
        "tab": "round",
        "may_run": user.has_perm(ALLOWED, row),
        "seats": reads.seats_of(user, row),
        "goals": reads.parts_of(user, row, Goal),
        "budgets": reads.parts_of(user, row, Budget).select_related("organisation"),
        "teams": reads.parts_of(user, row, Team).select_related("organisation"),
        "closed": reads.parts_of(user, row, ClosedDays),
    }
    return render(request, "agree/round.html", context)


@require_POST
@at_round(ALLOWED)
def round_step(request: HttpRequest, row: Round) -> HttpResponse:
    """Show a round to its circle, take it back, or delete one in preparation."""
    form = StepForm(request.POST)
    if not form.is_valid():
        return redirect("agree:round", row.pk)
    step = form.cleaned_data["step"]
    if step == "delete":
        actions.delete_round(row, actor=request.user)
        messages.success(request, _("Deleted."))
        return redirect("agree:rounds")
    if step == "open":
        actions.open_round(row, web_address=address_for(request), actor=request.user)
        messages.success(request, _("Everybody with a seat sees the round now."))
    else:
        actions.take_back(row, actor=request.user)
        messages.success(request, _("The round is in preparation again."))
    return redirect("agree:round", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@at_round(ALLOWED)
def part(request: HttpRequest, row: Round, kind: str, number: int | None = None) -> HttpResponse:
    """The form of a seat, goal, budget, team or closed days: shown, stored, or the part taken away."""
    of = KINDS.get(kind)
    if of is None:
        raise Http404
    model = of.form._meta.model
    one = get_object_or_404(model, round=row, pk=number) if number else model(round=row)
    if request.method == "POST" and number and "delete" in request.POST:
        actions.drop_part(one, actor=request.user)
        messages.success(request, _("Deleted."))
        return redirect("agree:round", row.pk)
    form = of.form(request.POST or None, instance=one, user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.keep_part(form.instance, actor=request.user)
        messages.success(request, _("Saved."))
        return redirect("agree:round", row.pk)
    context = {"form": form, "title": of.title, "round": row, "part": number, "is_new": not number}
    return render(request, "agree/form.html", context, status=422 if form.errors else 200)
