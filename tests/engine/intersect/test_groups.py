"""Groups of measures: what joins, what stays apart, and what is said of it."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from neisse.engine.intersect.groups import LEAST_MEAN, Cut, Group, group_overlaps
from neisse.engine.values import Overlap, Verdict


def pairs(*said: tuple[str, float], verdict: Verdict = Verdict.PARALLEL) -> list[Overlap]:
    return [Overlap(names[0], names[1], verdict, score) for names, score in said]


def trio(score: float) -> list[Overlap]:
    return pairs(*((a + b, score) for a, b in combinations("abc", 2)))


def members(found: list[Overlap], **options: float) -> list[str]:
    return ["".join(group.members) for group in group_overlaps(found, **options)]


def test_two_are_a_group_and_one_is_none() -> None:
    (group,) = group_overlaps(pairs(("ab", 0.8)))
    assert (group.members, group.score, group.cuts) == (("a", "b"), 0.8, ())
    assert group_overlaps([]) == []


def test_a_group_has_the_mean_score_of_all_its_pairs() -> None:
    (group,) = group_overlaps(pairs(("ab", 0.9), ("ac", 0.8), ("bc", 0.4)))
    assert group.score == pytest.approx(0.7)
    (open_one,) = group_overlaps(pairs(("ab", 0.9), ("ac", 0.8)), least_mean=0.4)
    assert open_one.members == ("a", "b", "c")
    assert open_one.score == pytest.approx(1.7 / 3)


def test_they_join_while_the_mean_between_them_holds() -> None:
    assert members(pairs(("ab", 0.9), ("ac", 0.6))) == ["abc"]
    assert members(pairs(("ab", 0.9), ("ac", 0.59))) == ["ab"]
    assert members(pairs(("ab", LEAST_MEAN))) == ["ab"]
    assert members(pairs(("ab", LEAST_MEAN - 0.01))) == []
    two_pairs = pairs(("ab", 0.9), ("cd", 0.8), ("ac", 0.7), ("bd", 0.5))
    assert members(two_pairs) == ["abcd"]
    assert members(two_pairs, least_mean=0.31) == ["ab", "cd"]


def test_only_duplicates_and_parallels_gather() -> None:
    assert members(pairs(("ab", 0.9), verdict=Verdict.SYNERGY)) == []
    assert members(pairs(("ab", 0.9), verdict=Verdict.DUPLICATE)) == ["ab"]
    assert group_overlaps(pairs(("ab", 0.9)), verdicts=(Verdict.DUPLICATE,)) == []


def test_the_largest_comes_first_then_the_surest_then_by_name() -> None:
    alone = pairs(("xy", 0.99), ("pq", 0.7), ("rs", 0.7))
    assert members([*alone, *trio(0.6)]) == ["abc", "xy", "pq", "rs"]


def test_a_cut_names_the_weakest_member_that_stands_against_it() -> None:
    chain = pairs(("ab", 0.9), ("bc", 0.5))
    (group,) = group_overlaps(chain)
    (cut,) = group.cuts
    assert (cut.a, cut.b, cut.stranger) == ("b", "c", "a")
    assert cut.text == "b and c are alike, but a and c are not (0.00)"


def test_a_cut_hangs_at_the_groups_of_both_its_sides() -> None:
    found = group_overlaps(pairs(("ab", 0.9), ("cd", 0.8), ("bc", 0.7), ("ac", 0.2), ("bd", 0.1)))
    assert ["".join(group.members) for group in found] == ["ab", "cd"]
    said = [[(cut.a, cut.b, cut.stranger) for cut in group.cuts] for group in found]
    assert said[0] == said[1] == [("b", "c", "d"), ("a", "c", "d"), ("b", "d", "a")]
    assert found[0].cuts[0].text == "b and c are alike, but d and b are not (0.10)"
    assert found[0].cuts[1].text == "a and c are alike, but d and a are not (0.00)"
    assert found[0].cuts[2].text == "b and d are alike, but a and d are not (0.00)"


def test_what_is_cut_from_both_sides_of_one_pair_alone_is_a_stranger_to_nobody() -> None:
    weak = pairs(("ab", 0.2))
    assert group_overlaps(weak) == []


@pytest.mark.parametrize("seed", range(20))
def test_the_order_does_not_matter_and_every_group_holds_together(seed: int) -> None:
    chance = Random(seed)
    found = [
        Overlap(a, b, chance.choice([*Verdict]), round(chance.random(), 2))
        for a, b in combinations("abcdefg", 2)
        if chance.random() < 0.6
    ]
    groups = group_overlaps(found)
    shuffled = chance.sample(found, len(found))
    assert group_overlaps(shuffled) == groups
    everyone = [member for group in groups for member in group.members]
    assert len(everyone) == len(set(everyone))
    assert all(len(group.members) > 1 for group in groups)
    gathered = {o for o in found if o.verdict is not Verdict.SYNERGY}
    home = {member: group for group in groups for member in group.members}
    for group in groups:
        assert list(group.members) == sorted(group.members)
        inside = [o.score for o in gathered if home.get(o.a) is home.get(o.b) is group]
        assert group.score == pytest.approx(sum(inside) / len([*combinations(group.members, 2)]))
        sides = {(o.a, o.b): (home.get(o.a), home.get(o.b)) for o in gathered}
        apart = {pair for pair, (one, two) in sides.items() if one is not two and group in (one, two)}
        assert {(cut.a, cut.b) for cut in group.cuts} == apart


@pytest.mark.parametrize("value", [Cut("a", "b", "c", "text"), Group(("a", "b"), 0.5)])
def test_what_was_found_does_not_change(value: Cut | Group) -> None:
    with pytest.raises(AttributeError):
        setattr(value, next(iter(value.__slots__)), "x")
    assert not hasattr(value, "__dict__")
    assert hash(value) == hash(value)
