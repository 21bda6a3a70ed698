"""Fewest true literals: a lower bound that climbs by cores, an upper bound that falls by neighbourhoods.

Both sides share one incremental solver, in turns of a bounded number of conflicts, so that each profits from what
the other learns. Lower side: OLL (Andres et al. 2012; Morgado, Dodaro, Marques-Silva 2014), every core is relaxed by
a totalizer. Upper side: halving the distance to the bound as long as that is quick, then large neighbourhood
search (Shaw 1998): a part of the schedule stays, the solver has to better the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from neisse.engine.meet.exact.formula import FALSE
from neisse.engine.meet.exact.oracle import Oracle
from neisse.engine.meet.schedule import Progress

Model = list[int]
Neighbours = Callable[[bool | None], Iterable[int]]
"""Given how the last neighbourhood ended, the assumptions of the next: what stays as in the best model."""

TURN = 6_000  # conflicts of a turn of either side
NEAR = 2_000  # conflicts for one neighbourhood, for halving, for making a core smaller
SMALL_CORE = 25  # larger cores are not made smaller literal by literal


class Minimiser:
    """Minimise the true literals of `groups`, each in unary: literal k + 1 implies literal k.

    `lower` <= minimum <= `upper` holds at any time; `improved` is called with every better model.
    """

    def __init__(
        self,
        oracle: Oracle,
        groups: Iterable[Sequence[int]],
        improved: Callable[[Model], None],
        progress: Progress,
    ) -> None:
        self.oracle = oracle
        self.improved = improved
        self.progress = progress
        self.groups = [unary for group in groups if (unary := [v for v in group if v != FALSE])]
        self.next = {-unary[0]: (unary, 0) for unary in self.groups}
        self.literals = [literal for unary in self.groups for literal in unary]
        self.sums: list[int] = []
        self.lower = 0
        self.upper: int | None = None
        self.impossible = False

    @property
    def done(self) -> bool:
        """Nothing is left to prove."""
        return self.impossible or self.lower == self.upper

    def run(self, neighbours: Neighbours, known: int | None = None) -> None:
        """Search until the minimum is proven; `known` = the value of a schedule that the caller has.

        Raises `StoppedError`; `lower` and `upper` hold then too.
        """
        if known is not None:
            self._bound(known)
        while not self.done:
            answer = self.oracle.decide(sorted(self.next, key=abs), TURN)
            if answer is None:
                self._descend(neighbours)
            else:
                self._learn(answer)
            if answer is False and self.upper is None and not self.done:
                self._start()

    def _learn(self, answer: bool) -> None:
        """A model that keeps all assumptions is a minimum; a core lifts the lower bound."""
        if answer:
            self._take()
        elif core := self._smaller(self.oracle.core()):
            self._relax(core)
        else:
            self._exhausted()

    def _exhausted(self) -> None:
        """The formula, which asks for less than `upper`, is false."""
        if self.upper is None:
            self.impossible = True
        else:
            self.lower = self.upper

    def _start(self) -> None:
        """A first schedule, or the proof that there is none."""
        answer = self.oracle.decide((), TURN)
        if answer:
            self._take()
        elif answer is False:
            self.impossible = True

    def _take(self) -> None:
        """Keep the last model and ask for better ones from now on."""
        model = self.oracle.model()
        value = sum(model[abs(literal) - 1] == literal for literal in self.literals)
        self.improved(model)
        self._bound(value)

    def _bound(self, value: int) -> None:
        formula = self.oracle.formula
        if not self.sums and value:
            self.sums = formula.counter(self.literals, value)
        self.upper = value
        if value and value <= len(self.sums):
            formula.add(-self.sums[value - 1])
        self.progress(value, self.lower)

    def _descend(self, neighbours: Neighbours) -> None:
        """One turn of the upper side."""
        if self.upper is None:
            self._start()
            return
        answer = None
        spent = 0
        while spent < TURN and not self.done:
            answer = self.oracle.decide([*neighbours(answer)], NEAR)
            spent += NEAR if answer is None else NEAR // 10
            if answer:
                self._take()

    def _smaller(self, core: list[int]) -> list[int]:
        """Ask again with the core alone, then without each of its literals, as long as that is cheap."""
        while len(core) > 1 and self.oracle.decide(core, NEAR) is False:
            again = self.oracle.core()
            if len(again) >= len(core):
                break
            core = again
        if not 1 < len(core) <= SMALL_CORE:
            return core
        for literal in list(core):
            rest = [v for v in core if v != literal]
            if literal in core and rest and self.oracle.decide(rest, NEAR // 2) is False:
                needed = set(self.oracle.core())
                core = [v for v in rest if v in needed]
        return core

    def _relax(self, core: list[int]) -> None:
        """One of the core's literals is true: count them, and assume one less than all that is known."""
        formula = self.oracle.formula
        self.lower += 1
        for literal in core:
            unary, k = self.next.pop(literal)
            if k + 1 < len(unary):
                self.next[-unary[k + 1]] = (unary, k + 1)
        formula.add(*(-literal for literal in core))
        if len(core) > 1:
            outputs = formula.counter([-literal for literal in core], len(core))
            self.next[-outputs[1]] = (outputs, 1)
        if self.upper is not None:
            self.progress(self.upper, self.lower)
