"""Repair: every kind of change at both sizes, moves counted, the past untouched."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from neisse.engine.meet import repair as repairing
from neisse.engine.meet.changes import Change, LateArrival, NoShow, RequestAdded, RequestRemoved, TableLost
from neisse.engine.meet.check import Claim, check
from neisse.engine.meet.grid import Grid
from neisse.engine.meet.instance import Instance, Participant, Request, Slot, Table
from neisse.engine.meet.large import solve_large
from neisse.engine.meet.repair import Repair, repair
from neisse.engine.meet.schedule import Schedule
from neisse.engine.search.progress import Status
from neisse.engine.values import NeisseError
from neisse.formats.dzn import read_dzn

PAST = ("s0", "s1")


def forum(seed: int = 1, people: int = 20, slots: int = 8, requests: int = 50, tables: int = 7) -> Instance:
    rng = np.random.default_rng(seed)
    pairs = sorted({tuple(sorted(rng.choice(people, 2, replace=False).tolist())) for _ in range(requests)})
    return Instance(
        "forum",
        tuple(Slot(f"s{s}") for s in range(slots)),
        tuple(Table(f"t{t}") for t in range(tables)),
        tuple(Participant(f"p{p}") for p in range(people)),
        tuple(Request(f"r{i}", f"p{a}", f"p{b}") for i, (a, b) in enumerate(pairs)),
    )


def scheduled(instance: Instance, looks: int = 20) -> Schedule:
    left = iter(range(looks))
    return solve_large(instance, stop=lambda: next(left, None) is None, seed=1)


def broken(result: Repair) -> list[str]:
    s = result.schedule
    return [f.code for f in check(result.instance, Claim(s.slots, s.tables, s.breaks, s.idle, s.weight))]


def slot_of(instance: Instance, schedule: Schedule) -> dict[str, int | None]:
    return {r.id: s for r, s in zip(instance.requests, schedule.slots, strict=True)}


@pytest.fixture(params=["exact", "local"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to repair, on the same event."""
    if request.param == "local":
        monkeypatch.setattr(repairing, "EXACT_PAIRS", 0)
    return str(request.param)


CHANGES: dict[str, Callable[[Instance], Change]] = {
    "no-show": lambda i: NoShow("p3"),
    "late": lambda i: LateArrival("p4", "s4"),
    "table": lambda i: TableLost("t0"),
    "table in a slot": lambda i: TableLost("t1", frozenset({"s5"})),
    "new": lambda i: RequestAdded(Request("new", "p0", _stranger(i))),
    "removed": lambda i: RequestRemoved("r7"),
}


def _stranger(instance: Instance) -> str:
    known = {r.b for r in instance.requests if r.a == "p0"}
    return next(p.id for p in instance.participants[1:] if p.id not in known)


@pytest.mark.parametrize("kind", CHANGES)
@pytest.mark.parametrize("frozen", [(), PAST])
def test_every_change_leaves_a_valid_schedule(size: str, kind: str, frozen: tuple[str, ...]) -> None:
    instance = forum()
    before = scheduled(instance)
    result = repair(instance, before, [CHANGES[kind](instance)], frozen_slots=frozen, seed=1)
    assert broken(result) == []
    old, new = slot_of(instance, before), slot_of(result.instance, result.schedule)
    past = [i for i, s in enumerate(instance.slots) if s.id in frozen]
    assert all(new[r] == s for r, s in old.items() if s in past and r in new)
    assert all(old.get(r) == s for r, s in new.items() if s in past)
    changed = {r for r in new if old.get(r) is not None and new[r] is not None and old[r] != new[r]}
    assert set(result.moved) | set(result.displaced) == changed
    assert set(result.lost) == {r for r in new if old.get(r) is not None and new[r] is None}


def test_a_removed_request_moves_nobody(size: str) -> None:
    instance = forum()
    result = repair(instance, scheduled(instance), [RequestRemoved("r7")])
    assert (result.moved, result.displaced, result.lost) == ((), (), ())
    assert "r7" not in {r.id for r in result.instance.requests}


def test_a_no_show_loses_only_their_own_meetings(size: str) -> None:
    instance = forum()
    result = repair(instance, scheduled(instance), [NoShow("p3")])
    own = {r.id for r in instance.requests if "p3" in {r.a, r.b}}
    assert set(result.lost) == own
    assert result.moved == ()


