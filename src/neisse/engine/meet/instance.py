"""What is to be scheduled: slots, tables, participants, requests and the rules between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from neisse.engine.values import HOME_ZONE


@dataclass(frozen=True, slots=True)
class Slot:
    """One period of time in which everybody can have one meeting; slots follow each other in time."""

    id: str
    starts: datetime | None = None
    ends: datetime | None = None
    session: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A place for one meeting a slot; `closed` names slots without it, `zone` is a label of the hall."""

    id: str
    zone: str = ""
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Participant:
    """A person; `table` is their own booth, where their meetings take place and nobody else's.

    `avoid`: people whom they never meet, whoever asks. `min_break`, `lunch`, `max_in_a_row`: as in `Rules`, where
    they have their own (None: the event's).
    """

    id: str
    organisation: str = ""
    unavailable: frozenset[str] = frozenset()
    max_meetings: int | None = None
    table: str = ""
    avoid: frozenset[str] = frozenset()
    min_break: int | None = None
    lunch: frozenset[str] | None = None
    max_in_a_row: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A meeting that `a` asks of `b`.

    `weight` 0..10 is what it is worth (0: only if there is room), `must` that it has to be held, `fixed` the one slot that it may
    have, `session` the one session, `after` the requests that have to come in an earlier slot (binding
    where both are placed), `interpreter` the language pair that it needs an interpreter for.
    Where both sides own a booth, the one who is asked (`b`) is the host. `also` holds the ids of further
    requests of the same two people, which are this one meeting; what both sides give it is added up.
    """

    id: str
    a: str
    b: str
    weight: int = 1
    must: bool = False
    fixed: str = ""
    session: str = ""
    after: tuple[str, ...] = ()
    interpreter: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """`fairness`: the most by which the breaks of two people may differ (None: no limit).

    `all_requests`: no request may stay unplaced. `minimise`: what counts after that and the placed
    weight: `breaks` or only `unplaced`. For everybody who has no own: `min_break` slots stay free after each
    meeting of a day before the next one, one of the slots of `lunch` stays free on each day, and at most
    `max_in_a_row` slots follow each other without a free one. Who keeps a `min_break` is left out of `fairness`.
    """

    fairness: int | None = None
    all_requests: bool = False
    minimise: Literal["breaks", "unplaced"] = "breaks"
    min_break: int = 0
    lunch: frozenset[str] = frozenset()
    max_in_a_row: int | None = None


@dataclass(frozen=True, slots=True)
class Numbering:
    """Ids of slots and requests in the order of the file, by which schedule files count; empty: as in the event."""

    slots: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Instance:
    """A whole event; `interpreters` says how many interpreters each language pair has in a slot.

    The order of each tuple is the index that `Grid` and `Schedule` count by, from 0. `zone` says where a day
    ends; slots without times are one day.
    """

    name: str
    slots: tuple[Slot, ...]
    tables: tuple[Table, ...]
    participants: tuple[Participant, ...]
    requests: tuple[Request, ...]
    rules: Rules = Rules()
    interpreters: tuple[tuple[str, int], ...] = field(default=())
    zone: str = HOME_ZONE
    numbering: Numbering = Numbering()
