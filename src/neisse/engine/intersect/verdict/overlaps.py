"""Measures to overlaps: candidate pairs, their probabilities, verdicts, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from neisse.engine.arrays.columnar import Columnar
from neisse.engine.intersect.candidates.pairs import candidate_pairs
from neisse.engine.intersect.candidates.rule import EASED, REACH_KM
from neisse.engine.intersect.table.contact import Floats, Rows, Side
from neisse.engine.intersect.table.kinds import VISITED_FROM_AFAR, of_kinds
from neisse.engine.intersect.table.measures import Table
from neisse.engine.intersect.verdict.features import features, matrix
from neisse.engine.intersect.verdict.identity import bare, identity, parts_of_one, settled
from neisse.engine.intersect.verdict.model import CLASSES, OverlapModel, shipped_model
from neisse.engine.intersect.verdict.reasons import explain, row_facts, shares_of
from neisse.engine.intersect.words.lexicon import Lexicon
from neisse.engine.text.encoder import one_blas_thread
from neisse.engine.values import Certainty, Measure, Overlap, Reason, Verdict

CHUNK = 4096
NOTHING = (1.0, 0.0, 0.0, 0.0)
ALL_DAYS = (0, int(np.iinfo(np.int64).max))


@dataclass(frozen=True, slots=True)
class OverlapOptions:
    """`strictness` scales the model's cuts (above 1: fewer, surer overlaps); cancelled measures take no part.

    `most` keeps only so many of the surest overlaps of one measure (0: all): who shows ten need not explain a hundred.
    `topics`: the vocabulary whose words reasons use, the shipped one by default.
    """

    strictness: float = 1.0
    with_reasons: bool = True
    with_cancelled: bool = False
    most: int = 0
    topics: Lexicon | None = None

    @property
    def eased(self) -> float:
        """How much lower the bar of the candidates lies, because less is asked of an overlap."""
        return EASED if self.strictness < 1 else 0.0


@dataclass(frozen=True, slots=True)
class Scored(Columnar):
    """Pairs by position, with the probabilities of (none, duplicate, parallel, synergy) and the features."""

    i: Rows
    j: Rows
    probabilities: Floats
    rows: Floats
    same: Floats


def all_overlaps(
    measures: Sequence[Measure],
    table: Table,
    options: OverlapOptions,
    progress: Callable[[int], None] = lambda _pairs: None,
) -> list[Overlap]:
    """Every overlap among measures, surest first; row k of the table is measure k.

    `progress` hears after some thousand pairs how many are compared; what it raises ends the work.
    """
    found: list[Overlap] = []
    compared = 0
    for scored in scored_pairs(measures, table, options):
        found += judged(measures, measures, scored, options)
        compared += len(scored.i)
        progress(compared)
    return surest_first(found)


def scored_pairs(
    measures: Sequence[Measure], table: Table, options: OverlapOptions, owned: tuple[int, int] = ALL_DAYS
) -> Iterator[Scored]:
    """The candidate pairs of which the later side starts in `owned` (first day, day after the last), scored.

    They come as the sweep finds them, so memory holds some thousands, never all. Row k of the table is measure k.
    """
    alive, (first, last) = _alive(measures, options), owned
    with one_blas_thread():
        for i, j in _batches(candidate_pairs(table, first, options.eased)):
            later = np.maximum(table.start[i], table.start[j])
            keep = alive[i] & alive[j] & (later >= first) & (later < last)
            yield score_pairs(table, table, i[keep], j[keep])


def likely_pairs(row: Table, table: Table, near: Rows, options: OverlapOptions) -> tuple[Scored, Floats]:
    """One measure (a table of one row) with the rows `near` of a table: the pairs that get a verdict, and its score."""
    pairs, scores = [], []
    for part in _chunks(np.zeros(len(near), np.intp), near):
        told, _, found = with_verdict(score_pairs(row, table, *part), options)
        pairs.append(told)
        scores.append(found)
    return Scored.joined(pairs), np.concatenate(scores)


def score_pairs(a: Table, b: Table, i: Rows, j: Rows) -> Scored:
    """Row i[k] of `a` against row j[k] of `b`; the order of the two sides does not matter.

    Out of reach of each other two measures are nothing to each other, whatever the model makes of their texts.
    """
    left, right = Side(a, i), Side(b, j)
    groups = features(left, right)
    rows, same = matrix(groups), identity(left, right, groups)
    learned = shipped_model().probabilities(rows)
    probabilities = settled(learned, same, bare(groups), parts_of_one(left, right))
    probabilities[_out_of_reach(left, right, groups["place"])] = NOTHING
    return Scored(i, j, probabilities, rows, same)


def _out_of_reach(a: Side, b: Side, place: dict[str, Floats]) -> npt.NDArray[np.bool_]:
    """Two places that nobody connects: farther apart than REACH_KM, and no trip or fair."""
    afar = of_kinds(a, VISITED_FROM_AFAR) + of_kinds(b, VISITED_FROM_AFAR)
    return np.asarray((place["km"] > REACH_KM) & (place["both_online"] + place["one_online"] + afar == 0))


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
    told, classes, scores = with_verdict(scored, options)
    reasons = (
        reasons_of(left, right, told, classes, options.topics)
        if options.with_reasons
        else [()] * len(classes)
    )
    found = []
    for k, why in enumerate(reasons):
        a, b = sorted((left[told.i[k]].id, right[told.j[k]].id))
        verdict = CLASSES[classes[k]]
        assert verdict is not None  # noqa: S101 - class 0 is not kept
        found.append(Overlap(a, b, verdict, float(scores[k]), why))
    return found


def with_verdict(scored: Scored, options: OverlapOptions) -> tuple[Scored, npt.NDArray[np.int_], Floats]:
    """The pairs that get a verdict, its class and its probability."""
    classes, scores = verdicts(scored.probabilities, _cuts(options))
    kept = np.flatnonzero(classes)
    return scored.take(kept), classes[kept], np.minimum(scores[kept], 1.0)


def reasons_of(
    left: Sequence[Measure],
    right: Sequence[Measure],
    told: Scored,
    classes: npt.NDArray[np.int_],
    topics: Lexicon | None = None,
) -> list[tuple[Reason, ...]]:
    """Why each pair got its class."""
    model = shipped_model()
    parts = contributions(model, told.rows, classes)
    found = []
    for k, row in enumerate(told.rows):
        a, b = sorted((left[told.i[k]], right[told.j[k]]), key=lambda m: m.id)
        shares = shares_of({group: float(values[k]) for group, values in parts.items()})
        found.append(explain(a, b, shares, row_facts(model.names, row), topics))
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
