"""Laws of the spread of proposals: nobody drowns, nothing better exists, names do not matter."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neisse.engine.intersect.partners.spread import FAIR, Floats, spread


def scores_of(seed: int, count: int) -> Floats:
    scores = np.random.default_rng(seed).random((count, count), dtype=np.float32)
    scores = np.sqrt(scores * scores.T)
    np.fill_diagonal(scores, 0)
    return scores


def counts_of(pairs: tuple[tuple[int, int], ...], count: int) -> list[int]:
    return [sum(k in pair for pair in pairs) for k in range(count)]


def worth(pairs: tuple[tuple[int, int], ...], scores: Floats, cap: int) -> float:
    bonus = [FAIR * (1 - k / cap) for k in range(cap)]
    return sum(float(scores[p]) for p in pairs) + sum(sum(bonus[:n]) for n in counts_of(pairs, len(scores)))


def best_of_all(scores: Floats, cap: int, least: float) -> float:
    edges = [(i, j) for i, j in itertools.combinations(range(len(scores)), 2) if scores[i, j] >= least]
    best = 0.0
    for chosen in itertools.product((False, True), repeat=len(edges)):
        pairs = tuple(itertools.compress(edges, chosen))
        if max(counts_of(pairs, len(scores)), default=0) <= cap:
            best = max(best, worth(pairs, scores, cap))
    return best


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 25), st.integers(1, 6))
def test_nobody_has_more_than_the_cap_nor_thrice_the_median(seed: int, count: int, cap: int) -> None:
    scores = scores_of(seed, count)
    found = spread(scores, cap, 0.3)
    counts = np.array(counts_of(found.pairs, count))
    able = (np.triu(scores, 1) + np.triu(scores, 1).T >= 0.3).any(axis=1)
    assert counts.max(initial=0) <= found.cap <= cap
    if able.any():
        assert counts.max() <= max(1, 3 * np.median(counts[able]))
    assert all(scores[pair] >= 0.3 for pair in found.pairs)
    assert found.worth == pytest.approx(worth(found.pairs, scores, found.cap), abs=1e-4)
    assert found.worth <= found.bound + 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_nothing_better_exists(seed: int) -> None:
    """Against all subsets: rounding an odd circle loses little, and the bound says how much at most."""
    scores = scores_of(seed, 5)
    found = spread(scores, 2, 0.4)
    assert found.cap == 2
    best = best_of_all(scores, 2, 0.4)
    assert best <= found.bound + 1e-6
    assert found.worth >= 0.95 * best


def test_the_bound_is_nearly_reached_by_many() -> None:
    found = spread(scores_of(1, 200), 5, 0.5)
    assert found.worth >= 0.995 * found.bound


def test_names_do_not_matter() -> None:
    scores = scores_of(3, 30)
    order = np.random.default_rng(4).permutation(30)
    one, other = spread(scores, 3, 0.4), spread(scores[np.ix_(order, order)], 3, 0.4)
    assert other.bound == pytest.approx(one.bound)
    back = {tuple(sorted((int(order[a]), int(order[b])))) for a, b in other.pairs}
    assert back == set(one.pairs)


def test_a_hub_does_not_take_everything() -> None:
    """Greedy choice gives the two best to the hub; the sum is greater when the others get their second best."""
    scores = np.zeros((4, 4), dtype=np.float32)
    for (a, b), score in {(0, 1): 0.9, (0, 2): 0.8, (1, 3): 0.8}.items():
        scores[a, b] = scores[b, a] = score
    assert spread(scores, 1, 0.2).pairs == ((0, 2), (1, 3))


def test_nobody_fits() -> None:
    assert spread(np.zeros((3, 3), dtype=np.float32), 3, 0.2).pairs == ()
