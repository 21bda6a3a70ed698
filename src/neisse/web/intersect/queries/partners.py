"""Partner proposals, scoped to the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from neisse.web.intersect import bridge
from neisse.web.intersect.models import PartnerFeedback, PartnerProposal, ProfileType
from neisse.web.record.models import Organisation
from neisse.web.record.queries import visible_organisations

# Employees, upper bounds as in the European definition of small and medium enterprises; distances in km.
SIZES = {"micro": 10, "small": 50, "medium": 250}
DISTANCES_KM = (50, 100, 250, 500)
FADES_BELOW = 0.999


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed partner as one side sees it; the note is what this side said."""

    partner: Organisation
    score: float
    gives: list[tuple[str, str]]
    takes: list[tuple[str, str]]
    reasons: list[dict[str, Any]]
    answer: str
    note: str
    km: float | None
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """An offer or need of a profile, its type, the day of its last confirmation and what it still counts."""

    pk: int
    side: str
    text: str
    type: str
    confirmed_on: date
    fresh: float

    @property
    def is_fading(self) -> bool:
        """Whether nobody has confirmed it for a year."""
        return self.fresh < FADES_BELOW


def proposals_for(user: Any, organisation: Organisation, *, across_border: bool = False) -> list[Proposal]:
    """Proposed partners of an organisation, best first; those across the border first when asked."""
    seen = visible_organisations(user).values("pk")
    rows = PartnerProposal.objects.filter(Q(a=organisation, b__in=seen) | Q(b=organisation, a__in=seen))
    answers = {
        feedback.partner_id: feedback
        for feedback in PartnerFeedback.objects.filter(organisation=organisation)
    }
    texts = ("offers", "needs", "profile_types")
    rows = rows.select_related("a", "b").prefetch_related(*(f"{side}__{t}" for side in "ab" for t in texts))
    found = [_proposal(row, organisation, answers) for row in rows]
    if across_border:
        found.sort(key=lambda p: (p.partner.country == organisation.country, -p.score))
    return found


def declined_by(user: Any, organisation: Organisation) -> list[PartnerFeedback]:
    """Partners to whom the organisation said no; they are left out until it takes that back."""
    no = PartnerFeedback.Answer.NOT_FOR_US
    rows = PartnerFeedback.objects.filter(organisation=organisation, answer=no)
    return list(rows.filter(partner__in=visible_organisations(user)).select_related("partner").order_by("pk"))


def is_proposed(one: Organisation, other: Organisation) -> bool:
    """Whether the two are proposed to each other now."""
    a, b = sorted((one.pk, other.pk))
    return PartnerProposal.objects.filter(a=a, b=b).exists()


def profile_of(organisation: Organisation, today: date) -> list[Sentence]:
    """The offers and needs of an organisation, those that fade first."""
    types = dict(ProfileType.objects.filter(organisation=organisation).values_list("text", "type"))
    found = [
        Sentence(
            text.pk,
            side,
            text.text,
            types.get(text.text, ""),
            bridge.confirmed_on(organisation, text),
            bridge.freshness(organisation, text, today),
        )
        for side in ("offers", "needs")
        for text in getattr(organisation, side).all()
    ]
    return sorted(found, key=lambda s: not s.is_fading)


FACETS: dict[str, Callable[[Organisation, Proposal], Iterable[str]]] = {
    "border": lambda own, p: (
        ["across" if p.partner.country != own.country else "same"]
        if p.partner.country and own.country
        else []
    ),
    "sector": lambda own, p: p.partner.sectors,
    "kind": lambda own, p: [p.partner.kind],
    "size": lambda own, p: [size_of(p.partner.size)] if p.partner.size is not None else [],
    "distance": lambda own, p: [str(km) for km in DISTANCES_KM if p.km is not None and p.km <= km],
    "language": lambda own, p: {t.language for t in (*p.partner.offers.all(), *p.partner.needs.all())} - {""},
    "type": lambda own, p: p.types,
}


def narrowed(found: list[Proposal], own: Organisation, wanted: dict[str, str]) -> list[Proposal]:
    """The proposals that have every wanted property; what is not a property is left out."""
    asked = {name: value for name, value in wanted.items() if name in FACETS and value}
    return [p for p in found if all(value in FACETS[name](own, p) for name, value in asked.items())]


def facets_of(found: list[Proposal], own: Organisation) -> dict[str, list[tuple[str, int]]]:
    """What there is to choose from, with how many proposals have it, most first."""
    counted = {name: Counter(value for p in found for value in read(own, p)) for name, read in FACETS.items()}
    return {name: counts.most_common() for name, counts in counted.items()}


def size_of(employees: int) -> str:
    """The class of size: micro, small, medium or large."""
    return next((name for name, below in SIZES.items() if employees < below), "large")


def _proposal(
    row: PartnerProposal, organisation: Organisation, answers: dict[int, PartnerFeedback]
) -> Proposal:
    is_a = row.a_id == organisation.pk
    partner = row.b if is_a else row.a
    gives, takes = (row.offers_to_b, row.offers_to_a) if is_a else (row.offers_to_a, row.offers_to_b)
    said = answers.get(partner.pk)
    kinds = {t.text: t.type for t in partner.profile_types.all()}
    served = {
        kinds[text] for text in (*(need for _o, need in gives), *(o for o, _n in takes)) if text in kinds
    }
    return Proposal(
        partner,
        row.score,
        gives,
        takes,
        row.reasons,
        said.answer if said else "",
        said.note if said else "",
        bridge.distance_km(organisation, partner),
        frozenset(served),
    )
