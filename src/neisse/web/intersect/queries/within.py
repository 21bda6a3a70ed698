"""The best partners under a filter: looked for among all that are like this, not among the proposals alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from neisse.web.core.kept import kept
from neisse.web.intersect import bridge
from neisse.web.intersect.models import PartnerProposal, ProfileType
from neisse.web.intersect.queries.partners import (
    OF_PARTNER,
    SIZES,
    TEXTS,
    Proposal,
    answers_of,
    facets_of,
    proposal_of,
)
from neisse.web.record.models import Need, Offer, Organisation
from neisse.web.record.queries import visible_organisations
from neisse.web.record.rules.seen import levels_of

MOST_LOOKED_AT = 2000
MOST_SHOWN = 10
# Some are left out after the comparison: no offer or need of the wanted type is served.
SPARE = 5
COLUMNS = ("country", "kind", "sectors", "size", "city", "lat", "lon")


@dataclass(frozen=True, slots=True)
class Within:
    """The best under a filter, how many were compared, and how many there are."""

    found: list[Proposal]
    looked_at: int
    count: int


def partners_within(user: Any, own: Organisation, wanted: dict[str, str], today: date) -> Within:
    """The best partners of an organisation that have every wanted property, whoever else they are proposed to.

    At most `MOST_LOOKED_AT` are compared, the last changed ones: about a second.
    """
    others = speaking(visible_organisations(user)).exclude(pk=own.pk)
    like_this = _near(own, narrowed(others, own, wanted), wanted.get("distance", ""))
    rows = list(like_this.prefetch_related(*TEXTS).order_by("-updated_at", "pk")[:MOST_LOOKED_AT])
    by_pk, answers = {row.pk: row for row in (own, *rows)}, answers_of(own)
    best = bridge.best_partners(own, rows, today, SPARE * MOST_SHOWN)
    proposals = [
        proposal_of(
            PartnerProposal(
                a=by_pk[p.a],
                b=by_pk[p.b],
                score=p.score,
                offers_to_b=p.offers_to_b,
                offers_to_a=p.offers_to_a,
                reasons=p.reasons,
            ),
            own,
            answers,
        )
        for p in best
    ]
    found = [p for p in proposals if all(v in facets_of(own, p).get(name, ()) for name, v in wanted.items())]
    count = len(rows) if len(rows) < MOST_LOOKED_AT else like_this.count()
    return Within(found[:MOST_SHOWN], len(rows), count)


def speaking(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Those that offer or need something."""
    return rows.filter(
        Q(pk__in=Offer.objects.values("organisation")) | Q(pk__in=Need.objects.values("organisation"))
    )


def choices_for(user: Any, own: Organisation) -> dict[str, list[tuple[str, int]]]:
    """What there is to choose from, with how many organisations have it, most first; kept for some minutes.

    Kept for all readers of a level: what only some of them may see is not counted.
    """
    levels = levels_of(user)
    rows = speaking(Organisation.objects.filter(visibility__in=levels)).exclude(pk=own.pk)
    found: dict[str, list[tuple[str, int]]] = kept(
        f"partner-choices-{own.pk}", levels, lambda: _counted(own, rows)
    )
    return found


def _counted(own: Organisation, rows: QuerySet[Organisation]) -> dict[str, list[tuple[str, int]]]:
    counted: dict[str, Counter[str]] = {name: Counter() for name in OF_PARTNER}
    for row in rows.only(*COLUMNS):
        km = bridge.distance_km(own, row)
        for name, read in OF_PARTNER.items():
            counted[name].update(read(own, row, km))
    seen = rows.order_by().values("pk")
    spoken = {
        pair
        for side in (Offer, Need)
        for pair in side.objects.filter(organisation__in=seen).values_list("organisation", "language")
    }
    counted["language"] = Counter(language for _pk, language in spoken if language)
    typed = ProfileType.objects.filter(organisation__in=seen).values_list("type", "organisation").distinct()
    counted["type"] = Counter(kind for kind, _pk in typed)
    return {name: counts.most_common() for name, counts in counted.items()}


NOBODY = Q(pk__in=())


def _border(own: Organisation, side: str) -> Q:
    sides = {"across": ~Q(country=own.country) & ~Q(country=""), "same": Q(country=own.country)}
    return sides.get(side, NOBODY) if own.country else NOBODY


def _size(_own: Organisation, name: str) -> Q:
    bounds = [0, *SIZES.values()]
    if name not in (*SIZES, "large"):
        return NOBODY
    at = (*SIZES, "large").index(name)
    above = Q(size__gte=bounds[at])
    return above & Q(size__lt=bounds[at + 1]) if name in SIZES else above


def _language(_own: Organisation, language: str) -> Q:
    sides = [side.objects.filter(language=language).values("organisation") for side in (Offer, Need)]
    return Q(pk__in=sides[0]) | Q(pk__in=sides[1])


# What the database can tell of each filter; the comparison itself looks again.
NARROWING: dict[str, Callable[[Organisation, str], Q]] = {
    "border": _border,
    "sector": lambda _own, sector: Q(sectors_index__contains=f"|{sector}|"),
    "kind": lambda _own, kind: Q(kind=kind),
    "size": _size,
    "language": _language,
    "type": lambda _own, kind: Q(pk__in=ProfileType.objects.filter(type=kind).values("organisation")),
}


def narrowed(
    rows: QuerySet[Organisation], own: Organisation, wanted: dict[str, str]
) -> QuerySet[Organisation]:
    """Those that may have every wanted property, as far as the database knows."""
    for name, value in wanted.items():
        if name in NARROWING:
            rows = rows.filter(NARROWING[name](own, value))
    return rows


def _near(own: Organisation, rows: QuerySet[Organisation], distance: str) -> QuerySet[Organisation]:
    """Those within a distance; all where none is asked for."""
    if not distance:
        return rows
    near = OF_PARTNER["distance"]
    within = [
        row.pk for row in rows.only(*COLUMNS) if distance in near(own, row, bridge.distance_km(own, row))
    ]
    return rows.filter(pk__in=within)
