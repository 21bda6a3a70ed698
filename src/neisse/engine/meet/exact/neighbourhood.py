"""Which part of a schedule to free while the rest stays."""

from __future__ import annotations

from random import Random

from neisse.engine.meet.exact.encode import Encoding

SHARE, LEAST, MOST = 0.6, 0.1, 0.95
GROW, SHRINK = 1.04, 0.94


class Neighbourhood:
    """Frees a share of the meetings: around people with gaps, or all in some neighbouring slots.

    The share grows where the solver proves that a neighbourhood holds nothing better, and shrinks where it gives up.
    """

    def __init__(self, encoding: Encoding, slots: list[int], seed: int) -> None:
        self.encoding = encoding
        self.slots = slots
        self.random = Random(seed)
        self.share = SHARE

    def __call__(self, last: bool | None) -> list[int]:
        """The variables of all meetings that keep their slot."""
        if last is False:
            self.share = min(MOST, self.share * GROW)
        elif last is None:
            self.share = max(LEAST, self.share * SHRINK)
        ragged = [p for p, own in enumerate(self.encoding.meetings) if self._has_gap(own)]
        self.random.shuffle(ragged)
        free = self._around(ragged[:2]) if self.random.random() < 0.5 else self._window(ragged[:1])
        return [int(self.encoding.place[m, s]) for m, s in enumerate(self.slots) if m not in free]

    def _has_gap(self, meetings: list[int]) -> bool:
        slots = [self.slots[m] for m in meetings]
        return bool(slots) and max(slots) - min(slots) >= len(slots)

    def _around(self, people: list[int]) -> set[int]:
        """Meetings of these people, of those they meet, and so on."""
        grid, wanted = self.encoding.grid, self.share * len(self.slots)
        queue, free = list(people), set[int]()
        for p in queue:
            if len(free) >= wanted:
                break
            own = list(self.encoding.meetings[p])
            self.random.shuffle(own)
            free.update(own)
            others = dict.fromkeys(int(q) for m in own for q in (grid.a[m], grid.b[m]))
            queue.extend(q for q in others if q not in queue)
        return free

    def _window(self, people: list[int]) -> set[int]:
        """All meetings of neighbouring slots and of these people."""
        n_slots = self.encoding.grid.n_slots
        width = max(2, round(self.share * n_slots))
        first = self.random.randrange(max(1, n_slots - width + 1))
        free = {m for m, s in enumerate(self.slots) if first <= s < first + width}
        return free.union(*(self.encoding.meetings[p] for p in people))
