"""Clauses and the few building blocks that the encoding is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from pysat.card import CardEnc, EncType

TRUE, FALSE = 1, -1
PAIRWISE_UP_TO = 5


class Formula:
    """A growing set of clauses; literal 1 is the constant true, so that -1 is false.

    Clauses are only ever added, so that incremental solvers can each remember how many they have read.
    """

    def __init__(self) -> None:
        self.top = TRUE
        self.clauses: list[list[int]] = [[TRUE]]

    def copy(self) -> Formula:
        """The same variables and clauses, to be added to apart."""
        twin = Formula()
        twin.top, twin.clauses = self.top, self.clauses.copy()
        return twin

    def new(self) -> int:
        """A fresh variable."""
        self.top += 1
        return self.top

    def add(self, *literals: int) -> None:
        """One clause."""
        self.clauses.append([*literals])

    def either(self, literals: Iterable[int]) -> int:
        """A literal equal to the disjunction; constants are folded."""
        terms = [v for v in literals if v != FALSE]
        if not terms or TRUE in terms:
            return TRUE if terms else FALSE
        if len(terms) == 1:
            return terms[0]
        result = self.new()
        self.add(-result, *terms)
        for term in terms:
            self.add(result, -term)
        return result

    def both(self, *literals: int) -> int:
        """A literal equal to the conjunction."""
        return -self.either(-v for v in literals)

    def ladder(self, literals: Sequence[int]) -> list[int]:
        """Prefix disjunctions: element i says that one of literals[0..i] holds."""
        steps: list[int] = []
        for literal in literals:
            steps.append(self.either((steps[-1], literal) if steps else (literal,)))
        return steps

    def at_most(self, literals: Iterable[int], limit: int) -> None:
        """Sequential counter (Sinz 2005), pairwise where that is smaller."""
        terms = [v for v in literals if v != FALSE]
        if limit == 1 and len(terms) <= PAIRWISE_UP_TO:
            for a, b in combinations(terms, 2):
                self.add(-a, -b)
        elif limit < len(terms):
            self._extend(CardEnc.atmost(terms, limit, top_id=self.top, encoding=EncType.seqcounter))

    def prefixes(self, literals: Sequence[int], least: Sequence[int], most: Sequence[int]) -> None:
        """Count slot by slot: of literals[0..i] at least least[i] and at most most[i] hold (a sequential counter).

        Row i, column j: more than j of literals[0..i] hold; what the bounds say of it already is a constant.
        """
        last = [FALSE] * most[-1]
        for literal, low, high in zip(literals, least, most, strict=True):
            if low > high:
                self.add()
            row = [TRUE if j < low else FALSE if j >= high else self.new() for j in range(most[-1])]
            for more, before, fewer in zip(row, last, [TRUE, *last], strict=False):
                self._add_folded(-before, more)
                self._add_folded(-literal, -fewer, more)
                self._add_folded(-more, before, literal)
                self._add_folded(-more, fewer)
            last = row

    def _add_folded(self, *literals: int) -> None:
        if TRUE not in literals:
            self.clauses.append([v for v in literals if v != FALSE])

    def counter(self, literals: Sequence[int], limit: int) -> list[int]:
        """Totalizer (Bailleux, Boufkhad 2003): output k is equal to "at least k + 1", for k below the limit."""
        terms = [v for v in literals if v != FALSE]
        if len(terms) <= 1:
            return terms[:limit]
        half = len(terms) // 2
        left, right = self.counter(terms[:half], limit), self.counter(terms[half:], limit)
        outputs = [self.new() for _ in range(min(len(left) + len(right), limit))]
        for i in range(len(left) + 1):
            for j in range(len(right) + 1):
                self._merge(left, right, outputs, i, j)
        return outputs

    def _merge(self, left: list[int], right: list[int], outputs: list[int], i: int, j: int) -> None:
        if i + j > 0 and outputs:
            reached = [-left[i - 1]] * (i > 0) + [-right[j - 1]] * (j > 0)
            self.add(outputs[min(i + j, len(outputs)) - 1], *reached)
        if i + j < len(outputs):
            self.add(-outputs[i + j], *left[i : i + 1], *right[j : j + 1])

    def _extend(self, encoded: CardEnc) -> None:
        self.top = max(self.top, encoded.nv)
        self.clauses.extend(encoded.clauses)
