"""What the intersect stage shows on the pages of earlier stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from neisse.web.core.panels import Mark
from neisse.web.core.queries import today
from neisse.web.intersect import queries
from neisse.web.intersect.bridge import draft_measure, why
from neisse.web.intersect.models import Overlap
from neisse.web.intersect.wording import said, told
from neisse.web.record.models import Measure, Organisation, Visibility

Object = Mapping[str, Any]
SHOWN = 5
# How many plans of a file are compared at once, and how many like each are told.
MOST_COMPARED, MOST_LIKE = 20, 2


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


def import_panel(request: HttpRequest, plans: Sequence[Object]) -> dict[str, Any] | None:
    """Plans of a file that are not stored yet, with those that are here already and like them.

    Cost: an index look-up for each of at most 20 plans.
    """
    found: list[tuple[str, Any]] = []
    for obj in plans[:MOST_COMPARED]:
        place = obj.get("place") or {}
        draft = {**obj, **place, "key": obj["id"]}
        pairs = queries.similar(request.user, draft_measure(draft, today()), MOST_LIKE)
        if pairs is None:
            return {"rows": [], "preparing": True}
        rows = [(other, pair, said(pair.reasons)[:3], "") for other, pair in pairs if other.key != obj["id"]]
        if rows:
            found.append((str(obj.get("title") or ""), rows))
    return {"rows": found, "preparing": False}


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
