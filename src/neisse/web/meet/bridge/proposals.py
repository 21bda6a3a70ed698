"""Participants as bearers of offers and needs: how one of them fits all others, by the partner engine.

A process keeps the market of the events it last looked at; it is made anew when a profile has changed, and
then only new texts are encoded.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from neisse.engine import values
from neisse.engine.intersect.partners import Market, build_market
from neisse.engine.intersect.ranking import Ranking, rank_for
from neisse.engine.text.encoder import Vectors, content_key, default_encoder
from neisse.web.meet.models import Event, MeetingProfile, Registration

MOST_EVENTS = 4
# Both name this topic: worth this share of what is missing to a full score.
TOPIC_SHARE = 0.2
State = tuple[int, datetime | None]


@dataclass(frozen=True, slots=True)
class Fit:
    """What two people have for each other: pairs of an offer and the need that it serves, and shared topics."""

    score: float
    gives: Sequence[tuple[str, str]] = ()
    takes: Sequence[tuple[str, str]] = ()
    topics: Sequence[str] = ()
    reasons: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """The market of an event as its profiles were in `state`."""

    state: State
    market: Market
    positions: dict[int, int]
    topics: dict[int, dict[str, str]]


_lock = threading.Lock()
_known: OrderedDict[int, Known] = OrderedDict()


class Proposals:
    """How one participant fits the others of the event. Two queries; one more for a new market."""

    def __init__(self, me: Registration) -> None:
        self.me = me
        self.known = _market_of(me.event)
        at = self.known.positions.get(me.pk)
        self.ranking: Ranking | None = None if at is None else rank_for(self.known.market, at)

    def score(self, pk: int) -> float:
        """How well somebody fits, in [0, 1]; 0 for who is new since the market was made."""
        position = self.known.positions.get(pk)
        if self.ranking is None or position is None or pk == self.me.pk:
            return 0.0
        score = float(self.ranking.scores[position])
        mine, theirs = self.known.topics.get(self.me.pk, {}), self.known.topics.get(pk, {})
        shared = len(mine.keys() & theirs.keys()) / max(1, min(len(mine), len(theirs)))
        return score + (1 - score) * TOPIC_SHARE * shared

    def fit(self, pk: int) -> Fit:
        """The score with what it comes from."""
        position = self.known.positions.get(pk)
        if self.ranking is None or position is None or pk == self.me.pk:
            return Fit(0.0)
        match = self.ranking.match(position)
        gives, takes = match.offers_to_b, match.offers_to_a
        if match.a != str(self.me.pk):
            gives, takes = takes, gives
        mine, theirs = self.known.topics.get(self.me.pk, {}), self.known.topics.get(pk, {})
        shared = [word for key, word in mine.items() if key in theirs]
        beside = [
            {"code": r.code, "weight": r.weight, "text": r.text, "data": dict(r.data)}
            for r in match.reasons
            if not r.code.startswith("partner.serves")
        ]
        return Fit(self.score(pk), gives, takes, shared, beside)


def _market_of(event: Event) -> Known:
    rows = MeetingProfile.objects.filter(registration__event=event)
    counted = rows.aggregate(n=Count("pk"), at=Max("changed_at"))
    state = (counted["n"], counted["at"])
    with _lock:
        known = _known.get(event.pk)
        if known is None or known.state != state:
            known = _known[event.pk] = _build(rows, state, known)
            while len(_known) > MOST_EVENTS:
                _known.popitem(last=False)
        _known.move_to_end(event.pk)
        return known


def _build(rows: Any, state: State, before: Known | None) -> Known:
    profiles = list(rows.select_related("registration__organisation").order_by("registration"))
    people = [_bearer(profile) for profile in profiles]
    market = build_market(people, default_encoder(), _vectors(before.market) if before else None)
    positions = {profile.registration_id: k for k, profile in enumerate(profiles)}
    topics = {p.registration_id: {word.casefold(): word for word in p.topics} for p in profiles}
    return Known(state, market, positions, topics)


def _bearer(profile: MeetingProfile) -> values.Organisation:
    """A participant in the words of the partner engine."""
    registration = profile.registration
    return values.Organisation(
        id=str(registration.pk),
        name=registration.name,
        place=values.Place(
            registration.organisation.city if registration.organisation else "", registration.country
        ),
        offers=tuple(profile.offers),
        needs=tuple(profile.needs),
    )


def _vectors(market: Market) -> dict[str, Vectors]:
    name = default_encoder().name
    texts = (market.offers, market.needs)
    return {
        content_key(text, name): row
        for said, rows in zip(texts, market.vectors, strict=True)
        for text, row in zip(said, rows, strict=True)
    }
