"""Fewest true literals: a lower bound that climbs by cores, an upper bound that falls by neighbourhoods.

Each side has a solver of its own on the same formula; they take turns of so many conflicts, longer every time (one
solver for both forgets with each turn where it was). Lower side: OLL (Andres et al. 2012; Morgado, Dodaro,
Marques-Silva 2014), every core is relaxed by a totalizer. Upper side: halving the distance to the bound as long as that
is quick, then large neighbourhood search (Shaw 1998): a part of the schedule stays, the solver has to better the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from neisse.engine.meet.exact.formula import FALSE
from neisse.engine.meet.exact.oracle import Oracle
from neisse.engine.meet.schedule import Progress

Model = list[int]
Neighbours = Callable[[bool | None], Iterable[int]]
"""Given how the last neighbourhood ended, the assumptions of the next: what stays as in the best model."""

TURN = 6_000  # conflicts of the first turn of either side
LONGER = 1.3  # each turn is so much longer than the last
NEAR = 2_000  # conflicts for one neighbourhood, for halving, for making a core smaller
SMALL_CORE = 25  # larger cores are not made smaller literal by literal


class Minimiser:
    """Minimise the true literals of `groups`, each in unary: literal k + 1 implies literal k.

    `lower` <= minimum <= `upper` holds at any time; `improved` is called with every better model.
    """

    def __init__(
        self,
        prover: Oracle,
        finder: Oracle,
        groups: Iterable[Sequence[int]],
        improved: Callable[[Model], None],
        progress: Progress,
    ) -> None:
        self.prover = prover
        self.finder = finder
        self.formula = prover.formula
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
        turn = float(TURN)
        while not self.done:
            direct = turn > TURN and self.upper is not None
            question = [-self.sums[self.lower]] if direct else sorted(self.next, key=abs)
            answer = self.prover.decide(question, int(turn))
            if answer is False and direct:
                self._lift()
            elif answer:
                self._take(self.prover)
            elif answer is False:
                self._learn()
            else:
                turn *= LONGER
            if self.upper is None and not self.done:
                self._start(int(turn))
            if answer is None and self.upper is not None:
                self._descend(neighbours, int(turn))

    def _lift(self) -> None:
        """No schedule has as few as `lower`."""
        self.lower += 1
        self.formula.add(self.sums[self.lower - 1])
        if self.upper is not None:
            self.progress(self.upper, self.lower)

    def _learn(self) -> None:
        """A core lifts the lower bound; an empty one says that the formula, which asks for less than `upper`, is false."""
        if core := self._smaller(self.prover.core()):
            self._relax(core)
        elif self.upper is None:
            self.impossible = True
        else:
            self.lower = self.upper

    def _start(self, budget: int) -> None:
        """A first schedule, or the proof that there is none."""
        answer = self.finder.decide((), budget)
        if answer:
            self._take(self.finder)
        elif answer is False:
            self.impossible = True

    def _take(self, oracle: Oracle) -> None:
        """Keep the last model and ask for better ones from now on."""
        model = oracle.model()
        self.improved(model)
        self._bound(sum(model[abs(literal) - 1] == literal for literal in self.literals))

    def _bound(self, value: int) -> None:
        if not self.sums and value:
            self.sums = self.formula.counter(self.literals, value)
        self.upper = value
        if value and value <= len(self.sums):
            self.formula.add(-self.sums[value - 1])
        self.progress(value, self.lower)

    def _descend(self, neighbours: Neighbours, budget: int) -> None:
        """One turn of the upper side."""
        end = self.finder.conflicts + budget
        while self._halve():
            pass
        answer = None
        while not self.done and self.finder.conflicts < end:
            answer = self.finder.decide([*neighbours(answer)], NEAR)
            if answer:
                self._take(self.finder)

    def _halve(self) -> bool:
        """Whether a schedule half way down to the bound came easily."""
        if self.upper is None or self.upper - self.lower <= 1:
            return False
        target = (self.upper + self.lower) // 2
        easy = self.finder.decide([-self.sums[target]], NEAR) is True
        if easy:
            self._take(self.finder)
        return easy

    def _smaller(self, core: list[int]) -> list[int]:
        """Ask again with the core alone, then without each of its literals, as long as that is cheap."""
        while len(core) > 1 and self.prover.decide(core, NEAR) is False:
            again = self.prover.core()
            if len(again) >= len(core):
                break
            core = again
        if not 1 < len(core) <= SMALL_CORE:
            return core
        for literal in list(core):
            rest = [v for v in core if v != literal]
            if literal in core and rest and self.prover.decide(rest, NEAR // 2) is False:
                needed = set(self.prover.core())
                core = [v for v in rest if v in needed]
        return core

    def _relax(self, core: list[int]) -> None:
        """One of the core's literals is true: count them, and assume one less than all that is known."""
        formula = self.formula
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
