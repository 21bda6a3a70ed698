"""What follows from duplicates."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from neisse.engine.intersect.federation.relay import follow, relayed
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
    assert reason.code == "relay.duplicate"
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
