"""`neisse run` as a process of its own; and killed as a whole, while it imports, mails, and confirms writes."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from endurance_forks import RUN
from endurance_letters import Letters

HERE = "127.0.0.1"
UP_WITHIN_S = 150.0
GONE_WITHIN_S = 5.0
MAILS = 5
COMMAND = "from neisse.cli import main; main()"


class Running:
    """The server of the instance that this process is set up for."""

    def __init__(self) -> None:
        self.mark = f"NEISSE_DATA={os.environ['NEISSE_DATA']}".encode()
        self.process: subprocess.Popen[bytes] | None = None
        with closing(socket.socket()) as probe:
            probe.bind((HERE, 0))
            self.port = int(probe.getsockname()[1])

    def start(self) -> None:
        """Start it and wait for its first page."""
        command = [sys.executable, "-c", COMMAND, "run", "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        atexit.register(self.process.kill)  # whatever happens here, it is not left behind
        assert wait_for(self.says, UP_WITHIN_S), "the server came up"

    def says(self) -> dict[str, Any]:
        """What `/health/` says; nothing where nobody answers."""
        url = f"http://{HERE}:{self.port}/health/"
        with suppress(OSError, HTTPException), urllib.request.urlopen(url, timeout=5) as answer:
            return dict(json.load(answer))
        return {}

    def kill(self) -> list[str]:
        """Kill (-9) the main process; what is left of the others after five seconds."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        wait_for(lambda: not self.left(), GONE_WITHIN_S)
        return self.left()

    def left(self) -> list[str]:
        """Other processes that work with this folder, below the server or not; none are seen where there is no /proc."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                command = (process / "cmdline").read_bytes()
                if b"neisse." in command and self.mark in (process / "environ").read_bytes().split(b"\0"):
                    found.append(f"{process.name} {command!r}")
        return found


def wait_for(what: Callable[[], Any], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.1)
    return bool(what())


class Server:
    """The whole server, killed from the moment when it serves pages: its workers load then, and work after that."""

    name = "server"
    longest_s = 12.0

    def __init__(self, mails: Letters) -> None:
        self.mails, self.running, self.job, self.number = mails, Running(), 0, -1
        self.told: list[str] = []
        self.left: list[str] = []

    def begin(self, number: int) -> None:
        from endurance_jobs import begin_import
        from endurance_mail import post_some

        self.number, self.job, self.told, self.left = number, begin_import(number), [], []
        post_some(number, MAILS)

    def work(self) -> None:
        """Is not forked: see `killed_after`."""

    def killed_after(self, seconds: float) -> None:
        """Start it, let it work and confirm writes for so long after the first, kill it."""
        self.running.start()
        writer = threading.Thread(target=self._write, args=(token(),), daemon=True)
        writer.start()
        wait_for(lambda: self.told, UP_WITHIN_S)
        time.sleep(seconds)
        self.left = self.running.kill()
        writer.join(10)

    def _write(self, secret: str) -> None:
        """Write through the API until nobody answers; what was confirmed is kept in mind."""
        head = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        line = HTTPConnection(HERE, self.running.port, timeout=30)
        with suppress(OSError, HTTPException):
            for n in range(100_000):
                key = f"api-{RUN}-{self.number}-{n}"
                line.request("POST", "/api/v1/networks", json.dumps({"id": key, "name": key}), head)
                answer = line.getresponse()
                answer.read()
                if answer.status == 201:
                    self.told.append(key)
                time.sleep(0.02)

    def finish(self) -> tuple[str, int]:
        """Start it again and let it put everything right; (whether it did, attempts that were cut off)."""
        from endurance_mail import are_ended, free_at_once
        from neisse.web.core.models import Job

        free_at_once()
        self.running.start()

        def is_ended() -> bool:
            is_done = Job.objects.get(pk=self.job).ended_at is not None and are_ended(self.number)
            # of a mail whose sender was killed while handing it over nobody knows; everything else is well again
            return is_done and set(self.running.says().get("codes", ["down"])) <= {"mail.perhaps"}

        is_well = wait_for(is_ended, UP_WITHIN_S)
        self.left += self.running.kill()
        found = Job.objects.get(pk=self.job)
        return str(found.state) if is_well else "stuck", int(found.attempts)

    def check(self, number: int) -> list[str]:
        """Nothing is left of it; the import is whole, mails came once, and what was confirmed is there."""
        from endurance_jobs import check_import
        from endurance_mail import faults_of
        from neisse.web.record.models import Network

        there = set(
            Network.objects.filter(key__startswith=f"api-{RUN}-{number}-").values_list("key", flat=True)
        )
        faults = [f"{key} was confirmed and is lost" for key in self.told if key not in there]
        faults += [f"left over: {process}" for process in self.left]
        if number >= 0 and not self.told:
            faults.append("no write was confirmed, so nothing is shown")
        return faults + check_import(number) + faults_of(number, MAILS, self.mails)


def token() -> str:
    """The secret of a program that may write."""
    from endurance_kills import manager
    from neisse.web.accounts.actions import issue_token
    from neisse.web.core.actors import SYSTEM

    return str(issue_token(manager(), "bench", "write", actor=SYSTEM)[1])
