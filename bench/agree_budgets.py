"""Participatory budgets of cities: what the city's own rule, equal shares and the search reach of the best value.

    python bench/agree_budgets.py

Only files with a binding budget and the city's choice count. Value: the points of a project, or its votes where there are none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from agree_instances import DATA
from neisse.engine.agree.model import program_from
from neisse.engine.agree.shares import equal_shares
from neisse.engine.agree.solve import search
from neisse.engine.search.integer import BIG
from neisse.engine.search.progress import Status, never


def read(path: Path) -> tuple[dict[str, str], list[dict[str, str]], list[dict[str, str]]]:
    """The three parts of a .pb file."""
    parts: dict[str, list[list[str]]] = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line.strip() in {"META", "PROJECTS", "VOTES"}:
            rows = parts.setdefault(line.strip(), [])
        elif line.strip():
            rows.append(line.split(";"))
    tables = {n: [dict(zip(rows[0], r, strict=False)) for r in rows[1:]] for n, rows in parts.items()}
    meta = {r["key"]: r["value"] for r in tables["META"]}
    return meta, tables["PROJECTS"], tables["VOTES"]


def ballots(votes: list[dict[str, str]], cents: dict[str, int]) -> list[dict[str, float]]:
    """A voter gains from a project its points, or what it costs where there are only ticks (as cities count)."""
    found = []
    for row in votes:
        ids = [p for p in row["vote"].split(",") if p in cents]
        points = [float(n) for n in row["points"].split(",")] if row.get("points") else []
        found.append(dict(zip(ids, points, strict=False)) if points else {p: float(cents[p]) for p in ids})
    return found


def row(path: Path) -> tuple[Any, ...] | None:
    meta, projects, votes = read(path)
    budget = round(float(meta["budget"]) * 100)
    cents = {p["project_id"]: round(float(p["cost"]) * 100) for p in projects}
    key = "score" if "score" in projects[0] else "votes"
    worth = {p["project_id"]: int(float(p[key])) for p in projects}
    if sum(cents.values()) <= budget:
        return None
    ids = list(cents)
    program = program_from(
        np.array([worth[p] for p in ids], np.int64),
        [({i: cents[p] for i, p in enumerate(ids)}, -BIG, budget)],
        np.ones(len(ids), np.int64),
    )
    best = search(program, never, 0)
    assert best.status is Status.OPTIMAL
    chosen = [p["project_id"] for p in projects if p.get("selected") == "1"]
    if not chosen:  # the city's choice is not told
        return None
    city = sum(map(worth.__getitem__, chosen))
    shares = sum(worth[p] for p in equal_shares(cents, ballots(votes, cents), budget))
    return path.stem, len(ids), len(votes), best.value, city / best.value, shares / best.value


def main() -> None:
    print("| file | projects | voters | best (proven) | city % | equal shares % |\n|---|---|---|---|---|---|")
    rows = [r for path in sorted((DATA / "pabulib").glob("*.pb")) if (r := row(path)) is not None]
    for name, projects, voters, best, city, shares in rows:
        print(f"| {name} | {projects} | {voters} | {best} | {city:.1%} | {shares:.1%} |")
    for what, n in (("city", 4), ("equal shares", 5)):
        found = [r[n] for r in rows]
        print(f"{what}: {len(found)} files, average {np.mean(found):.1%}, worst {min(found):.1%}")


if __name__ == "__main__":
    main()
