"""What follows from duplicates."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations
from random import Random

import numpy as np
import pytest

from neisse.engine.intersect.federation import relay
from neisse.engine.intersect.federation.relay import follow, openness_of, relayed
from neisse.engine.intersect.verdict.overlaps import surest_first
from neisse.engine.values import Measure, Overlap, Verdict, Visibility

CUTS = {Verdict.DUPLICATE: 0.3, Verdict.PARALLEL: 0.3, Verdict.SYNERGY: 0.2}
THROUGH = {k: Measure(k, f"Title of {k}", "") for k in "abcde"}
DIRECT = [
    Overlap("a", "b", Verdict.DUPLICATE, 0.9),
    Overlap("b", "c", Verdict.PARALLEL, 0.8),
    Overlap("c", "d", Verdict.DUPLICATE, 0.5),
    Overlap("d", "e", Verdict.SYNERGY, 0.25),
]


def test_what_one_record_of_an_action_overlaps_with_the_other_does_too() -> None:
    found = {(o.a, o.b): (o.verdict, round(o.score, 3)) for o in relayed(DIRECT, THROUGH, CUTS)}
    assert found == {
        ("a", "b"): (Verdict.DUPLICATE, 0.9),
        ("b", "c"): (Verdict.PARALLEL, 0.8),
        ("a", "c"): (Verdict.PARALLEL, 0.72),
        ("c", "d"): (Verdict.DUPLICATE, 0.5),
        ("b", "d"): (Verdict.PARALLEL, 0.4),
        ("d", "e"): (Verdict.SYNERGY, 0.25),
    }


def test_the_reason_names_the_record_between() -> None:
    reason = next(o.reasons[0] for o in relayed(DIRECT, THROUGH, CUTS) if (o.a, o.b) == ("a", "c"))
    assert (reason.code, reason.weight) == ("relay.duplicate", 1.0)
    assert "Title of b" in reason.text


def test_a_chain_of_duplicates_stays_a_chain() -> None:
    chain = [Overlap("a", "b", Verdict.DUPLICATE, 0.9), Overlap("b", "c", Verdict.DUPLICATE, 0.9)]
    assert relayed(chain, THROUGH, CUTS) == chain


def test_nothing_follows_through_a_blind_plan_or_one_that_is_not_known() -> None:
    for seen in (
        THROUGH | {"b": replace(THROUGH["b"], visibility=Visibility.BLIND)},
        {k: v for k, v in THROUGH.items() if k != "b"},
    ):
        pairs = {(o.a, o.b) for o in relayed(DIRECT, seen, CUTS)}
        assert ("a", "c") not in pairs
        assert ("b", "d") in pairs


def test_a_way_that_all_may_see_comes_before_a_surer_one_that_few_see() -> None:
    found = [
        Overlap("a", "b", Verdict.DUPLICATE, 0.9),
        Overlap("b", "c", Verdict.PARALLEL, 0.9),
        Overlap("a", "d", Verdict.DUPLICATE, 0.7),
        Overlap("c", "d", Verdict.SYNERGY, 0.7),
    ]
    for few, way in (("", "b"), ("b", "d"), ("bd", "b")):
        seen = {k: Visibility.CIRCLE if k in few else Visibility.PUBLIC for k in "abcd"}
        assert [o.through for o in follow(found, seen, CUTS) if (o.a, o.b) == ("a", "c")] == [way]


def test_removing_a_measure_never_creates_an_overlap() -> None:
    whole = {(o.a, o.b) for o in relayed(DIRECT, THROUGH, CUTS)}
    for gone in THROUGH:
        left = [o for o in DIRECT if gone not in (o.a, o.b)]
        assert {(o.a, o.b) for o in relayed(left, THROUGH, CUTS)} <= whole


def test_the_order_of_the_overlaps_does_not_matter() -> None:
    plain = relayed(DIRECT, THROUGH, CUTS)
    for i, j in combinations(range(len(DIRECT)), 2):
        other = list(DIRECT)
        other[i], other[j] = other[j], other[i]
        assert relayed(other, THROUGH, CUTS) == plain


def pairs(*said: tuple[str, Verdict, float]) -> list[Overlap]:
    return [Overlap(names[0], names[1], verdict, score) for names, verdict, score in said]


SAME, BESIDE, JOINED = Verdict.DUPLICATE, Verdict.PARALLEL, Verdict.SYNERGY
EVERYBODY = dict.fromkeys("abcdefgh", Visibility.PUBLIC)


def followed(
    found: list[Overlap], seen: dict[str, Visibility] = EVERYBODY
) -> list[tuple[str, str, float, str]]:
    return sorted(
        (o.a + o.b, str(o.verdict), round(o.score, 4), o.through) for o in follow(found, seen, CUTS)
    )


def test_the_score_of_what_follows_is_the_product_and_reaches_the_cut() -> None:
    for score, told in ((0.6, [("ac", "parallel", 0.3, "b")]), (0.59, [])):
        assert followed(pairs(("ab", SAME, 0.5), ("bc", BESIDE, score))) == told
    assert followed(pairs(("ab", SAME, 0.5), ("bc", JOINED, 0.4))) == [("ac", "synergy", 0.2, "b")]
    assert followed(pairs(("ab", SAME, 0.5), ("bc", JOINED, 0.39))) == []


def test_of_two_ways_the_surer_counts_then_the_first_kind_then_the_first_plan() -> None:
    assert followed(
        pairs(
            ("ab", SAME, 0.9),
            ("bd", BESIDE, 0.8),
            ("ac", SAME, 0.9),
            ("cd", JOINED, 0.9),
            ("bc", JOINED, 0.9),
        )
    ) == [("ad", "synergy", 0.81, "c")]
    same = pairs(
        ("ab", SAME, 0.8), ("bd", JOINED, 0.8), ("ac", SAME, 0.8), ("cd", BESIDE, 0.8), ("bc", JOINED, 0.9)
    )
    assert ("ad", "parallel", 0.64, "c") in followed(same)
    alike = pairs(
        ("ab", SAME, 0.8), ("bd", BESIDE, 0.8), ("ac", SAME, 0.8), ("cd", BESIDE, 0.8), ("bc", JOINED, 0.9)
    )
    assert ("ad", "parallel", 0.64, "b") in followed(alike)


def test_a_pair_that_was_found_keeps_what_was_found_whatever_its_order() -> None:
    found = pairs(("ab", SAME, 0.9), ("bc", BESIDE, 0.9), ("ac", JOINED, 0.2))
    assert followed(found) == []
    assert relayed(found, THROUGH, CUTS) == surest_first(found)


def test_it_follows_from_both_sides_of_a_duplicate_and_from_every_neighbour() -> None:
    found = pairs(("bc", SAME, 1.0), ("ab", BESIDE, 0.9), ("cd", JOINED, 0.8), ("be", BESIDE, 0.7))
    assert followed(found) == [
        ("ac", "parallel", 0.9, "b"),
        ("bd", "synergy", 0.8, "c"),
        ("ce", "parallel", 0.7, "b"),
    ]


def test_nothing_follows_where_there_is_no_duplicate_or_nothing_else() -> None:
    assert followed([]) == []
    assert followed(pairs(("ab", BESIDE, 0.9), ("bc", BESIDE, 0.9))) == []
    assert followed(pairs(("ab", SAME, 0.9))) == []


def test_of_more_duplicates_than_are_followed_at_once_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    star = [Overlap("a", f"x{k:02}", SAME, 0.9) for k in range(23)] + pairs(("ab", BESIDE, 0.9))
    seen = {key: Visibility.PUBLIC for o in star for key in (o.a, o.b)}
    whole = followed(star, seen)
    assert len(whole) == 23
    for most in (1, 2, 7, 22, 23, 24):
        monkeypatch.setattr(relay, "AT_ONCE", most)
        assert followed(star, seen) == whole


def test_who_sees_more_comes_first_and_a_plan_nobody_knows_is_closed() -> None:
    assert [openness_of(v) for v in (None, Visibility.BLIND, Visibility.CIRCLE, Visibility.PUBLIC)] == [
        0,
        0,
        1,
        2,
    ]


@pytest.mark.parametrize("seed", range(30))
def test_what_follows_is_what_a_plain_walk_finds(seed: int) -> None:
    chance = Random(seed)
    names = "abcdefg"
    found = [
        Overlap(a, b, chance.choice([*Verdict, SAME]), round(chance.uniform(0.3, 1), 2))
        for a, b in combinations(names, 2)
        if chance.random() < 0.5
    ]
    seen = {name: chance.choice([*Visibility]) for name in names}
    known = {frozenset((o.a, o.b)): o for o in found}
    walked: dict[frozenset[str], tuple[int, float, int, str]] = {}
    for middle in names:
        for one, two in permutations(set(names) - {middle}, 2):
            same, other = known.get(frozenset((one, middle))), known.get(frozenset((middle, two)))
            if not same or not other or same.verdict is not SAME or other.verdict is SAME:
                continue
            score, pair = same.score * other.score, frozenset((one, two))
            if pair in known or seen[middle] is Visibility.BLIND or score < CUTS[other.verdict]:
                continue
            way = (-openness_of(seen[middle]), -score, [*Verdict].index(other.verdict), middle)
            walked[pair] = min(way, walked.get(pair, way))
    told = {
        frozenset((o.a, o.b)): (-o.score, [*Verdict].index(o.verdict), o.through)
        for o in follow(found, seen, CUTS)
    }
    assert told == {pair: way[1:] for pair, way in walked.items()}


def test_as_many_middles_as_overlaps_follow() -> None:
    for found in (pairs(("ab", BESIDE, 0.9), ("bc", BESIDE, 0.8)), DIRECT):
        columns = relay.columns_of(found, {key: at for at, key in enumerate("abcde")})
        more, middle = relay.following(columns, np.full(5, 2, np.int8), CUTS)
        assert len(more) == len(middle) == len(follow(found, EVERYBODY, CUTS))
