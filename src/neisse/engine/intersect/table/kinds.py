"""Which kinds of measures gather people, travel, last; which compete and which feed each other."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.table.contact import Side
from neisse.engine.intersect.table.measures import KINDS
from neisse.engine.values import MeasureKind as K

Floats = npt.NDArray[np.float64]
GATHERINGS = frozenset({K.EVENT, K.MEETING, K.TRAINING})
TRAVELS = frozenset({K.TRADE_MISSION, K.DELEGATION})
LASTING = frozenset({K.PROJECT, K.CALL, K.MARKETING, K.PUBLICATION})
# What does not say of which kind it is may be of any: unknown, not different.
OTHER, UNKNOWN_KIND = KINDS.index(K.OTHER), 0.5
# People come to these from anywhere: a training at home prepares for a fair that is far away.
VISITED_FROM_AFAR = TRAVELS | {K.FAIR}
# Kinds that feed each other (a delegation visits an event, a project answers a call) ...
FEEDING = (
    (TRAVELS, GATHERINGS | {K.FAIR}),
    ({K.TRAINING, K.MEETING}, TRAVELS | {K.FAIR, K.CALL}),
    ({K.CALL}, GATHERINGS | {K.PROJECT}),
    ({K.MARKETING, K.PUBLICATION}, GATHERINGS | TRAVELS | {K.FAIR, K.PROJECT}),
    ({K.PROJECT}, GATHERINGS | {K.FAIR, K.PUBLICATION}),
    ({K.FAIR}, {K.EVENT}),
)
# ... and kinds that compete with each other.
COMPETING = (
    GATHERINGS,
    TRAVELS,
    frozenset({K.FAIR, K.TRADE_MISSION}),
    frozenset({K.MARKETING, K.PUBLICATION}),
    frozenset({K.PROJECT, K.CALL}),
)


def of_kinds(side: Side, kinds: frozenset[K]) -> Floats:
    """1 for the measures of these kinds."""
    return np.asarray(np.isin(side.kind, [KINDS.index(kind) for kind in kinds]), dtype=float)


@lru_cache(maxsize=1)
def competing() -> Floats:
    """1 where two kinds (by position in KINDS) compete, UNKNOWN_KIND where one is not known."""
    table = np.eye(len(KINDS))
    for group in COMPETING:
        at = [KINDS.index(kind) for kind in group]
        table[np.ix_(at, at)] = 1.0
    table[OTHER, :] = table[:, OTHER] = UNKNOWN_KIND
    return table


@lru_cache(maxsize=1)
def feeding() -> Floats:
    """1 where one of two kinds feeds the other."""
    return np.maximum(gives(), gives().T)


@lru_cache(maxsize=1)
def gives() -> Floats:
    """1 where the kind of the row feeds the kind of the column."""
    table = np.zeros((len(KINDS), len(KINDS)))
    for givers, takers in FEEDING:
        at, to = [KINDS.index(k) for k in givers], [KINDS.index(k) for k in takers]
        table[np.ix_(at, to)] = 1.0
    return table
