"""What the intersect stage shows on the pages of earlier stages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from neisse.web.core.panels import Mark
from neisse.web.intersect import queries
from neisse.web.intersect.bridge import why
from neisse.web.intersect.models import Overlap
from neisse.web.intersect.wording import said, told
from neisse.web.record.models import Measure, Organisation, Visibility

SHOWN = 5


def measure_panel(request: HttpRequest, measure: Measure) -> dict[str, Any] | None:
    """The overlaps of a measure, for those who may see both sides."""
    pairs = queries.overlaps_of(request.user, measure)
    rows = [(pair, queries.other_side(pair, measure), said(why(pair))[:3]) for pair in pairs]
    closed = told(queries.closed_overlaps(request.user, measure))
    return {
        "measure": measure,
        "rows": rows,
        "closed": closed,
        "is_blind": measure.visibility == Visibility.BLIND,
    }


def organisation_panel(request: HttpRequest, organisation: Organisation) -> dict[str, Any] | None:
    """The best proposed partners of an organisation that says what it offers or needs."""
    if not request.user.has_perm("intersect.view_partners", organisation):
        return None
    found = queries.proposals_for(request.user, organisation, across_border=True)
    return {"organisation": organisation, "rows": found[:SHOWN]} if found else None


def start_panel(request: HttpRequest, subject: Any) -> dict[str, Any] | None:
    """Open overlaps in numbers, and the strongest of them."""
    counts = queries.counts(request.user)
    labels = dict(Overlap.Verdict.choices)
    strongest = queries.filtered(request.user, {"state": Overlap.State.OPEN})[:SHOWN]
    return {"counts": [(v, labels[v], n) for v, n in counts.items()], "rows": strongest}


def measure_marks(request: HttpRequest, pks: list[int]) -> dict[int, list[Mark]]:
    """Marks of overlaps for measures in timelines and lists."""
    return {
        pk: [
            Mark(
                pair.verdict,
                f"{pair.get_verdict_display()}: {pair.b if pair.a_id == pk else pair.a}",
                reverse("intersect:overlap", args=[pair.pk]),
            )
            for pair in pairs
        ]
        for pk, pairs in queries.marks(request.user, pks).items()
    }
