"""Reads of the intersect stage, scoped to the reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from neisse.web.core.bridge import words
from neisse.web.core.models import SearchDocument
from neisse.web.intersect.bridge import Similar
from neisse.web.intersect.models import Overlap, PartnerFeedback, PartnerProposal
from neisse.web.record.models import Measure, Organisation
from neisse.web.record.queries import levels_of, organisations_of, visible_measures, visible_organisations
from neisse.web.record.queries.facets import kept

SIDES = ("a", "b")


def visible_overlaps(user: Any) -> QuerySet[Overlap]:
    """Overlaps whose both measures the reader may see, and which the engine still finds."""
    mine = organisations_of(user)
    seen = Q()
    for side in SIDES:
        open_side = Q(**{f"{side}__visibility__in": levels_of(user)})
        if mine:
            co_owned = Measure.partners.through.objects.filter(organisation_id__in=mine).values("measure_id")
            open_side |= Q(**{f"{side}__owner_id__in": mine}) | Q(**{f"{side}_id__in": co_owned})
        seen &= open_side
    return Overlap.objects.filter(seen, stale=False)


def listed_overlaps(user: Any) -> QuerySet[Overlap]:
    """Visible overlaps with what a list shows of both sides."""
    return visible_overlaps(user).select_related("a__owner", "b__owner", "decided_by")


def overlaps_of(user: Any, measure: Measure) -> QuerySet[Overlap]:
    """The overlaps of one measure that the reader may see, open ones first, strongest first."""
    mine = Q(a=measure) | Q(b=measure)
    return listed_overlaps(user).filter(mine).exclude(state=Overlap.State.DISMISSED)


def counts(user: Any) -> dict[str, int]:
    """Open overlaps by verdict; for readers without plans of their own they are kept for some minutes."""
    if organisations_of(user):
        return _counted(user)
    found: dict[str, int] = kept("overlaps", levels_of(user), lambda: _counted(user))
    return found


def _counted(user: Any) -> dict[str, int]:
    open_ones = visible_overlaps(user).filter(state=Overlap.State.OPEN).order_by()
    found = dict(open_ones.values_list("verdict").annotate(Count("pk")))
    return {verdict: found.get(verdict, 0) for verdict in Overlap.Verdict.values}


def hidden_overlaps(user: Any, mine: Iterable[int]) -> list[Hint]:
    """Overlaps of the reader's own measures with a blind plan of others: topic, month and area, no more."""
    owned = Measure.objects.filter(owner__in=list(mine)).values("pk")
    seen = visible_measures(user).values("pk")
    pairs = Overlap.objects.filter(stale=False, state=Overlap.State.OPEN).select_related("a", "b")
    one_sided = pairs.filter(Q(a__in=owned) & ~Q(b__in=seen) | Q(b__in=owned) & ~Q(a__in=seen))
    return [hint_of(pair, pair.a if pair.a.owner_id in set(mine) else pair.b) for pair in one_sided]


@dataclass(frozen=True, slots=True)
class Hint:
    """All that a reader learns of an overlap with a blind plan; told of the reader's own measure only."""

    measure: Measure
    verdict: str
    topic: str
    month: str
    area: str


def hint_of(overlap: Overlap, own: Measure) -> Hint:
    """The hint is made from the reader's own side alone, so it cannot give the other side away."""
    topic = own.topics[0] if own.topics else ""
    return Hint(own, overlap.verdict, topic, f"{own.start:%Y-%m}" if own.start else "", own.city)


def marks(user: Any, pks: list[int]) -> dict[int, list[Overlap]]:
    """The open overlaps of many measures, in one query."""
    found: dict[int, list[Overlap]] = {}
    wanted = set(pks)
    touching = Overlap.objects.filter(Q(a__in=pks) | Q(b__in=pks)).values("pk")
    pairs = visible_overlaps(user).filter(pk__in=touching).exclude(state=Overlap.State.DISMISSED)
    for overlap in pairs.select_related("a", "b"):
        for pk in {overlap.a_id, overlap.b_id} & wanted:
            found.setdefault(pk, []).append(overlap)
    return found


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed partner as one side sees it."""

    partner: Organisation
    score: float
    gives: list[tuple[str, str]]
    takes: list[tuple[str, str]]
    reasons: list[dict[str, Any]]
    answer: str


def proposals_for(user: Any, organisation: Organisation, *, across_border: bool = False) -> list[Proposal]:
    """Proposed partners of an organisation, best first; those across the border first when asked."""
    seen = visible_organisations(user).values("pk")
    rows = PartnerProposal.objects.filter(Q(a=organisation, b__in=seen) | Q(b=organisation, a__in=seen))
    answers = dict(
        PartnerFeedback.objects.filter(organisation=organisation).values_list("partner_id", "answer")
    )
    found = []
    for row in rows.select_related("a", "b"):
        is_a = row.a_id == organisation.pk
        partner = row.b if is_a else row.a
        gives, takes = (row.offers_to_b, row.offers_to_a) if is_a else (row.offers_to_a, row.offers_to_b)
        found.append(Proposal(partner, row.score, gives, takes, row.reasons, answers.get(partner.pk, "")))
    if across_border:
        found.sort(key=lambda p: (p.partner.country == organisation.country, -p.score))
    return found


def filtered(user: Any, wanted: dict[str, Any]) -> QuerySet[Overlap]:
    """The list under its filter: q, verdict, state (or all), border."""
    found = listed_overlaps(user)
    if (state := wanted.get("state")) and state != "all":
        found = found.filter(state=state)
    if verdict := wanted.get("verdict"):
        found = found.filter(verdict=verdict)
    if border := wanted.get("border"):
        same = Q(a__country=F("b__country"))
        found = (
            found.filter(same)
            if border == "same"
            else found.exclude(same).exclude(a__country="").exclude(b__country="")
        )
    for word in words(wanted.get("q") or ""):
        keys = SearchDocument.objects.filter(kind="measure", folded__contains=word).values("key")
        found = found.filter(Q(a__key__in=keys) | Q(b__key__in=keys))
    return found


def shown(user: Any, pairs: list[Similar]) -> list[tuple[Measure, Similar]]:
    """The measures behind similar ones, as far as the reader may see them, in the same order."""
    rows = {
        m.pk: m for m in visible_measures(user).select_related("owner").filter(pk__in=[p.pk for p in pairs])
    }
    return [(rows[p.pk], p) for p in pairs if p.pk in rows]
