"""Where the database is locked, a page says so after seconds; work in the background waits longer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

LOADED = """
from neisse.web import wsgi
from threading import Thread
from django.db import connection, connections

def waits():
    ask = "PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout"
    with connection.cursor() as cursor:
        cursor.execute(ask)
        print("waits", cursor.fetchone()[0])
    connections.close_all()

thread = Thread(target=waits)
thread.start()
thread.join()
"""


@pytest.mark.django_db
def test_the_server_of_pages_waits_for_a_lock_no_longer_than_a_reader_does(tmp_path: Path) -> None:
    env = {**os.environ, "NEISSE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "neisse.web.settings"}
    if connection.vendor == "postgresql":
        env["DATABASE_URL"] = url_of(connection.get_connection_params())
    done = subprocess.run(
        [sys.executable, "-c", LOADED], env=env, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.stdout.split()[-2:] in (["waits", "5000"], ["waits", "5s"]), done.stderr[-2000:]


def url_of(given: dict[str, Any]) -> str:
    from urllib.parse import quote, urlencode

    name = f"{quote(str(given['user']))}:{quote(str(given.get('password') or ''))}"
    return f"postgresql://{name}@/{given['dbname']}?" + urlencode(
        {"host": given["host"], "port": given.get("port") or 5432}
    )


def test_work_in_the_background_waits_longer(settings: Any) -> None:
    from neisse.web.settings import database
    from neisse.web.waits import PAGE_WAIT_S

    options = database().get("OPTIONS", {})
    assert "timeout" not in options or options["timeout"] > PAGE_WAIT_S
