"""The plans of a round: of the organisations with a seat, with a date in its year, never a blind one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from neisse.web.agree import bridge
from neisse.web.agree.bridge.planning import Scarce
from neisse.web.agree.models import Goal, Group, Round
from neisse.web.core.bridge import fold
from neisse.web.intersect.models import Overlap
from neisse.web.intersect.queries import listed_overlaps
from neisse.web.record.models import Measure, Visibility
from neisse.web.record.queries.visible import visible_measures

MOST_PAIRS = 20
OPEN = (Visibility.PUBLIC, Visibility.CIRCLE)


def of_round(round_: Round) -> Q:
    """The filter of measures that are in a round."""
    ahead = Q(end__gt=round_.first_day) | Q(end=None, start__gte=round_.first_day)
    return (
        Q(owner__in=round_.seats.values("organisation"), start__lt=round_.end, visibility__in=OPEN)
        & ahead
        & ~Q(certainty=Measure.Certainty.CANCELLED)
    )


def plans_of(round_: Round) -> QuerySet[Measure]:
    """All plans of a round, for what is computed."""
    rows = Measure.objects.filter(of_round(round_)).select_related("owner").prefetch_related("partners")
    return rows.order_by("pk")


def plans_seen(user: Any, round_: Round) -> QuerySet[Measure]:
    """The plans of a round that a reader may see, by date."""
    rows = visible_measures(user).filter(of_round(round_)).select_related("owner")
    return rows.order_by("start", "pk")


def measures_seen(user: Any, pks: Iterable[int]) -> dict[int, Measure]:
    """Plans by primary key as far as the reader may see them; blind ones never, whoever owns them."""
    rows = visible_measures(user).filter(pk__in=list(pks), visibility__in=OPEN).select_related("owner")
    return {row.pk: row for row in rows}


def undated(user: Any, round_: Round) -> int:
    """How many plans of its organisations have no date, and so are in no round."""
    mine = Q(owner__in=round_.seats.values("organisation"), start=None, visibility__in=OPEN)
    return visible_measures(user).filter(mine).count()


def overlaps_of(round_: Round) -> QuerySet[Overlap]:
    """The overlaps among the plans of a round that nobody dismissed; none that follows through a blind plan."""
    pks = Measure.objects.filter(of_round(round_)).values("pk")
    through = Q(through=None) | Q(through__visibility__in=OPEN)
    rows = Overlap.objects.filter(through, a__in=pks, b__in=pks, stale=False)
    return rows.exclude(state=Overlap.State.DISMISSED)


def overlapping(user: Any, round_: Round) -> list[Overlap]:
    """The strongest overlaps among the plans of a round that the reader may see."""
    pairs = overlaps_of(round_).order_by().values("pk")
    return list(listed_overlaps(user).filter(pk__in=pairs).order_by("-score", "pk")[:MOST_PAIRS])


def gathered(round_: Round) -> list[tuple[frozenset[int], str]]:
    """The plans of a round in groups, with verdicts, as they overlap now."""
    return bridge.groups_among(plans_of(round_).values_list("pk", flat=True), overlaps_of(round_))


def grouped(round_: Round) -> list[tuple[Group, list[Measure]]]:
    """The groups with the plans that still stand in them and are open; four queries and one for partners."""
    known = {row.pk: row for row in plans_of(round_)}
    rows = Group.measures.through.objects.filter(group__round=round_).values_list("group_id", "measure_id")
    members: dict[int, list[Measure]] = {}
    for group, measure in rows.order_by("group_id", "measure_id"):
        if measure in known:
            members.setdefault(group, []).append(known[measure])
    return [(g, members[g.pk]) for g in Group.objects.filter(round=round_) if g.pk in members]


def scarce_of(round_: Round) -> Scarce:
    """What the round wants and has; four queries."""
    return Scarce(
        list(round_.goals.all()),
        list(round_.budgets.all()),
        list(round_.teams.all()),
        list(round_.closed.all()),
    )


def gaps(goals: Iterable[Goal], plans: Iterable[Measure]) -> list[tuple[Goal, int]]:
    """How many plans serve each goal: 0 is a gap."""
    topics = [{fold(topic) for topic in plan.topics} for plan in plans]
    return [(goal, sum(bool(mine & {fold(t) for t in goal.topics}) for mine in topics)) for goal in goals]
