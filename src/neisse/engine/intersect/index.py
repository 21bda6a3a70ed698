"""Measures kept ready for comparison: one new or changed measure costs what it touches, not everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from neisse.engine.intersect.candidates.pairs import candidates
from neisse.engine.intersect.candidates.rule import EASED
from neisse.engine.intersect.table.contact import Floats, Rows, Side
from neisse.engine.intersect.table.measures import Table, measure_table
from neisse.engine.intersect.verdict.changes import Change, near_misses
from neisse.engine.intersect.verdict.features import topic_evidence
from neisse.engine.intersect.verdict.overlaps import (
    OverlapOptions,
    all_overlaps,
    judged,
    likely_pairs,
    surest_first,
)
from neisse.engine.intersect.verdict.reasons import topic_reason
from neisse.engine.intersect.words.lexicon import Lexicon
from neisse.engine.text.encoder import Encoder, Vectors, one_blas_thread
from neisse.engine.values import Certainty, Measure, Overlap, Reason

Known = Mapping[str, Vectors]
Read = Callable[[Sequence[str]], Mapping[str, Measure]]
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

    The index holds columns; of the measures themselves an answer needs only the few that it speaks of. `read` gives
    those by id; without it the index keeps them all. What `read` leaves out is left out of the answer, so that a
    question may bring a `read` of its own that knows what its reader may see.

    Memory: about 4 kB a measure. `put` and `remove` are O(1), `against` one pass over the columns.
    """

    def __init__(
        self,
        measures: Iterable[Measure],
        encoder: Encoder,
        vectors: Known | None = None,
        topics: Lexicon | None = None,
        read: Read | None = None,
    ) -> None:
        self.encoder = encoder
        self.topics = topics
        self.keys: list[str] = []
        self._kept: dict[str, Measure] | None = {} if read is None else None
        self._read = read or self._own
        self._last: tuple[Measure, Table] | None = None
        self.restore((), measure_table((), encoder, None, topics))
        self.put_all(measures, vectors)

    def __len__(self) -> int:
        return len(self.keys)

    def __contains__(self, key: str) -> bool:
        return key in self._position

    @property
    def table(self) -> Table:
        """The columns of the measures, row k for `keys[k]`."""
        return self._columns.part(0, len(self.keys))

    def restore(self, keys: Iterable[str], table: Table) -> None:
        """Take over the ids and the columns of an index with the same encoder and topics; they are this one's now."""
        self.keys = list(keys)
        self._position = {key: at for at, key in enumerate(self.keys)}
        self._columns = table
        self._last = None

    def measures(self, keys: Sequence[str]) -> Mapping[str, Measure]:
        """Those of the measures that may be spoken of, by id."""
        return self._read(keys)

    def put(self, measure: Measure, vectors: Known | None = None) -> None:
        """Add a measure, or replace the one with its id."""
        self.put_all([measure], vectors)

    def put_all(self, measures: Iterable[Measure], vectors: Known | None = None) -> None:
        """Add measures, or replace those with their ids; the last one with an id counts."""
        new = {measure.id: measure for measure in measures}
        rows = measure_table(list(new.values()), self.encoder, vectors, self.topics)
        for key in new:
            if self._position.setdefault(key, len(self.keys)) == len(self.keys):
                self.keys.append(key)
        self._grow()
        at = [self._position[key] for key in new]
        for name, column in self._columns.columns().items():
            column[at] = rows.columns()[name]
        if self._kept is not None:
            self._kept.update(new)
        self._last = None

    def remove(self, key: str) -> None:
        """Forget a measure; an unknown id changes nothing."""
        at = self._position.pop(key, None)
        if at is None:
            return
        last = self.keys.pop()
        if last != key:
            self._columns.write(at, self._columns, len(self.keys))
            self.keys[at] = last
            self._position[last] = at
        if self._kept is not None:
            del self._kept[key]
        self._last = None

    def against(
        self,
        measure: Measure,
        vectors: Known | None = None,
        options: OverlapOptions | None = None,
        read: Read | None = None,
    ) -> list[Overlap]:
        """The overlaps of a draft, or of a measure as it would be after a change, with all others, surest first."""
        row, chosen = self._asked(measure, vectors), self._options(options)
        return self._told(measure, (row, self._near(measure, row, chosen.eased)), chosen, read)

    def overlaps_of(self, key: str, options: OverlapOptions | None = None) -> list[Overlap]:
        """The overlaps of a stored measure with all others, surest first; nothing is encoded. None if it is cancelled."""
        chosen, at = self._options(options), self._position[key]
        row = self._columns.part(at, at + 1)
        measures = self._first([key], None, 1, chosen.with_cancelled)
        return [
            o
            for m in measures.values()
            for o in self._told(m, (row, self._near(m, row, chosen.eased)), chosen, None)
        ]

    def alike(
        self,
        measure: Measure,
        vectors: Known | None = None,
        least: float = ALIKE_FROM,
        most: int = 10,
        read: Read | None = None,
    ) -> list[tuple[Measure, float, Reason]]:
        """Measures on much the same topic and not far in time, likest first, whatever the model makes of them.

        For a half-typed draft, whose missing fields keep an honest probability low. Likeness: the best cosine
        of titles and texts, plus 0.1 per shared concept (two at most), in [0, 1].
        """
        row = self._asked(measure, vectors)
        near = self._near(measure, row, EASED)
        with one_blas_thread():
            evidence = topic_evidence(Side(row, np.zeros_like(near)), Side(self.table, near))
        like = likeness(evidence)
        order = np.argsort(-like, kind="stable")
        at = {self.keys[near[k]]: k for k in order[: int((like >= least).sum())]}
        found = []
        for key, other in self._first(list(at), read, most).items():
            facts = {name: float(column[at[key]]) for name, column in evidence.items()}
            found.append((other, float(like[at[key]]), topic_reason(measure, other, facts, self.topics)))
        return found

    def changes(
        self, measure: Measure, keys: Sequence[str], vectors: Known | None = None
    ) -> dict[str, Change]:
        """The likeliest single change that would make an overlap with each of these measures, where there is one."""
        row = self._asked(measure, vectors)
        at = np.array([self._position[key] for key in keys], np.intp)
        found: dict[str, Change] = {}
        with one_blas_thread():
            for change in near_misses(row, self.table, np.zeros_like(at), at):
                found.setdefault(self.keys[change.j], change)
        return found

    def overlaps(
        self, options: OverlapOptions | None = None, progress: Callable[[int], None] = lambda _pairs: None
    ) -> list[Overlap]:
        """All overlaps among the measures, surest first. What `read` does not know any more is forgotten.

        `progress`: see `all_overlaps`.
        """
        known = self._read(self.keys)
        for key in set(self.keys) - known.keys():
            self.remove(key)
        measures = [known[key] for key in self.keys]
        return all_overlaps(measures, self.table, self._options(options), progress)

    def _told(
        self, measure: Measure, asked: tuple[Table, Rows], options: OverlapOptions, read: Read | None
    ) -> list[Overlap]:
        """The overlaps of one measure with its candidates, `options.most` at most.

        Every candidate is scored; measures are read and reasons made for those alone that are returned.
        """
        with one_blas_thread():
            scored, scores = likely_pairs(asked[0], self.table, asked[1], options)
            keys = [self.keys[at] for at in scored.j]
            ordered = sorted(range(len(keys)), key=lambda k: (-scores[k], keys[k]))
            others = self._first([keys[k] for k in ordered], read, options.most, options.with_cancelled)
            told = scored.take(np.array([k for k in ordered if keys[k] in others], np.intp))
            told = replace(told, j=np.arange(len(others)))
            return surest_first(judged([measure], list(others.values()), told, options))

    def _options(self, options: OverlapOptions | None) -> OverlapOptions:
        """Reasons speak in the words of the index's own topics."""
        return replace(options or OverlapOptions(), topics=self.topics)

    def _asked(self, measure: Measure, vectors: Known | None) -> Table:
        """The row of a measure; kept, because a draft is asked about twice."""
        if self._last is None or self._last[0] != measure:
            self._last = measure, measure_table([measure], self.encoder, vectors, self.topics)
        return self._last[1]

    def _near(self, measure: Measure, row: Table, eased: float) -> Rows:
        """The candidates of a measure, itself left out."""
        near = np.flatnonzero(candidates(row, self.table, eased)[0])
        return np.asarray(near[near != self._position.get(measure.id, -1)])

    def _first(
        self, keys: Sequence[str], read: Read | None, most: int, with_cancelled: bool = False
    ) -> dict[str, Measure]:
        """The first `most` (0: all) of these measures that may be spoken of, in their order; read in few steps."""
        found: dict[str, Measure] = {}
        step = 2 * most or max(1, len(keys))
        for start in range(0, len(keys), step):
            part = keys[start : start + step]
            known = (read or self._read)(part)
            for key in part:
                if key in known and (with_cancelled or known[key].certainty is not Certainty.CANCELLED):
                    found[key] = known[key]
            if most and len(found) >= most:
                break
        return dict(islice(found.items(), most or None))

    def _own(self, keys: Sequence[str]) -> Mapping[str, Measure]:
        kept = self._kept or {}
        return {key: kept[key] for key in keys}

    def _grow(self) -> None:
        """Make room for all ids; what is not used yet costs no memory before it is written."""
        if len(self.keys) <= len(self._columns):
            return
        room = max(2 * len(self._columns), len(self.keys), SMALLEST)
        old = self._columns.columns()
        new = {name: np.zeros((room, *column.shape[1:]), column.dtype) for name, column in old.items()}
        for name, column in old.items():
            new[name][: len(column)] = column
        self._columns = Table(**new)
