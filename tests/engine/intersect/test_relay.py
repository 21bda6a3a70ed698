"""What follows from duplicates."""

from __future__ import annotations

from itertools import combinations

from neisse.engine.intersect.federation.relay import relayed
from neisse.engine.values import Measure, Overlap, Verdict

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


def test_nothing_shows_through_a_blind_plan() -> None:
    seen = {k: v for k, v in THROUGH.items() if k != "b"}
    pairs = {(o.a, o.b) for o in relayed(DIRECT, seen, CUTS)}
    assert ("a", "c") not in pairs
    assert ("b", "d") in pairs


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
