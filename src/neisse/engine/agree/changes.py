"""Single changes of a round that make room: more money, more days, a room, an opened day, a decision taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from neisse.engine.agree.choices import DAY_PARTS
from neisse.engine.agree.round import Round, Venue, Window
from neisse.engine.values import say

DAY_CENTS = 40_000  # what a day of staff is taken to cost where changes are compared
CALENDAR_CENTS = 100_000  # an opened day, a second room
DECISION_CENTS = 10**9  # what has been decided is touched last
PRICES = {"budget": 1, "team": DAY_CENTS // DAY_PARTS, "venue": 0, "closed": 0, "venue_closed": 0}


@dataclass(frozen=True, slots=True)
class Change:
    """`kind`: budget, team, venue (a room more), closed, venue_closed, equity or lock; with what it is about.

    `amount`: cents of a budget, hundredths of days of a team, 0 for the rest. `when`: the month of a team, the days
    (`first/last`) of what is closed.
    """

    kind: str
    id: str = ""
    when: str = ""
    amount: int = 0

    @property
    def price_cents(self) -> int:
        """What changes are compared by: money as it is, days and closed days at a published price, decisions last."""
        if self.kind in {"equity", "lock"}:
            return DECISION_CENTS
        return self.amount * PRICES[self.kind] + (0 if PRICES[self.kind] else CALENDAR_CENTS)

    @property
    def short(self) -> str:
        """What there is too little of."""
        return SHORT[self.kind](self)

    @property
    def remedy(self) -> str:
        """What would have to be done."""
        return REMEDY[self.kind](self)

    @property
    def eur(self) -> str:
        """The amount of a budget."""
        return f"{self.amount / 100:.2f}"

    @property
    def days(self) -> str:
        """The amount of a team."""
        return f"{self.amount / DAY_PARTS:g}"


def applied(round_: Round, change: Change) -> Round:
    """The round after a change: what-if, and the proof of an explanation by solving again."""
    return APPLY[change.kind](round_, change)


def _budget(round_: Round, change: Change) -> Round:
    budgets = (replace(b, cents=b.cents + change.amount) if b.id == change.id else b for b in round_.budgets)
    return replace(round_, budgets=tuple(budgets))


def _team(round_: Round, change: Change) -> Round:
    more = (change.when, change.amount)
    teams = (replace(t, more=(*t.more, more)) if t.id == change.id else t for t in round_.teams)
    return replace(round_, teams=tuple(teams))


def _venue(round_: Round, change: Change) -> Round:
    venues = (replace(v, rooms=v.rooms + 1) if v.id == change.id else v for v in round_.venues)
    return replace(round_, venues=tuple(venues))


def _venue_closed(round_: Round, change: Change) -> Round:
    def opened(venue: Venue) -> Venue:
        return replace(venue, closed=tuple(w for w in venue.closed if said(w) != change.when))

    return replace(round_, venues=tuple(opened(v) if v.id == change.id else v for v in round_.venues))


def _closed(round_: Round, change: Change) -> Round:
    left = (c for c in round_.closed if (c.place, said(c.window)) != (change.id, change.when))
    return replace(round_, closed=tuple(left))


def _lock(round_: Round, change: Change) -> Round:
    return replace(round_, locks=tuple(lock for lock in round_.locks if lock.group != change.id))


def said(window: Window) -> str:
    """A window as changes name it."""
    return f"{window.first}/{window.last}"


APPLY: dict[str, Callable[[Round, Change], Round]] = {
    "budget": _budget,
    "team": _team,
    "venue": _venue,
    "venue_closed": _venue_closed,
    "closed": _closed,
    "equity": lambda round_, _: replace(round_, equity=None),
    "lock": _lock,
}
SHORT: dict[str, Callable[[Change], str]] = {
    "budget": lambda c: say("budget %(id)s is short by %(amount)s EUR", id=c.id, amount=c.eur),
    "team": lambda c: say(
        "team %(id)s is short by %(amount)s days in %(when)s", id=c.id, amount=c.days, when=c.when
    ),
    "venue": lambda c: say("venue %(id)s is taken", id=c.id),
    "venue_closed": lambda c: say("venue %(id)s is closed (%(when)s)", id=c.id, when=c.when),
    "closed": lambda c: say("these days are closed: %(when)s", when=c.when),
    "equity": lambda _: say("the rule on what an owner may lose stands against it"),
    "lock": lambda c: say("the decision on group %(id)s stands against it", id=c.id),
}
REMEDY: dict[str, Callable[[Change], str]] = {
    "budget": lambda c: say("add %(amount)s EUR to budget %(id)s", amount=c.eur, id=c.id),
    "team": lambda c: say(
        "give team %(id)s %(amount)s days more in %(when)s", id=c.id, amount=c.days, when=c.when
    ),
    "venue": lambda c: say("find one more room at venue %(id)s", id=c.id),
    "venue_closed": lambda c: say("open venue %(id)s (%(when)s)", id=c.id, when=c.when),
    "closed": lambda c: say("open these days: %(when)s", when=c.when),
    "equity": lambda _: say("lift the rule on what an owner may lose"),
    "lock": lambda c: say("take back the decision on group %(id)s", id=c.id),
}


@dataclass(frozen=True, slots=True)
class Forced:
    """A measure that gave way. `code`: `forced` (one change brings it back), `several` (only these together), `tie` (a plan of
    the same value has it), `choice` (other options are worth more, whatever there is), `open` (not settled in the work allowed).

    `changes`: the cheapest ones; `proven`: nothing cheaper does.
    """

    measure: str
    group: str
    code: str
    changes: tuple[Change, ...] = ()
    proven: bool = True
