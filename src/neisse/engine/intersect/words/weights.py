"""What sharing a concept says: groups of concepts that many measures share weigh less than a disease, a product or a method."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.words.lexicon import topic_lexicon

Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.int64]
WORD = 64
GROUP_WEIGHT = {"business": 0.6, "market": 0.5, "people": 0.8}
BROAD_WEIGHT = 0.4
BROAD = frozenset(
    {
        "innovation", "science", "medical-devices", "health-economy", "hospital", "networking", "lab", "digital-health",
        "internationalisation", "cluster", "saxony", "silesia", "education", "diagnostics", "biotech", "pharma", "b2b",
    }
)  # fmt: skip


def topic_weights(size: int) -> Floats:
    """How much sharing a concept says, by position in a lexicon of `size`: shipped concepts first, users' own weigh 1."""
    weights = np.ones(size)
    shipped = _shipped_weights()
    weights[: len(shipped)] = shipped
    return weights


@lru_cache(maxsize=1)
def _shipped_weights() -> Floats:
    return np.array(
        [BROAD_WEIGHT if c.key in BROAD else GROUP_WEIGHT.get(c.group, 1.0) for c in topic_lexicon().concepts]
    )


def weight_levels(words: int) -> tuple[Floats, Bits]:
    """The distinct weights, and for each the bits of the concepts that have it, as a row of words."""
    weights = topic_weights(WORD * words)
    levels = np.unique(weights)
    return levels, np.packbits(weights == levels[:, None], axis=1, bitorder="little").view(np.int64)


def weights_of(bits: Bits) -> Floats:
    """The summed weights of the concepts in each row of bits."""
    levels, masks = weight_levels(bits.shape[1])
    counts = [np.bitwise_count(bits & mask).sum(axis=1) for mask in masks]
    return np.asarray(levels @ np.array(counts))
