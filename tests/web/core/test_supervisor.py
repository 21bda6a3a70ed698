"""Workers: started again with growing pauses, killed when they do not listen, gone when the server is gone."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import Any

import pytest

from neisse.web import supervisor
from neisse.web.supervisor import Child, Supervisor, next_pause

pytestmark = pytest.mark.one_database("it is about processes")
HANG_S = 120  # a busy machine is slow; what hangs never ends
SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")
SERVER = """
import subprocess, sys, time
from neisse.web.orphans import SUPERVISED
code = "from neisse.web.orphans import end_with_supervisor as e; e(); import time; print('up', flush=True); {work}"
pipe = subprocess.PIPE
child = subprocess.Popen([sys.executable, "-c", code, SUPERVISED], stdin=pipe, stdout=pipe, start_new_session=True)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(60)
"""


def test_pauses_grow_to_a_minute_and_are_short_after_a_good_run() -> None:
    pauses = [1.0]
    while pauses[-1] < supervisor.LONGEST_PAUSE_S:
        pauses.append(next_pause(pauses[-1], ran_s=1.0))
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0]
    assert next_pause(60.0, ran_s=1.0) == 60.0
    assert next_pause(60.0, ran_s=supervisor.RAN_WELL_S) == 1.0


def test_a_child_that_dies_is_started_again_after_its_pause() -> None:
    child = Child(SLEEPS)
    child.look(0.0)
    assert child.process is not None
    first = child.process.pid
    child.process.kill()
    child.process.wait()
    now = time.monotonic()
    child.look(now)
    assert child.process is None
    child.look(now + 1.9)
    assert child.process is None
    child.look(now + 2.1)
    assert child.process is not None
    assert child.process.pid != first
    child.kill()
    child.process.wait()


def test_who_does_not_listen_is_killed_and_all_end_at_the_end() -> None:
    deaf: set[str] = set()
    watch = Supervisor([Child(SLEEPS), Child(SLEEPS)], lambda: deaf)
    watch.look()
    one, other = (child.process for child in watch.children)
    assert one is not None
    assert other is not None
    deaf.add(f"heavy-{one.pid}-abc")
    watch.look()
    assert one.wait(HANG_S) == -signal.SIGKILL
    assert other.poll() is None
    watch.end()
    assert other.poll() is not None


@pytest.mark.parametrize("work", ["time.sleep(60)", "sum(iter(int, 1))"], ids=["idle", "deep in C"])
def test_no_child_outlives_a_server_that_is_killed(work: str) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER.format(work=work)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    pid = int(server.stdout.readline())
    server.kill()
    server.wait()
    until = time.monotonic() + HANG_S
    while time.monotonic() < until and is_there(pid):
        time.sleep(0.05)
    assert not is_there(pid)


def is_there(pid: int) -> Any:
    """Whether a process works; one that waits to be buried does not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_where_nobody_supervises_nothing_is_watched() -> None:
    code = "from neisse.web.orphans import end_with_supervisor as e; e(); import threading; print(threading.active_count())"
    done = subprocess.run(
        [sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "1"
