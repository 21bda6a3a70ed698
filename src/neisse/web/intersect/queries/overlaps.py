"""Overlaps, scoped to the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from neisse.web.core.bridge import words
from neisse.web.core.kept import kept
from neisse.web.core.models import SearchDocument
from neisse.web.intersect import bridge
from neisse.web.intersect.bridge import Similar
from neisse.web.intersect.models import Overlap
from neisse.web.intersect.rules.seen import may_see_overlap
from neisse.web.record.models import Measure, Visibility
from neisse.web.record.queries import visible_measures
from neisse.web.record.queries.facets import found_keys
from neisse.web.record.queries.veil import scoped
from neisse.web.record.rules.seen import levels_of, organisations_of

MOST_PAIRS = 5000


def visible_overlaps(user: Any) -> QuerySet[Overlap]:
    """Overlaps whose both measures the reader may see, and which the engine still finds.

    One with a blind plan of somebody else stays closed until both sides have opened it; then it is seen by the
    people of the two sides alone. What follows through another plan is seen by those who may see that one too.
    """
    rows = Overlap.objects.filter(stale=False)
    return scoped(may_see_overlap.among(rows, user), user)  # type: ignore[no-any-return]


def listed_overlaps(user: Any) -> QuerySet[Overlap]:
    """Visible overlaps with what a list shows of both sides."""
    return visible_overlaps(user).select_related("a__owner", "b__owner", "through", "decided_by")


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


def similar(user: Any, draft: Any, most: int) -> list[tuple[Measure, Similar]] | None:
    """The plans most like a draft among those that the reader may see; None while the index is being prepared."""
    if not bridge.at_hand():
        bridge.prepare()
        return None
    return bridge.similar_to(draft, visible_measures(user), most)


def told_of(user: Any) -> QuerySet[Measure]:
    """The plans whose near misses the reader may be told of: those that he may see and that are not blind.

    Of an overlap with a blind plan its own owner learns a notice and no more, so of a near miss nothing at all.
    """
    return visible_measures(user).exclude(visibility=Visibility.BLIND)


def near_misses(user: Any, measure: Measure, today: date, most: int) -> list[tuple[Measure, Similar]] | None:
    """The plans that one change would make an overlap with a plan; None while the index is being prepared.

    What is over or cancelled is left out: it cannot change any more.
    """
    if not bridge.at_hand():
        bridge.prepare()
        return None
    ahead = told_of(user).filter(Q(end__gt=today) | Q(start=None))
    ahead = ahead.exclude(certainty=Measure.Certainty.CANCELLED)
    return bridge.near_misses(measure, ahead, most) if ahead.filter(pk=measure.pk).exists() else []


@dataclass(frozen=True, slots=True)
class Group:
    """Measures that belong together, and the overlaps that do not join it: a, b and who stands against it."""

    members: list[Measure]
    score: float
    cuts: list[tuple[Measure, Measure, Measure]]

    @property
    def is_across(self) -> bool:
        """Whether its members are in more than one country, as far as that is known."""
        return len({measure.country for measure in self.members} - {""}) > 1


def groups(user: Any, wanted: dict[str, Any] | None = None) -> list[Group]:
    """Groups among the open overlaps that the reader may see, largest first; two queries and those of co-owners.

    Under a filter those with a member that holds every word (q), of two countries or of one (border).
    """
    pairs = list(listed_overlaps(user).filter(state=Overlap.State.OPEN)[:MOST_PAIRS])
    rows = {measure.pk: measure for pair in pairs for measure in pair.sides}
    found = [
        Group(
            [rows[pk] for pk in group.members],
            group.score,
            [(rows[a], rows[b], rows[c]) for a, b, c in group.cuts],
        )
        for group in bridge.groups_of(pairs)
    ]
    asked = wanted or {}
    if border := asked.get("border"):
        found = [group for group in found if group.is_across is (border == "across")]
    if query := asked.get("q"):
        keys = set(found_keys("measure", query))
        found = [group for group in found if any(measure.key in keys for measure in group.members)]
    return found
