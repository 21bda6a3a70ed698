"""Partner proposals, scoped to the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from neisse.web.core.bridge import words
from neisse.web.intersect import bridge
from neisse.web.intersect.models import PartnerFeedback, PartnerProposal, ProfileType
from neisse.web.record.models import Organisation
from neisse.web.record.queries import visible_organisations

# Employees, upper bounds as in the European definition of small and medium enterprises; distances in km.
SIZES = {"micro": 10, "small": 50, "medium": 250}
DISTANCES_KM = (50, 100, 250, 500)
FADES_BELOW = 0.999
TEXTS = ("offers", "needs", "profile_types")


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
    rows = rows.select_related("a", "b").prefetch_related(*(f"{side}__{t}" for side in "ab" for t in TEXTS))
    answers = answers_of(organisation)
    found = [proposal_of(row, organisation, answers) for row in rows]
    return across_first(found, organisation) if across_border else found


def strongest_proposals(user: Any, wanted: dict[str, str]) -> QuerySet[PartnerProposal]:
    """The proposals between organisations that the reader may see, best first; by name (q) and border."""
    seen = visible_organisations(user).values("pk")
    rows = PartnerProposal.objects.filter(a__in=seen, b__in=seen).select_related("a", "b")
    if border := wanted.get("border"):
        same = Q(a__country=F("b__country"))
        rows = (
            rows.filter(~same, ~Q(a__country=""), ~Q(b__country=""))
            if border == "across"
            else rows.filter(same)
        )
    for word in words(wanted.get("q", "")):
        rows = rows.filter(Q(a__folded_name__contains=word) | Q(b__folded_name__contains=word))
    return rows


def across_first(found: list[Proposal], organisation: Organisation) -> list[Proposal]:
    """Those across the border first."""
    return sorted(found, key=lambda p: (p.partner.country == organisation.country, -p.score))


def answers_of(organisation: Organisation) -> dict[int, PartnerFeedback]:
    """What an organisation said to partners, by their primary keys."""
    return {said.partner_id: said for said in PartnerFeedback.objects.filter(organisation=organisation)}


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


Read = Callable[[Organisation, Organisation, float | None], Iterable[str]]
# What an organisation is to another one, by the name of the filter; how far apart they are comes along.
OF_PARTNER: dict[str, Read] = {
    "border": lambda own, other, _km: (
        ["across" if other.country != own.country else "same"] if other.country and own.country else []
    ),
    "sector": lambda _own, other, _km: other.sectors,
    "kind": lambda _own, other, _km: [other.kind],
    "size": lambda _own, other, _km: [size_of(other.size)] if other.size is not None else [],
    "distance": lambda _own, _other, km: [
        str(most) for most in DISTANCES_KM if km is not None and km <= most
    ],
}


def facets_of(own: Organisation, proposal: Proposal) -> dict[str, set[str]]:
    """Every property of a proposal by which it can be asked for."""
    partner = proposal.partner
    found = {name: set(read(own, partner, proposal.km)) for name, read in OF_PARTNER.items()}
    languages = {text.language for text in (*partner.offers.all(), *partner.needs.all())} - {""}
    return {**found, "language": languages, "type": set(proposal.types)}


def size_of(employees: int) -> str:
    """The class of size: micro, small, medium or large."""
    return next((name for name, below in SIZES.items() if employees < below), "large")


def proposal_of(
    row: PartnerProposal, organisation: Organisation, answers: dict[int, PartnerFeedback]
) -> Proposal:
    """A pair as `organisation` sees it, with what it said."""
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
