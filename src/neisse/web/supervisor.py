"""The workers of an instance: started, started again when they die, killed when they do not stop."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from neisse.web.forked import CAN_FORK, Forked

SHORTEST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
RAN_WELL_S = 120.0
GRACE_S = 20.0
STOP_WITHIN_S = 5.0
LOOK_EVERY_S = 0.5
GROWN_MB = 100


Start = Callable[[], "subprocess.Popen[bytes] | Forked"]
Late = Callable[[Callable[[], None]], None]


@dataclass(slots=True)
class Child:
    """One worker: what starts it (a command, or a function), and the pause before it is started again."""

    command: Sequence[str] | Start
    process: subprocess.Popen[bytes] | Forked | None = None
    began: float = 0.0
    pause_s: float = SHORTEST_PAUSE_S
    due: float = 0.0

    def start(self) -> None:
        """Start it. Its standard input is a pipe that nobody writes to: its end shows that the server is gone."""
        if callable(self.command):
            self.process = self.command()
        else:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, start_new_session=True)
        self.began = time.monotonic()

    def look(self, now: float) -> None:
        """Start it again where it has ended: at once where it was done, else after a pause that grows until it runs well."""
        if self.process is None:
            if now >= self.due:
                self.start()
        elif (code := self.process.poll()) == 0:
            self.start()
        elif code is not None:
            self.pause_s = next_pause(self.pause_s, now - self.began)
            self.due, self.process = now + self.pause_s, None

    def kill(self) -> None:
        """End it at once."""
        if self.process is not None:
            self.process.kill()


def next_pause(last_s: float, ran_s: float) -> float:
    """Seconds before a process that ended is started again: twice the last pause, short after it ran well."""
    return SHORTEST_PAUSE_S if ran_s >= RAN_WELL_S else min(LONGEST_PAUSE_S, last_s * 2)


@dataclass(slots=True)
class Supervisor:
    """Looks after children until it is ended. `deaf()` names the processes that do not heed a wish to stop."""

    children: list[Child]
    deaf: Callable[[], set[str]] = field(default=set)
    _over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Look twice a second."""
        while not self._over.wait(LOOK_EVERY_S):
            self.look()

    def run_late(self, late: Late) -> None:
        """The same, when `late` has started them."""
        late(self.look)
        self.run()

    def look(self) -> None:
        """Start what has ended, kill what does not listen."""
        pids = {name.split("-")[1] for name in self.deaf()}
        for child in self.children:
            if child.process is not None and str(child.process.pid) in pids:
                child.kill()
            child.look(time.monotonic())

    def end(self) -> None:
        """Ask all children to stop, and kill those that have not within seconds."""
        self._over.set()
        alive = [child.process for child in self.children if child.process is not None]
        for process in alive:
            process.terminate()
        until = time.monotonic() + STOP_WITHIN_S
        for process in alive:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def workers(late: Late | None = None) -> Iterator[Supervisor]:
    """The sender of mails and a worker for each queue while the block runs; `late` is given what starts them, later.

    What starts a child must outlive it: here the main thread, later the one that looks after them. A command is started
    while nothing else is copied: a copy would hold open what tells that it has begun.
    """
    from neisse.web.core.signs import deaf

    children = [Child(command) for command in (copies() if CAN_FORK else commands())]
    supervisor = Supervisor(children, lambda: deaf(GRACE_S))
    if late is None:
        supervisor.look()
    run = supervisor.run if late is None else partial(supervisor.run_late, late)
    threading.Thread(target=run, name="supervisor", daemon=True).start()
    try:
        yield supervisor
    finally:
        supervisor.end()


def commands() -> list[Sequence[str]]:
    """The sender and the workers as processes of their own."""
    from neisse.web.core.later import QUEUES
    from neisse.web.orphans import SUPERVISED

    modules = [("neisse.web.sender",), *(("neisse.web.worker", queue) for queue in QUEUES)]
    return [(sys.executable, "-m", *module, SUPERVISED) for module in modules]


def copies() -> list[Start]:
    """The same as copies of this process, which is warm. What works on long tasks ends after each: its memory is free."""
    from neisse.web.core.later import HEAVY, LIGHT
    from neisse.web.sender import send
    from neisse.web.worker import work_off, work_off_long

    light, heavy = partial(work_off, LIGHT, most_grown_mb=GROWN_MB), partial(work_off_long, HEAVY, most=1)
    runs = (send, light, heavy)
    return [partial(Forked, run) for run in runs]