def test_a_new_request_moves_one_meeting_where_one_is_enough(size: str) -> None:
    """A is free in slot 1 only, b busy there and free in slot 0; b's partner can change too."""
    people = tuple(Participant(p) for p in "abcd")
    requests = (Request("ac", "a", "c"), Request("bd", "b", "d"))
    instance = Instance("chain", (Slot("s0"), Slot("s1")), (Table("t0"), Table("t1")), people, requests)
    before = Schedule("chain", Status.FEASIBLE, slots=(0, 1), tables=(0, 0))
    result = repair(instance, before, [RequestAdded(Request("ab", "a", "b"))])
    assert result.placed == ("ab",)
    assert len(result.moved) == 1
    assert broken(result) == []


def test_a_lost_table_only_changes_seats_where_another_is_free(size: str) -> None:
    instance = forum(tables=11)
    before = scheduled(instance)
    result = repair(instance, before, [TableLost("t0")])
    assert result.moved == result.displaced == result.lost == ()
    assert set(result.reseated) == {
        r.id for r, t in zip(instance.requests, before.tables, strict=True) if t == 0
    }


@pytest.mark.parametrize("seed", range(5))
def test_fewest_moves_by_trying_everything(size: str, seed: int) -> None:
    instance = forum(seed, people=5, slots=4, requests=6, tables=2)
    before = scheduled(instance)
    assert None not in before.slots
    change = LateArrival("p0", "s1")
    result = repair(instance, before, [change])
    grid, moves = Grid.of(result.instance), []
    for slots in product(range(4), repeat=grid.n_meetings):
        seats = [(p, s) for m, s in enumerate(slots) for p in (int(grid.a[m]), int(grid.b[m]))]
        fits = len(seats) == len(set(seats)) and all(slots.count(s) <= 2 for s in range(4))
        if fits and all(grid.allowed[m, s] for m, s in enumerate(slots)):
            moves.append(
                sum(
                    s != o and grid.allowed[m, o]
                    for m, (s, o) in enumerate(zip(slots, before.slots, strict=True))
                )
            )
    if moves:
        assert result.lost == ()
        assert len(result.moved) == min(moves)
        assert size == "local" or result.proven


def test_a_must_may_take_the_place_of_another(size: str) -> None:
    people = tuple(Participant(p) for p in "abc")
    instance = Instance("must", (Slot("s0"),), (Table("t0"),), people, (Request("ab", "a", "b"),))
    before = Schedule("must", Status.FEASIBLE, slots=(0,), tables=(0,))
    result = repair(instance, before, [RequestAdded(Request("ac", "a", "c", must=True))])
    assert (result.placed, result.lost) == (("ac",), ("ab",))
    plain = repair(instance, before, [RequestAdded(Request("ac", "a", "c"))])
    assert (plain.placed, plain.lost) == ((), ())


def test_the_same_seed_repairs_the_same_way(size: str) -> None:
    instance = forum()
    before = scheduled(instance)
    assert repair(instance, before, [NoShow("p1")], seed=3) == repair(
        instance, before, [NoShow("p1")], seed=3
    )


@pytest.mark.parametrize(
    "change",
    [
        NoShow("x"),
        LateArrival("p1", "x"),
        TableLost("x"),
        RequestRemoved("x"),
        RequestAdded(Request("n", "p1", "x")),
    ],
)
def test_unknown_ids_are_refused(change: Change) -> None:
    instance = forum()
    with pytest.raises(NeisseError) as caught:
        repair(instance, scheduled(instance, 0), [change])
    assert caught.value.code == "meet.unknown"
    assert "x" in caught.value.subject


def test_an_id_is_not_used_twice() -> None:
    instance = forum()
    with pytest.raises(NeisseError) as caught:
        repair(instance, scheduled(instance, 0), [RequestAdded(replace(instance.requests[0], b="p9"))])
    assert caught.value.code == "meet.duplicate_id"


@pytest.mark.shared
def test_the_forum_of_2014_takes_19_new_meetings_without_moving_one(shared: Path) -> None:
    folder = shared / "data" / "b2b"
    instance = read_dzn(folder / "forum-14.original.dzn")
    plan = json.loads((folder / "forum-14.phase2.json").read_text(encoding="utf-8"))
    pair = {frozenset((int(r.a) - 1, int(r.b) - 1)): r.id for r in instance.requests}
    slots = {frozenset((m["a"], m["b"])): m["slot"] for m in plan["meetings_with_slot"]}
    before = Schedule(instance.name, Status.FEASIBLE, slots=tuple(slots.get(p) for p in pair))
    changes: list[Change] = [RequestRemoved(pair[frozenset(p)]) for p in plan["removed"]]
    changes += [
        RequestAdded(Request(f"n{i}", str(a + 1), str(b + 1))) for i, (a, b) in enumerate(plan["added"])
    ]
    result = repair(instance, before, changes)
    assert broken(result) == []
    assert (result.moved, result.displaced, result.lost) == ((), (), ())
    assert len(result.placed) == 19
    assert result.schedule.breaks <= 22
    assert result.proven
