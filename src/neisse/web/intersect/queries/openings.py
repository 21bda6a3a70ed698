"""Overlaps with blind plans: who is told, what both sides have agreed to, and what is open since.

A side is the owner of a measure and its co-owners. The notice of a closed overlap is made by the engine from the
vocabulary, the month and the countries; nothing else of the other plan is read here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from neisse.web.accounts.models import User
from neisse.web.intersect import bridge
from neisse.web.intersect.models import Consent, Overlap
from neisse.web.intersect.rules.seen import between_is_seen, opened_consents
from neisse.web.record.models import Measure, Visibility
from neisse.web.record.rules.seen import organisations_of, owns, speaking_for

MOST_NOTICES = 50


@dataclass(frozen=True, slots=True)
class Closed:
    """All that the reader's side learns of an overlap that is not open: a word, a month, countries; its own answer."""

    pk: int
    measure: Measure
    topic: str
    month: str
    area: str
    answer: str


def closed_pairs(user: Any) -> QuerySet[Overlap]:
    """Overlaps with a blind plan of which the reader's organisations own one side, and which are not open."""
    if not organisations_of(user):
        return Overlap.objects.none()
    of_a, of_b = owns.q(user, "a__"), owns.q(user, "b__")
    blind = Q(a__visibility=Visibility.BLIND) | Q(b__visibility=Visibility.BLIND)
    opened = Exists(opened_consents().filter(measure=OuterRef("a"), other=OuterRef("b")))
    pairs = Overlap.objects.filter(
        between_is_seen.q(user), blind, (of_a & ~of_b) | (of_b & ~of_a), ~Q(opened), stale=False
    )
    return pairs.exclude(state=Overlap.State.DISMISSED).exclude(a__owner=F("b__owner"))


def unanswered(user: Any) -> QuerySet[Overlap]:
    """Closed overlaps of which the other side agreed to open and the reader's own side has not answered."""
    mine = list(organisations_of(user))
    if not mine:
        return Overlap.objects.none()
    said = Consent.objects.filter(organisation=F("measure__owner"))
    agreed = said.filter(answer=Consent.Answer.AGREED)
    answered = said.exclude(answer=Consent.Answer.NONE)
    by_b = Exists(agreed.filter(measure=OuterRef("b"), other=OuterRef("a")))
    by_a = Exists(agreed.filter(measure=OuterRef("a"), other=OuterRef("b")))
    of_a = Exists(answered.filter(measure=OuterRef("a"), other=OuterRef("b")))
    of_b = Exists(answered.filter(measure=OuterRef("b"), other=OuterRef("a")))
    waits_at_a = Q(a__owner__in=mine) & Q(by_b) & ~Q(of_a)
    waits_at_b = Q(b__owner__in=mine) & Q(by_a) & ~Q(of_b)
    return closed_pairs(user).filter(waits_at_a | waits_at_b)


def closed_overlaps(user: Any, measure: Measure | None = None) -> list[Closed]:
    """The notices for a reader, or those of one measure; two queries and those for the sides' co-owners."""
    pairs = closed_pairs(user).select_related("a__owner", "b__owner")
    pairs = pairs.prefetch_related("a__partners", "b__partners")
    if measure is not None:
        pairs = pairs.filter(Q(a=measure) | Q(b=measure))
    found = list(pairs.order_by("pk")[:MOST_NOTICES])
    answers = _answers([side_of(user, pair).pk for pair in found])
    topics = bridge.own_topics() if found else None
    return [_closed(user, pair, answers, topics) for pair in found]


def closed_overlap(user: Any, pk: int) -> Closed | None:
    """One notice, if there is one for this reader."""
    pair = closed_pairs(user).select_related("a__owner", "b__owner").filter(pk=pk).first()
    return _closed(user, pair, _answers([side_of(user, pair).pk]), bridge.own_topics()) if pair else None


def side_of(user: Any, pair: Overlap) -> Measure:
    """The reader's own measure of a pair of which they own one side."""
    mine = organisations_of(user)
    own_a = pair.a.owner_id in mine or any(partner.pk in mine for partner in pair.a.partners.all())
    return pair.a if own_a else pair.b


def other_side(pair: Overlap, measure: Measure) -> Measure:
    """The measure of a pair that is not the one given."""
    return pair.b if pair.a_id == measure.pk else pair.a


def speakers_of(measure: Measure) -> list[User]:
    """Those who may speak for the owner of a measure."""
    return speaking_for(measure.owner_id)


def _answers(own: list[int]) -> dict[tuple[int, int], str]:
    rows = Consent.objects.filter(measure__in=own, organisation=F("measure__owner"))
    return {(m, o): answer for m, o, answer in rows.values_list("measure_id", "other_id", "answer")}


def _closed(user: Any, pair: Overlap, answers: dict[tuple[int, int], str], topics: Any) -> Closed:
    own = side_of(user, pair)
    told = bridge.notice_of(pair, topics)
    answer = answers.get((own.pk, other_side(pair, own).pk), "")
    return Closed(pair.pk, own, told.topic, told.month, told.area, answer)
