"""Participants as bearers of offers and needs: how one of them fits all others, by the partner engine.

A process keeps the market of the events it last looked at. When profiles have changed only those are looked
at again; their vectors come from the cache of the instance, which a task fills when a profile is saved.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import compress
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Max

from neisse.engine import values
from neisse.engine.intersect.partners.matching import Floats, Market, build_market
from neisse.engine.intersect.partners.ranking import Ranking, rank_for
from neisse.engine.text.encoder import default_encoder
from neisse.web.intersect.bridge.partners import profile_vectors
from neisse.web.intersect.bridge.vectors import Keep, encode_texts
from neisse.web.meet.models import Event, MeetingProfile, Registration

MOST_EVENTS = 4
# How long a transaction may hold a change back that others see only later.
STILL_UNDER_WAY = timedelta(minutes=1)
# Both name this topic: worth this share of what is missing to a full score.
TOPIC_SHARE = 0.2
Both = tuple[Floats, Floats]
Flags = npt.NDArray[np.bool_]


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
    """The market of an event as its profiles were at the last change."""

    last: datetime | None
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


def encode_profile(pk: int, keep: Keep) -> None:
    """Put the vectors of what somebody offers and needs into the cache of the instance."""
    profile = MeetingProfile.objects.filter(pk=pk).first()
    if profile is not None:
        encode_texts([*profile.offers, *profile.needs], keep)


def _market_of(event: Event) -> Known:
    rows = MeetingProfile.objects.filter(registration__event=event)
    last = rows.aggregate(last=Max("changed_at"))["last"]
    with _lock:
        known = _known.get(event.pk)
        if known is None or known.last != last:
            known = _known[event.pk] = _brought_up_to_date(rows, last, known)
            while len(_known) > MOST_EVENTS:
                _known.popitem(last=False)
        _known.move_to_end(event.pk)
        return known


def _brought_up_to_date(rows: Any, last: datetime | None, before: Known | None) -> Known:
    """The market with the profiles that are new or changed; nobody else's texts are looked at again.

    Who left stays in the market: lists of people do not come from here.
    """
    if before is not None and before.last is not None:
        rows = rows.filter(changed_at__gte=before.last - STILL_UNDER_WAY)
    profiles = list(rows.select_related("registration__organisation").order_by("registration"))
    people = [_bearer(profile) for profile in profiles]
    fresh = build_market(people, default_encoder(), profile_vectors(people))
    topics = {p.registration_id: {word.casefold(): word for word in p.topics} for p in profiles}
    if before is None:
        market = fresh
    else:
        market, topics = _replaced(before.market, fresh), before.topics | topics
    positions = {int(person.id): k for k, person in enumerate(market.organisations)}
    return Known(last, market, positions, topics)


def _replaced(old: Market, new: Market) -> Market:
    """The old market with what the people of the new one say now; they move to the end."""
    changed = {person.id for person in new.organisations}
    stays = np.array([person.id not in changed for person in old.organisations], dtype=bool)
    place = np.cumsum(stays) - 1
    count = int(stays.sum())
    offers, needs = stays[old.offer_of], stays[old.need_of]
    kept = [person for person, stay in zip(old.organisations, stays, strict=True) if stay]
    return Market(
        (*kept, *new.organisations),
        (*compress(old.offers, offers), *new.offers),
        np.concatenate([place[old.offer_of[offers]], new.offer_of + count]),
        (*compress(old.needs, needs), *new.needs),
        np.concatenate([place[old.need_of[needs]], new.need_of + count]),
        _joined(old.vectors, new.vectors, (offers, needs)),
        _joined(old.topics, new.topics, (offers, needs)),
        _joined(old.fresh, new.fresh, (offers, needs)),
    )


def _joined(old: Both, new: Both, stays: tuple[Flags, Flags]) -> Both:
    """Rows of offers and of needs: those that stay, then the new ones."""
    offers, needs = (np.concatenate([a[stay], b]) for a, b, stay in zip(old, new, stays, strict=True))
    return offers, needs


def _bearer(profile: MeetingProfile) -> values.Organisation:
    """A participant in the words of the partner engine."""
    registration = profile.registration
    city = registration.organisation.city if registration.organisation else ""
    return values.Organisation(
        id=str(registration.pk),
        name=registration.name,
        place=values.Place(city, registration.country),
        offers=tuple(profile.offers),
        needs=tuple(profile.needs),
    )
