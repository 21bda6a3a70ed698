"""kill -9 of the whole server, on real processes: nothing of it is left, and started again nothing is stuck."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.web.core.test_kills import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]
GONE_WITHIN_S = 5.0
UP_WITHIN_S = 150.0
MOMENTS = 1
MAILS = 5
BEGIN = f"""
import json, sys
sys.path.insert(0, {str(ROOT / "bench")!r})
import endurance
from neisse.cli.instance import migrate, set_up
set_up(); migrate()
from neisse.web.core.actions.mail import post
for n in range({MAILS}):
    post("test", f"p{{n}}@example.org", language="en", subject=f"S{{n}}", body="b")
print(endurance.begin_import(int(sys.argv[1])))
"""
LOOK = f"""
import json, sys
sys.path.insert(0, {str(ROOT / "bench")!r})
import endurance
from neisse.cli.instance import set_up
set_up()
from django_tasks_db.models import DBTaskResult
from neisse.web.core.models import Job, Mail
numbers = range(int(sys.argv[1]))
print(json.dumps({{
    "jobs": list(Job.objects.order_by("pk").values_list("state", flat=True)),
    "faults": [fault for n in numbers for fault in endurance.check_import(n)],
    "mails": sorted(set(Mail.objects.values_list("state", flat=True))),
    "running": DBTaskResult.objects.filter(status="RUNNING").count(),
}}))
"""


class Instance:
    """An instance in a folder of its own, served by `neisse run` on a free port."""

    def __init__(self, folder: Path) -> None:
        kept = {n: v for n, v in os.environ.items() if not n.startswith("NEISSE_") and n != "DATABASE_URL"}
        self.env = {**kept, "NEISSE_DATA": str(folder), "NEISSE_MAIL_TIMEOUT_S": "1"}
        self.mark = f"NEISSE_DATA={folder}".encode()
        self.server: subprocess.Popen[bytes] | None = None
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = str(probe.getsockname()[1])

    def do(self, code: str, number: int) -> Any:
        """What a script says in its last line."""
        command = [sys.executable, "-c", code, str(number)]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    def start(self) -> None:
        code = "from neisse.cli import main; main()"
        command = [sys.executable, "-c", code, "run", "--port", self.port]
        self.server = subprocess.Popen(command, env=self.env, stdout=subprocess.DEVNULL)

    def says(self) -> dict[str, Any]:
        """What `/health/` says; nothing where nobody answers."""
        with (
            suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=5) as answer,
        ):
            return dict(json.load(answer))
        return {}

    def kill(self) -> None:
        assert self.server is not None
        self.server.kill()
        self.server.wait()

    def left(self) -> list[str]:
        """Processes that work with this folder."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if self.mark in (process / "environ").read_bytes().split(b"\0"):
                    found.append(f"{process.name} {(process / 'cmdline').read_bytes()!r}")
        return found


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    made = Instance(tmp_path / "data")
    yield made
    for process in made.left():
        with suppress(ProcessLookupError):
            os.kill(int(process.split()[0]), signal.SIGKILL)


def wait_for(what: Any, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.1)
    return bool(what())


def test_nothing_is_left_and_nothing_is_stuck(instance: Instance) -> None:
    chance = Random(11)
    for number in range(MOMENTS):
        instance.do(BEGIN, number)
        instance.start()
        assert wait_for(instance.says, UP_WITHIN_S), "the server came up"
        # from the moment when pages are served the workers load, and then work
        time.sleep(chance.uniform(0.0, 12.0))
        assert len(instance.left()) > 1
        instance.kill()
        assert wait_for(lambda: not instance.left(), GONE_WITHIN_S), instance.left()
    instance.start()
    # nobody knows of a mail whose sender was killed while handing it over; everything else is well again
    assert wait_for(lambda: set(instance.says().get("codes", ["down"])) <= {"mail.perhaps"}, UP_WITHIN_S), (
        instance.says()
    )
    assert wait_for(lambda: is_ended(instance.do(LOOK, MOMENTS)), UP_WITHIN_S), instance.do(LOOK, MOMENTS)
    found = instance.do(LOOK, MOMENTS)
    assert (set(found["jobs"]), found["faults"], found["running"]) == ({"done"}, [], 0)
    assert set(found["mails"]) <= {"sent", "perhaps"}
    instance.kill()
    assert wait_for(lambda: not instance.left(), GONE_WITHIN_S), instance.left()


def is_ended(found: dict[str, Any]) -> bool:
    return not set(found["jobs"]) & {"waiting", "running"} and not set(found["mails"]) & {
        "waiting", "sending", "handing",
    }  # fmt: skip
