"""Real events from the literature, the quick ones: published optimum, proven, and a schedule that holds."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from neisse.engine.meet.check import Claim, check
from neisse.engine.meet.exact.order import windows
from neisse.engine.meet.grid import Grid
from neisse.engine.meet.solve import solve
from neisse.engine.search.progress import Status
from neisse.formats.dzn import read_dzn

QUICK = (
    ("tic-12.original", 2),
    ("tic-12.fixed020-Forb", 2),
    ("tic-12.fixed040-Forb", 2),
    ("tic-13.forb0003", 2),
    ("tic-13.prec25", 2),
    ("forumt-14.original", 0),
    ("forumt-14crafd.original", 1),
    ("forum-13.fixed040-Forb", 2),
)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "fairness"), QUICK)
def test_the_published_optimum(name, fairness, shared) -> None:
    folder = shared / "data" / "b2b"
    with (folder / "published.csv").open(encoding="utf-8") as file:
        published = {(r["file"], r["fairness_d"]): r["optimum_breaks"] for r in csv.DictReader(file)}
    event = read_dzn(folder / f"{name}.dzn", fairness)
    found = solve(event, stop=lambda: False)
    wanted = published[f"{name}.dzn", str(fairness)]
    if wanted == "infeasible":
        assert found.status is Status.INFEASIBLE
        assert found.reasons
    else:
        assert (found.status, found.breaks, found.bound) == (Status.OPTIMAL, int(wanted), int(wanted))
        assert check(event, Claim(found.slots, found.tables, found.breaks, found.idle, found.weight)) == []


def test_predecessors_that_share_a_person_take_a_slot_each(event) -> None:
    party = event("ab ac ad", slots=4)
    first, second, third = party.requests
    grid = Grid.of(replace(party, requests=(first, second, replace(third, after=("r1", "r2")))))
    assert windows(grid).astype(int).tolist() == [[1, 1, 1, 0], [1, 1, 1, 0], [0, 0, 1, 1]]
