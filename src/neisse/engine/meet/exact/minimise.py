"""Fewest true literals: a lower bound that climbs by cores, then one question that two sides try to decide.

Cores: OLL (Andres et al. 2012; Morgado, Dodaro, Marques-Silva 2014), every core is relaxed by a totalizer, as long as a core
takes one turn. The question "are as few as the bound possible?" then goes to two fresh solvers, one set up for
proofs and one for models, that take turns, longer every time: a fresh solver that is told the number as a fact simplifies the
formula by it, which one that only assumes it cannot. Between their turns schedules get better by halving the distance to the
bound as long as that is quick, and by large neighbourhood search (Shaw 1998): a part of the schedule stays, the
solver has to better the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from neisse.engine.meet.exact.formula import FALSE, Formula
from neisse.engine.meet.exact.oracle import FOR_MODELS, FOR_PROOFS, Oracle, Work
from neisse.engine.search.progress import Progress

Model = list[int]
Neighbours = Callable[[bool | None], Iterable[int]]
"""Given how the last neighbourhood ended, the assumptions of the next: what stays as in the best model."""

TURN = 6_000  # conflicts of the first turn of each side
LONGER = 1.3  # each turn is so much longer than the last
NEAR = 2_000  # conflicts for one neighbourhood, for halving, for making a core smaller
SMALL_CORE = 25  # larger cores are not made smaller literal by literal


class Minimiser:
    """Minimise the true literals of `groups`, each in unary: literal k + 1 implies literal k.

    `lower` <= minimum <= `upper` holds at any time; `improved` is called with every better model.
    """

    def __init__(
        self,
        formula: Formula,
        work: Work,
        groups: Iterable[Sequence[int]],
        improved: Callable[[Model], None],
        progress: Progress,
    ) -> None:
        self.formula = formula
        self.plain = formula.copy()
        self.work = work
        self.prover = Oracle(formula, work)
        self.finder = Oracle(formula, work)
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

    def run(self, neighbours: Neighbours, known: int | None = None, turn: int = TURN) -> None:
        """Search until the minimum is proven; `known` = the value of a schedule that the caller has.

        `turn`: conflicts of the first turn. Raises `StoppedError`; `lower` and `upper` hold then too.
        """
        if known is not None:
            self._bound(known)
        while not self.done and self._lift_by_core(turn):
            if self.upper is None and not self.done:
                self._start(turn)
        while not self.done:
            self._decide(neighbours, turn)
            if self.upper is None:
                self._start(None)

    def _lift_by_core(self, budget: int) -> bool:
        """Whether a core (or a schedule without any) was found."""
        answer = self.prover.decide(sorted(self.next, key=abs), budget)
        if answer:
            self._take(self.prover)
        elif answer is False:
            self._learn()
        return answer is not None

    def _decide(self, neighbours: Neighbours, turn: float) -> None:
        """Find a schedule with as few as `lower`, or prove that there is none and lift the bound by one."""
        question = self.plain.copy()
        for more in question.counter(self.literals, self.lower + 1)[self.lower :]:
            question.add(-more)
        sides = [Oracle(question, self.work, options) for options in (FOR_PROOFS, FOR_MODELS)]
        while not self.done:
            for side in sides:
                answer = side.decide((), int(turn))
                if answer is not None:
                    return self._take(side) if answer else self._lift()
            if self.upper is None:
                self._start(int(turn))
            else:
                self._descend(neighbours, int(turn) // 2)
            turn *= LONGER
        return None

    def _lift(self) -> None:
        self.lower += 1
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
            self.progress(self.upper, self.lower)

    def _start(self, budget: int | None) -> None:
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
        """Better schedules for so many conflicts."""
        end = self.work.conflicts + budget
        while self._halve():
            pass
        answer = None
        while not self.done and self.work.conflicts < end:
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
