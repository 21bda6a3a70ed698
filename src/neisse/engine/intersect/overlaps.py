"""Measures to overlaps: candidate pairs, their probabilities, verdicts, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.candidates import candidate_pairs
from neisse.engine.intersect.contact import Floats, Rows, Side
from neisse.engine.intersect.features import features, matrix
from neisse.engine.intersect.identity import bare, identity, joined, without_duplicates
from neisse.engine.intersect.model import CLASSES, OverlapModel, shipped_model
from neisse.engine.intersect.reasons import explain, row_facts, shares_of
from neisse.engine.intersect.table import Table
from neisse.engine.values import Certainty, Measure, Overlap, Verdict

CHUNK = 4096


@dataclass(frozen=True, slots=True)
class OverlapOptions:
    """`strictness` scales the model's cuts (above 1: fewer, surer overlaps); cancelled measures take no part.

    `most` keeps only so many of the surest overlaps of one measure (0: all): who shows ten need not explain a hundred.
    """

    strictness: float = 1.0
    with_reasons: bool = True
    with_cancelled: bool = False
    most: int = 0


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs by position, with the probabilities of (none, duplicate, parallel, synergy) and the features."""

    i: Rows
    j: Rows
    probabilities: Floats
    rows: Floats
    same: Floats

    def part(self, kept: Rows) -> Scored:
        """The chosen pairs."""
        return Scored(*(getattr(self, f.name)[kept] for f in fields(self)))


def joined_pairs(parts: Sequence[Scored]) -> Scored:
    """The pairs of all parts."""
    return Scored(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Scored)))


def all_overlaps(
    measures: Sequence[Measure],
    table: Table,
    options: OverlapOptions,
    owned: tuple[int, int] | None = None,
) -> list[Overlap]:
    """Every overlap among measures, surest first; row k of the table is measure k.

    With `owned` (first day, day after the last) only pairs whose later side starts in these days. Pairs are scored
    as the sweep finds them, so memory holds some thousands of them, never all.
    """
    alive = _alive(measures, options)
    first, last = owned or (0, np.iinfo(np.int64).max)
    found: list[Overlap] = []
    for i, j in _batches(candidate_pairs(table, first)):
        later = np.maximum(table.start[i], table.start[j])
        keep = alive[i] & alive[j] & (later >= first) & (later < last)
        found += judged(measures, measures, score_pairs(table, table, i[keep], j[keep]), options)
    return surest_first(found)


def likely_pairs(row: Table, table: Table, near: Rows, options: OverlapOptions) -> tuple[Scored, Floats]:
    """One measure (a table of one row) with the rows `near` of a table: the pairs that get a verdict, and its score."""
    pairs, scores = [], []
    for part in _chunks(np.zeros(len(near), np.intp), near):
        scored = score_pairs(row, table, *part)
        classes, found = verdicts(scored.probabilities, _cuts(options))
        pairs.append(scored.part(np.flatnonzero(classes)))
        scores.append(found[classes > 0])
    return joined_pairs(pairs), np.concatenate(scores)


def score_pairs(a: Table, b: Table, i: Rows, j: Rows) -> Scored:
    """Row i[k] of `a` against row j[k] of `b`; the order of the two sides does not matter."""
    groups = features(Side(a, i), Side(b, j))
    rows, same = matrix(groups), identity(groups)
    learned = without_duplicates(shipped_model().probabilities(rows), bare(groups))
    return Scored(i, j, joined(learned, same), rows, same)


def verdicts(probabilities: Floats, cuts: Floats) -> tuple[npt.NDArray[np.int_], Floats]:
    """The class of each pair (0 = none) and its probability: the class that clears its cut by most."""
    ratio = probabilities[:, 1:] / cuts
    best = ratio.argmax(axis=1)
    cleared = ratio[np.arange(len(ratio)), best] >= 1
    classes = np.where(cleared, best + 1, 0)
    return classes, probabilities[np.arange(len(classes)), classes]


def verdict_cuts(options: OverlapOptions) -> dict[Verdict, float]:
    """The least probability of each verdict."""
    return dict(zip(Verdict, _cuts(options).tolist(), strict=True))


def _cuts(options: OverlapOptions) -> Floats:
    return np.minimum(shipped_model().cuts * options.strictness, 0.99)


def contributions(model: OverlapModel, rows: Floats, classes: npt.NDArray[np.int_]) -> dict[str, Floats]:
    """By occlusion: how much the log-odds of the class fall when one kind of evidence turns neutral."""
    line = np.arange(len(rows))
    whole = _log_odds(model.probabilities(rows)[line, classes])
    found = {}
    for group, columns in model.groups.items():
        blank = rows.copy()
        blank[:, columns] = model.neutral[columns]
        found[group] = whole - _log_odds(model.probabilities(blank)[line, classes])
    return found


def judged(
    left: Sequence[Measure], right: Sequence[Measure], scored: Scored, options: OverlapOptions
) -> list[Overlap]:
    """The pairs that get a verdict as overlaps with reasons; i counts the measures of `left`, j those of `right`."""
    model = shipped_model()
    classes, scores = verdicts(scored.probabilities, _cuts(options))
    kept = np.flatnonzero(classes)
    parts = contributions(model, scored.rows[kept], classes[kept]) if options.with_reasons else {}
    found = []
    for n, k in enumerate(kept):
        a, b = sorted((left[scored.i[k]], right[scored.j[k]]), key=lambda m: m.id)
        shares = shares_of({group: float(values[n]) for group, values in parts.items()})
        reasons = explain(a, b, shares, row_facts(model.names, scored.rows[k])) if parts else ()
        verdict = CLASSES[classes[k]]
        assert verdict is not None  # noqa: S101 - class 0 is not kept
        found.append(Overlap(a.id, b.id, verdict, float(min(1.0, scores[k])), reasons))
    return found


def _log_odds(p: Floats) -> Floats:
    clipped = np.clip(p, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(clipped / (1 - clipped)))


def _alive(measures: Sequence[Measure], options: OverlapOptions) -> npt.NDArray[np.bool_]:
    return np.array(
        [options.with_cancelled or m.certainty is not Certainty.CANCELLED for m in measures], bool
    )


def _batches(pairs: Iterable[tuple[Rows, Rows]]) -> Iterator[tuple[Rows, Rows]]:
    """The same pairs in batches of about CHUNK, whose columns fit the cache."""
    waiting: list[tuple[Rows, Rows]] = []
    for pair in pairs:
        waiting.append(pair)
        if sum(len(i) for i, _ in waiting) >= CHUNK:
            yield from _chunks(*_together(waiting))
            waiting = []
    if waiting:
        yield from _chunks(*_together(waiting))


def _together(parts: Sequence[tuple[Rows, Rows]]) -> tuple[Rows, Rows]:
    return np.concatenate([i for i, _ in parts]), np.concatenate([j for _, j in parts])


def _chunks(i: Rows, j: Rows) -> list[tuple[Rows, Rows]]:
    return [(i[at : at + CHUNK], j[at : at + CHUNK]) for at in range(0, max(1, len(i)), CHUNK)]


def surest_first(found: Iterable[Overlap]) -> list[Overlap]:
    """Overlaps by falling score, then by id."""
    return sorted(found, key=lambda overlap: (-overlap.score, overlap.a, overlap.b))
