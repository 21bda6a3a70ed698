"""Many people at once: the last places go to as many as there are, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from neisse.web.meet.actions.registration import confirm
from neisse.web.meet.models import Quota, Registration

PEOPLE, PLACES, WORKERS = 24, 5, 4
CONFIRM = """
import sys, django
django.setup()
from django.template.loader import get_template
from django.urls import reverse
reverse("meet:events"), get_template("meet/mail/waiting.txt")  # a server has loaded these before it writes
from neisse.web.meet.actions.registration import confirm
from neisse.web.meet.models import Registration
for pk in map(int, sys.argv[1:]):
    confirm(Registration.objects.select_related("event").get(pk=pk))
"""


def confirm_in_thread(pk: int) -> None:
    try:
        confirm(Registration.objects.select_related("event").get(pk=pk))
    finally:
        connections.close_all()


def confirm_in_processes(pks: list[int], folder: Path) -> dict[str, int]:
    """Several processes on one file with a write-ahead log, as an instance with two workers has it."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / "neisse.sqlite3")])
    with sqlite3.connect(folder / "neisse.sqlite3") as file:
        file.execute(
            "PRAGMA journal_mode=WAL"
        )  # as `neisse run` leaves it; several first starts would collide
    env = {**os.environ, "NEISSE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "neisse.web.settings"}
    command = [sys.executable, "-c", CONFIRM]
    running = [
        subprocess.Popen([*command, *map(str, pks[n::WORKERS])], env=env, stderr=subprocess.PIPE, text=True)
        for n in range(WORKERS)
    ]
    assert [process.communicate()[1] for process in running] == [""] * WORKERS
    with sqlite3.connect(folder / "neisse.sqlite3") as file:
        return dict(file.execute("SELECT state, count(*) FROM meet_registration GROUP BY state"))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_quota_holds_when_everybody_confirms_at_once(event: Any, registered: Any, tmp_path: Path) -> None:
    forum = event()
    Quota.objects.create(event=forum, places=PLACES)
    pks = [registered(forum, f"p{n}@example.org", confirmed=False).pk for n in range(PEOPLE)]
    if connection.vendor == "postgresql":
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(confirm_in_thread, pks))
        states = list(Registration.objects.values_list("state", flat=True))
        found = {state: states.count(state) for state in set(states)}
    else:
        found = confirm_in_processes(pks, tmp_path)
    assert found == {"registered": PLACES, "waiting": PEOPLE - PLACES}
