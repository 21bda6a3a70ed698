"""kill -9 at random moments of import, comparison, schedule, mailing, backup, and of the whole server.

One process sets the instance up in a folder of its own (SQLite, or what DATABASE_URL names). After each kill somebody
has to bring everything to an end: a second worker, sender, backup or server. Printed: one line a moment, then the
sums; the exit code is 1 where something is stuck, lost, twice or wrong.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any, Protocol

import endurance_results as results
from endurance_forks import RUN, killed_after
from endurance_letters import Letters, letters


class Kind(Protocol):
    """One kind of work that can be killed. `begin` asks for it, `work` does it, `finish` lets somebody end it."""

    name: str

    def begin(self, number: int) -> None: ...
    def work(self) -> None: ...
    def finish(self) -> tuple[str, int]: ...
    def check(self, number: int) -> list[str]: ...


def main(moments: int, seed: int, only: tuple[str, ...], *, keep: bool) -> int:
    from neisse.cli.instance import migrate, set_up

    folder = Path(os.environ["NEISSE_DATA"])
    os.environ.setdefault("NEISSE_MAIL_TIMEOUT_S", "2")
    with letters(folder.with_name(folder.name + "-letters")) as server:
        set_up()
        migrate()
        kinds = all_kinds(server, only)
        lines, ended, wrong = run(moments, seed, kinds, measured(kinds))
    told = {"moments": moments, "ended": ended, "wrong": wrong}
    is_well = not wrong and all(name.endswith("done") for name in ended)
    names = ",".join(kind.name for kind in kinds)
    table = "| kind | kills | cut off and ended | lost, twice, stuck or wrong |\n|---|---|---|---|\n"
    for kind in kinds:
        mine = [line for line in lines if line[0] == kind.name]
        table += (
            f"| {kind.name} | {len(mine)} | {sum(1 for _, state, cut, _ in mine if state == 'done' and cut)} "
            f"| {sum(len(faults) for *_, faults in mine) + sum(1 for _, state, *_ in mine if state != 'done')} |\n"
        )
    results.write("Kills", f"{moments} --seed {seed} --only {names}", table, keep=keep)
    print(json.dumps(told))
    return int(not is_well)


def all_kinds(server: Letters, only: tuple[str, ...]) -> list[Kind]:
    """The kinds of work that were asked for, on an instance that is ready for them."""
    from endurance_backup import Backup
    from endurance_jobs import COMPARISON, IMPORT, SCHEDULE, prepare
    from endurance_mail import Mailing
    from endurance_server import Server

    known: list[Kind] = [IMPORT, COMPARISON, SCHEDULE, Mailing(server), Backup(), Server(server)]
    chosen = [kind for kind in known if not only or kind.name in only]
    assert chosen, f"nothing is called {only}"
    if any(kind in (COMPARISON, SCHEDULE) for kind in chosen):
        prepare()
    return chosen


def measured(kinds: list[Kind]) -> dict[str, float]:
    """How long each kind of work takes when nobody disturbs it, in seconds."""
    seconds = {}
    for number, kind in enumerate(kinds, 1):
        if hasattr(kind, "longest_s"):
            seconds[kind.name] = kind.longest_s
            continue
        kind.begin(-number)
        since = time.monotonic()
        state, _cut = kind.finish()
        seconds[kind.name] = time.monotonic() - since
        assert (state, faults := kind.check(-number)) == ("done", []), (kind.name, state, faults)
    return seconds


def run(
    moments: int, seed: int, kinds: list[Kind], expected_s: dict[str, float]
) -> tuple[list[tuple[str, str, int, list[str]]], Counter[str], list[str]]:
    """Kill so often, and look each time; ((kind, state, cut off, faults) of each, how they ended, what is wrong)."""
    chance, ended, wrong, lines = random.Random(seed), Counter[str](), [], []
    for number in range(moments):
        kind = kinds[number % len(kinds)]
        after_s = chance.uniform(0.0, expected_s[kind.name] * 1.1)
        kind.begin(number)
        if hasattr(kind, "killed_after"):
            kind.killed_after(after_s)
        else:
            killed_after(after_s, kind.work)
        confirmed(number)
        state, cut = kind.finish()
        ended[f"{kind.name} {state}"] += 1
        faults = kind.check(number) + lost(number)
        wrong += [f"{number} {kind.name}: {fault}" for fault in faults]
        lines.append((kind.name, state, cut, faults))
        print(
            f"{number:3} {kind.name:10} killed after {after_s:5.2f} s: {state}, cut off {cut} {faults or ''}",
            flush=True,
        )
    return lines, ended, wrong


def confirmed(number: int) -> None:
    """A write that somebody was told is done, after the kill and before anything was put in order."""
    from neisse.web.core.actors import SYSTEM
    from neisse.web.record.actions import store

    store("network", [{"id": f"told-{RUN}-{number}", "name": f"Zusage {number}"}], actor=SYSTEM)


def lost(number: int) -> list[str]:
    from neisse.web.record.models import Network

    there = Network.objects.filter(key__startswith=f"told-{RUN}-").count()
    return [] if there == number + 1 else [f"{number + 1 - there} confirmed writes are lost"]


def manager() -> Any:
    """Whoever imports."""
    from neisse.web.accounts.models import User

    return User.objects.get_or_create(email="manager@example.org", role="manager")[0]
