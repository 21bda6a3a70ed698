"""Measures kept ready for comparison: one new or changed measure costs what it touches, not everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.candidates import candidates
from neisse.engine.intersect.features import Floats, topic_evidence
from neisse.engine.intersect.lexicon import Lexicon
from neisse.engine.intersect.overlaps import OverlapOptions, all_overlaps, overlaps_with
from neisse.engine.intersect.reasons import topic_reason
from neisse.engine.intersect.table import Table, concat, measure_table
from neisse.engine.text.encoder import Encoder, Vectors
from neisse.engine.values import Certainty, Measure, Overlap, Reason

Known = Mapping[str, Vectors]
SMALLEST = 64
ALIKE_FROM = 0.5


def likeness(evidence: dict[str, Floats]) -> Floats:
    """How much pairs of measures are about the same, in [0, 1]."""
    cosine = np.maximum(
        np.maximum(evidence["text_cosine"], evidence["title_cosine"]), evidence["cross_cosine"]
    )
    return np.asarray(np.clip(cosine + 0.1 * np.minimum(evidence["topics_shared"], 2.0), 0, 1))


class OverlapIndex:
    """A live set of measures by id. `vectors` (by `content_key`) spare the encoder; what is missing is encoded.

    Memory: about 5 kB a measure. `put` and `remove` are O(1), `against` one pass over the columns.
    """

    def __init__(
        self,
        measures: Iterable[Measure],
        encoder: Encoder,
        vectors: Known | None = None,
        topics: Lexicon | None = None,
    ) -> None:
        self.encoder = encoder
        self.topics = topics
        self.measures: list[Measure] = list({m.id: m for m in measures}.values())
        self._position = {m.id: k for k, m in enumerate(self.measures)}
        self._columns = measure_table(self.measures, encoder, vectors, topics)
        self._last: tuple[Measure, Table, npt.NDArray[np.intp]] | None = None

    def __len__(self) -> int:
        return len(self.measures)

    def __contains__(self, key: str) -> bool:
        return key in self._position

    @property
    def table(self) -> Table:
        """The columns of the measures, row k for `measures[k]`."""
        return self._columns.part(0, len(self.measures))

    def put(self, measure: Measure, vectors: Known | None = None) -> None:
        """Add a measure, or replace the one with its id."""
        row = measure_table([measure], self.encoder, vectors, self.topics)
        self._last = None
        at = self._position.get(measure.id, len(self.measures))
        if at == len(self.measures):
            self._grow()
            self.measures.append(measure)
            self._position[measure.id] = at
        self.measures[at] = measure
        self._columns.write(at, row, 0)

    def remove(self, key: str) -> None:
        """Forget a measure; an unknown id changes nothing."""
        at = self._position.pop(key, None)
        if at is None:
            return
        self._last = None
        last = len(self.measures) - 1
        if at != last:
            self._columns.write(at, self._columns, last)
            self.measures[at] = self.measures[last]
            self._position[self.measures[at].id] = at
        self.measures.pop()

    def against(
        self, measure: Measure, vectors: Known | None = None, options: OverlapOptions | None = None
    ) -> list[Overlap]:
        """The overlaps of a draft or of a stored measure with all others, surest first."""
        row, near = self._asked(measure, vectors)
        return overlaps_with(measure, row, near, self.measures, self.table, options or OverlapOptions())

    def alike(
        self, measure: Measure, vectors: Known | None = None, least: float = ALIKE_FROM, most: int = 10
    ) -> list[tuple[Measure, float, Reason]]:
        """Measures on much the same topic and not far in time, likest first, whatever the model makes of them.

        For a half-typed draft, whose missing fields keep an honest probability low. Likeness: the best cosine
        of titles and texts, plus 0.1 per shared concept (two at most), in [0, 1].
        """
        row, near = self._asked(measure, vectors)
        evidence = topic_evidence(row.repeated(0, len(near)), self.table.take(near))
        like = likeness(evidence)
        found = []
        for at in np.argsort(-like, kind="stable")[: most + 1]:
            other = self.measures[near[at]]
            if like[at] >= least and other.id != measure.id and other.certainty is not Certainty.CANCELLED:
                facts = {name: float(column[at]) for name, column in evidence.items()}
                found.append((other, float(like[at]), topic_reason(measure, other, facts)))
        return found[:most]

    def overlaps(self, options: OverlapOptions | None = None) -> list[Overlap]:
        """All overlaps among the measures, surest first."""
        return all_overlaps(self.measures, self.table, options or OverlapOptions())

    def _asked(self, measure: Measure, vectors: Known | None) -> tuple[Table, npt.NDArray[np.intp]]:
        """The row of a measure and its candidates; kept until the next one, because a draft is asked about twice."""
        if self._last is None or self._last[0] != measure:
            row = measure_table([measure], self.encoder, vectors, self.topics)
            self._last = measure, row, np.flatnonzero(candidates(row, self.table)[0])
        return self._last[1:]

    def _grow(self) -> None:
        if len(self.measures) < len(self._columns):
            return
        spare = self._columns if len(self._columns) >= SMALLEST else _blank(self._columns, SMALLEST)
        self._columns = concat([self._columns, spare])


def _blank(like: Table, rows: int) -> Table:
    return Table(**{n: np.zeros((rows, *c.shape[1:]), c.dtype) for n, c in like.columns().items()})
