"""The list of overlaps, one overlap side by side, and the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from neisse.web.core.downloads import filters_in_words
from neisse.web.core.queries.jobs import last_of
from neisse.web.core.queries.public_address import address_for
from neisse.web.core.views.downloads import deferred
from neisse.web.intersect import actions, queries
from neisse.web.intersect.actions.comparison import COMPARISON
from neisse.web.intersect.bridge import why
from neisse.web.intersect.bridge.reliability import Bin, measured, measured_near
from neisse.web.intersect.exports import export_groups, export_overlaps
from neisse.web.intersect.forms import DecisionForm, GroupFilter, OpeningForm, OverlapFilter
from neisse.web.intersect.models import Overlap
from neisse.web.intersect.wording import said, told
from neisse.web.record.models import Visibility

PER_PAGE = 30
LEAST_SHOWN = 0.2


@require_GET
def overlaps(request: HttpRequest) -> HttpResponse:
    """The pairs that somebody should look at, strongest first."""
    form = OverlapFilter(request.GET or None)
    wanted = form.wanted() if form.is_bound else {"state": Overlap.State.OPEN}
    found = queries.filtered(request.user, wanted)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "rows": [(pair, said(why(pair))[:3]) for pair in page],
        "counts": queries.counts(request.user),
        "measured": reliability(),
        "closed": told(queries.closed_overlaps(request.user)),
    }
    if request.user.has_perm("intersect.refresh"):
        context["comparison"] = last_of(COMPARISON)
    return render(request, "intersect/overlaps.html", context)


@require_GET
def groups(request: HttpRequest) -> HttpResponse:
    """Plans that belong together, and what was kept apart."""
    form = GroupFilter(request.GET)
    page = Paginator(queries.groups(request.user, form.values()), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "intersect/groups.html", {"form": form, "page": page})


@require_GET
def overlap(request: HttpRequest, pk: int) -> HttpResponse:
    """Two measures side by side, and why they stand there; before an overlap is opened, its notice."""
    closed = queries.closed_overlap(request.user, pk)
    if closed is not None:
        may_answer = request.user.has_perm("intersect.answer_notice", closed.measure)
        notice = {"closed": closed, "words": told([closed])[0][1], "may_answer": may_answer}
        return render(request, "intersect/closed.html", notice)
    pair = _pair(request, pk)
    context: dict[str, Any] = {
        "pair": pair,
        "reasons": said(why(pair)),
        "measured": measured_near(pair.verdict, pair.score),
        "sides": [pair.a, pair.b],
        "form": DecisionForm(initial={"note": pair.note}),
        "may_decide": request.user.has_perm("intersect.decide_overlap", pair),
        "is_opened": Visibility.BLIND in {pair.a.visibility, pair.b.visibility},
    }
    if request.user.has_perm("intersect.read_decisions"):
        steps = pair.history.select_related("history_user").filter(history_type="~")
        context |= {"decided": pair.decided_by, "decisions": steps[:20]}
    return render(request, "intersect/overlap.html", context)


@require_POST
@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, dismiss or reopen an overlap."""
    pair = _pair(request, pk)
    form = DecisionForm(request.POST)
    if not request.user.has_perm("intersect.decide_overlap", pair):
        raise PermissionDenied
    if not form.is_valid():
        messages.error(request, _("The decision could not be read."))
        return redirect("intersect:overlap", pk)
    actions.decide(pair, form.cleaned_data["state"], form.cleaned_data["note"], actor=request.user)
    messages.success(request, _("The decision is kept."))
    return redirect("intersect:overlap", pk)


@require_POST
@login_required
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to open an overlap with a blind plan, keep it closed, or take the own answer back."""
    closed = queries.closed_overlap(request.user, pk)
    if closed is None:
        raise Http404
    if not request.user.has_perm("intersect.answer_notice", closed.measure):
        raise PermissionDenied
    form = OpeningForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The answer could not be read."))
        return redirect("intersect:overlap", pk)
    pair = Overlap.objects.select_related("a__owner", "b__owner").get(pk=pk)
    is_open = actions.answer_notice(
        pair,
        closed.measure,
        form.cleaned_data["answer"],
        actor=request.user,
        address=address_for(request),
    )
    messages.success(
        request, _("Both sides have agreed: the overlap is open.") if is_open else _("Your answer is kept.")
    )
    return redirect("intersect:overlap", pk)


@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The filtered list as a file; `kind` is `overlaps` or `groups`."""
    form = request.GET.get("format", "csv")
    if kind == "groups":
        narrowed = GroupFilter(request.GET)
        found = list(queries.groups(request.user, narrowed.values()))
        return export_groups(form, found, filters_in_words(narrowed))
    if kind != "overlaps":
        raise Http404
    bar = OverlapFilter(request.GET)
    pairs = queries.filtered(request.user, bar.wanted())
    if away := deferred(request, pairs.count()):
        return away
    may_read = request.user.has_perm("intersect.read_decisions")
    return export_overlaps(form, list(pairs), may_read, filters_in_words(bar))


def reliability() -> list[tuple[str, Bin]]:
    """What was measured of the probabilities that a list can show, with the verdict in words."""
    return [(str(Overlap.Verdict(b.verdict.value).label), b) for b in measured(LEAST_SHOWN)]


def _pair(request: HttpRequest, pk: int) -> Overlap:
    """One query, whether the pair is hidden or does not exist: the time of a 404 tells nothing."""
    pair: Overlap = get_object_or_404(queries.listed_overlaps(request.user), pk=pk)
    return pair
