"""Several senders at once, and senders killed at any moment: 0 mails lost, 0 mails twice, on both databases."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from neisse.web.core.actions.mail import post

Rows = Callable[[], list[tuple[str, str, str]]]
SENDERS = 3
LIMIT_S = 2  # a mail that a killed sender held is free again after six of these
ENDED_WITHIN_S = 150
COUNT = "SELECT state, message_id, body FROM core_mail"
# A process that has loaded everything forks the senders: what is killed is always in the midst of its work.
FORKED = """
import os, signal, sys, time
from datetime import timedelta
from random import Random
from threading import Event
import django
django.setup()
from django.db import connections
from neisse.web import sender
from neisse.web.core.actions.mail import sending
sending.PAUSES = (timedelta(milliseconds=100),) * 6
sender.LOOK_EVERY_S = 0.02
sender.LONGEST_PAUSE_S = 0.1
kills, last, chance = int(sys.argv[1]), int(sys.argv[2]), Random(7)
working = []
for turn in range(kills + last):
    child = os.fork()
    if child == 0:
        sender.run(Event())
    working.append(child)
    if turn < kills:
        time.sleep(chance.uniform(0.05, 0.4))
        os.kill(working[-1], signal.SIGKILL)
        os.waitpid(working.pop(), 0)
sys.stdin.read()
for child in working:
    os.kill(child, signal.SIGKILL)
"""


def mails(count: int) -> set[str]:
    letters = [
        post("test", f"p{n}@example.org", language="de", subject=f"S{n}", body="secret") for n in range(count)
    ]
    return {letter.message_id for letter in letters}


@pytest.fixture
def senders(tmp_path: Path, mail_server: Any, settings: Any) -> Any:
    """Other processes: `kills` of them are killed in their work, the `last` ones work until the block ends."""

    @contextmanager
    def work(*, kills: int, last: int) -> Iterator[None]:
        env = os.environ | {
            "NEISSE_MAIL_HOST": settings.EMAIL_HOST,
            "NEISSE_MAIL_PORT": str(settings.EMAIL_PORT),
            "NEISSE_MAIL_PLAIN": "1",
            "NEISSE_MAIL_TIMEOUT_S": str(LIMIT_S),
            "NEISSE_LOG_LEVEL": "CRITICAL",
            **database(tmp_path),
        }
        command = [sys.executable, "-c", FORKED, str(kills), str(last)]
        process = subprocess.Popen(command, env=env, stdin=subprocess.PIPE)
        try:
            yield
            assert process.poll() is None
        finally:
            process.communicate()
        assert process.returncode == 0

    return work


def database(folder: Path) -> dict[str, str]:
    """What tells another process where the rows of this test are."""
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])
        return {"DATABASE_URL": url._replace(path=f"/{connection.settings_dict['NAME']}").geturl()}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / "neisse.sqlite3")])
    with closing(sqlite3.connect(folder / "neisse.sqlite3")) as file:
        file.execute("PRAGMA journal_mode=WAL")
    return {"NEISSE_DATA": str(folder)}


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """State, Message-ID and text of all mails, as the other processes left them."""

    def read() -> list[tuple[str, str, str]]:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(COUNT)
                return list(cursor.fetchall())
        with closing(sqlite3.connect(tmp_path / "neisse.sqlite3", timeout=20)) as file:
            return list(file.execute(COUNT))

    return read


def wait_for_the_end(rows: Rows) -> dict[str, str]:
    """State by Message-ID, once no mail is on its way any more."""
    ends = monotonic() + ENDED_WITHIN_S
    while {state for state, _id, _body in rows()} & {"waiting", "sending", "handing"}:
        assert monotonic() < ends, rows()
        sleep(0.2)
    return {message_id: state for state, message_id, _body in rows()}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_several_senders_never_send_the_same(mail_server: Any, senders: Any, rows: Rows) -> None:
    written = mails(40)
    mail_server.trouble |= {"rcpt": 0.01, "receipt": 0.01}
    with senders(kills=0, last=SENDERS):
        wait_for_the_end(rows)
    assert dict.fromkeys(written, 1) == dict(mail_server.counted)
    assert {(state, body) for state, _id, body in rows()} == {("sent", "")}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_sender_loses_nothing_and_sends_nothing_twice(
    mail_server: Any, senders: Any, rows: Rows, request: pytest.FixtureRequest
) -> None:
    kills = request.config.getoption("kills")
    written, chance = mails(5 * kills), Random(kills)
    for step in ("mail", "rcpt", "data", "text", "receipt"):
        mail_server.trouble[step] = lambda: chance.uniform(0, 0.02)
    with senders(kills=kills, last=1):
        ended = wait_for_the_end(rows)
    assert ended.keys() == written
    assert set(ended.values()) <= {"sent", "perhaps"}
    unsure = {message_id for message_id, state in ended.items() if state == "perhaps"}
    assert len(unsure) <= kills
    for message_id in written:
        assert mail_server.counted[message_id] in ({0, 1} if message_id in unsure else {1}), message_id
    assert {(state, body) for state, _id, body in rows()} <= {("sent", ""), ("perhaps", "secret\n")}
