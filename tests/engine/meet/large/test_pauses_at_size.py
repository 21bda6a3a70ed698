"""Pauses, days and avoided people where events are large, and on the day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from neisse.engine.meet import repair as repairing
from neisse.engine.meet.changes import LateArrival, NoShow, RequestAdded
from neisse.engine.meet.grid import Grid
from neisse.engine.meet.instance import Instance, Participant, Request, Slot, Table
from neisse.engine.meet.large import solve_large
from neisse.engine.meet.large.bounds import breaks_bound
from neisse.engine.meet.repair import repair
from neisse.engine.meet.solve import solve
from neisse.engine.search.progress import Status


@pytest.mark.parametrize("seed", range(12))
def test_large_mode_keeps_all_rules_and_bounds(seed, congress, judge, looks, with_pauses, avoiding) -> None:
    event = avoiding(with_pauses(congress(seed, slots=9), seed), seed)
    found = solve_large(event, stop=looks(40), seed=seed)
    if not found.slots:
        assert found.status is Status.INFEASIBLE
        return
    assert set(judge(event, found)) <= {"meet.unplaced", "meet.fairness"}
    assert bool(judge(event, found)) == (found.status is Status.UNKNOWN)
    assert found.weight <= found.weight_bound
    placed = np.array([s is not None for s in found.slots])
    assert found.breaks >= breaks_bound(Grid.of(event), placed)
    codes = {u.request: u.code for u in found.unplaced}
    people = {p.id: p.avoid for p in event.participants}
    never = {r.id for r in event.requests if r.b in people[r.a] or r.a in people[r.b]}
    assert {r for r, code in codes.items() if code == "avoid"} == never
    assert never


@pytest.mark.parametrize("size", ["exact", "local"])
@pytest.mark.parametrize("seed", range(8))
def test_repair_keeps_all_rules(
    seed, size, congress, judge, looks, with_pauses, avoiding, monkeypatch
) -> None:
    """Also where the rules are newer than the schedule."""
    if size == "local":
        monkeypatch.setattr(repairing, "EXACT_PAIRS", 0)
    plain = congress(seed, people=16, requests=30)
    plain = replace(plain, requests=tuple(replace(r, must=False) for r in plain.requests))
    event = avoiding(with_pauses(plain, seed), seed)
    changes = [NoShow("p3"), LateArrival("p4", "s3"), RequestAdded(Request("new", "p0", "p9", must=True))]
    for known in (plain, event):
        before = solve_large(replace(known, slots=event.slots), stop=looks(20), seed=seed)
        result = repair(event, before, changes, seed=seed)
        assert judge(result.instance, result.schedule) == []


def test_the_large_mode_says_which_pause_is_in_the_way() -> None:
    people = (Participant("a", min_break=1), *(Participant(p) for p in "bcd"))
    requests = tuple(Request(p, "a", p, must=True) for p in "bcd")
    event = Instance("e", tuple(Slot(f"s{s}") for s in range(4)), (Table("t"),), people, requests)
    found = solve(event, stop=lambda: False, mode="large")
    assert (found.status, found.reasons) == (
        Status.INFEASIBLE,
        ("a is full: 3 requests for 2 slots beside the pauses",),
    )
