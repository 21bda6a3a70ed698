"""Copies of a warm process: gone when it is gone, begun again when they are done, free of what it does on signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from neisse.web import forked
from neisse.web.forked import CAN_FORK
from neisse.web.supervisor import Child

OF_PROCESSES = pytest.mark.one_database("it is about processes")
pytestmark = pytest.mark.skipif(
    not CAN_FORK, reason="copies are made on Linux only; the other way is tested everywhere, in test_commands"
)

PARENT = """
import os, signal, time
from neisse.web.forked import Forked
signal.signal(signal.SIGTERM, lambda *_: print("the parent's answer", flush=True))
def work():
    print(os.getpid(), os.getsid(0), flush=True)
    {work}
child = Forked(work)
{rest}
"""


def parent(work: str, rest: str) -> subprocess.Popen[str]:
    code = PARENT.format(work=work, rest=rest)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@OF_PROCESSES
def test_a_copy_ends_with_its_parent_however_that_ends() -> None:
    server = parent("time.sleep(60)", "time.sleep(60)")
    assert server.stdout
    pid, session = map(int, server.stdout.readline().split())
    assert (lives(pid), session) == (True, pid)
    server.send_signal(signal.SIGKILL)
    server.communicate()
    until = time.monotonic() + 120
    while lives(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not lives(pid)


@OF_PROCESSES
def test_a_copy_is_asked_waited_for_and_killed() -> None:
    rest = """
import subprocess
assert child.poll() is None
try:
    child.wait(0.1)
except subprocess.TimeoutExpired:
    print("waited", flush=True)
child.terminate()
print(child.wait(120), child.poll(), flush=True)
other = Forked(lambda: time.sleep(60))
other.kill()
print(other.wait(120), other.pid > 0, flush=True)
"""
    said, _ = parent("time.sleep(60)", rest).communicate(timeout=300)
    assert said.splitlines()[-3:] == [
        "waited",
        "-15 -15",
        "-9 True",
    ]  # its own line comes late, or not at all


@OF_PROCESSES
def test_what_is_done_is_begun_again_at_once_and_what_fails_after_a_pause() -> None:
    for code, again in ((0, True), (1, False)):
        child = Child((sys.executable, "-c", f"raise SystemExit({code})"))
        child.start()
        assert child.process
        first = child.process.pid
        child.process.wait()
        child.look(time.monotonic())
        assert (child.process is not None and child.process.pid != first) == again
        if child.process is not None:
            child.process.wait()


@OF_PROCESSES
def test_a_process_that_is_ready_holds_no_connection_and_is_left_alone_by_the_collector(
    tmp_path: Path,
) -> None:
    said = """
import gc, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import connection
from neisse.web.forked import is_early, make_whole, open_pages
from neisse.web.intersect.bridge import live
for act, count in ((open_pages, 100_000), (make_whole, 200_000)):
    act()
    print(gc.get_freeze_count() > count, connection.connection is None, is_early(), live._live.index is None)
"""
    (tmp_path / "static").mkdir()
    env = {**os.environ, "NEISSE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "neisse.web.settings"}
    env.pop("DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-c", said], env=env, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    early, whole = done.stdout.splitlines()
    assert (early, whole) == ("True True True True", "True True False False")


@OF_PROCESSES
def test_a_rehearsal_that_fails_keeps_no_instance_from_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    """One row that the index cannot take must not end the server: its pages, and the way to mend the row, stand."""

    def fail() -> None:
        raise TypeError("a topic that is no word")

    monkeypatch.setattr("neisse.web.memory.as_mapped_file", lambda *_: None)
    for name in ("warm_up", "rehearse_pages"):
        monkeypatch.setattr(f"neisse.web.warm.{name}", lambda: None)
    monkeypatch.setattr("neisse.web.intersect.bridge.load_models", lambda _: None)
    monkeypatch.setattr("neisse.web.intersect.bridge.rehearse", fail)
    monkeypatch.setattr("gc.freeze", lambda: None)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    said: list[str] = []
    monkeypatch.setattr(forked.log, "exception", said.append)
    forked.make_whole()
    assert len(said) == 1


@OF_PROCESSES
def test_what_computes_for_long_gives_way_to_pages_and_nothing_else_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from neisse.web import supervisor, worker
    from neisse.web.core import later

    said: list[Any] = []
    monkeypatch.setattr("neisse.web.sender.send", lambda: said.append("sender"))
    monkeypatch.setattr(worker, "work_off", lambda queue, *_most, **_limits: said.append(queue))
    monkeypatch.setattr(os, "nice", said.append)
    for start in supervisor.copies():
        start.args[0]()  # type: ignore[attr-defined] # what a copy of this process would run
    assert said == ["sender", later.LIGHT, worker.GIVES_WAY, later.HEAVY]
    said.clear()
    for queue in later.QUEUES:
        monkeypatch.setattr(sys, "argv", ["worker", queue])
        worker.main()
    assert [word for word in said if word != worker.GIVES_WAY] == list(later.QUEUES)
    assert said.index(worker.GIVES_WAY) == said.index(later.HEAVY) - 1


@pytest.mark.django_db(transaction=True)  # a worker closes its connection
def test_a_worker_of_long_tasks_is_over_after_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from neisse.web import worker
    from neisse.web.core import later
    from neisse.web.intersect.actions.comparison import keep_index

    for _ in range(2):
        later.enqueue(keep_index)
    monkeypatch.setattr(worker, "tidy", lambda _queue, _name: None)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None, raising=False)
    stop = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        worker.work_off(later.HEAVY, most=1)
        assert worker.waits(later.HEAVY)
        sizes = iter([100, 160, 201])
        monkeypatch.setattr(worker, "peak_mb", lambda: next(sizes))
        later.enqueue(keep_index)
        worker.work_off(later.HEAVY, most_grown_mb=100)  # the second has grown it too far
        assert not worker.waits(later.HEAVY)
    finally:
        for number, handler in stop.items():
            signal.signal(number, handler)
