"""A measure: anything that an organisation plans."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from neisse.engine.values.period import Period
from neisse.engine.values.place import Place
from neisse.engine.values.texts import Language


class MeasureKind(StrEnum):
    """Kinds of the file contract; a kind that is not here is kept as text and treated as `other`."""

    EVENT = "event"
    MEETING = "meeting"
    TRAINING = "training"
    FAIR = "fair"
    TRADE_MISSION = "trade_mission"
    DELEGATION = "delegation"
    MARKETING = "marketing"
    PROJECT = "project"
    CALL = "call"
    PUBLICATION = "publication"
    OTHER = "other"


# Asked for every pair; making the set of an enumeration anew takes longer than comparing two plans.
KIND_NAMED = {str(kind): kind for kind in MeasureKind}


class Certainty(StrEnum):
    """How sure the owner is: plans are shared before dates exist."""

    IDEA = "idea"
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Visibility(StrEnum):
    """Who may see a record: everybody, the circle, or (measures only) nobody until an overlap is opened."""

    PUBLIC = "public"
    CIRCLE = "circle"
    BLIND = "blind"


@dataclass(frozen=True, slots=True)
class Measure:
    """One planned action of one owner (and co-owners), as the engine sees it.

    `owner` and `partners` are keys of organisations where known, else names. `cost_cents` is in euro
    cents. `kind` keeps an unknown kind's text; `known_kind` is what the engine works with.
    """

    id: str
    title: str
    owner: str
    kind: str = "other"
    description: str = ""
    language: Language | None = None
    partners: tuple[str, ...] = ()
    period: Period | None = None
    certainty: Certainty = Certainty.PLANNED
    place: Place = Place()
    venue: str = ""
    topics: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    cost_cents: int | None = None
    staff_days: float | None = None
    visibility: Visibility = Visibility.PUBLIC
    url: str = ""

    @property
    def known_kind(self) -> MeasureKind:
        """The kind where the contract knows it, else `other`."""
        return KIND_NAMED.get(self.kind, MeasureKind.OTHER)

    @property
    def owners(self) -> tuple[str, ...]:
        """Owner and co-owners, without repetition, the owner first."""
        return tuple(dict.fromkeys((self.owner, *self.partners)))
