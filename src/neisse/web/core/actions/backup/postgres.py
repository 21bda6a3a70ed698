"""PostgreSQL's own tools, with the connection of this instance and never a password on the command line."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from neisse.engine.values import NeisseError, say

VARIABLES = {
    "NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT",
    "host": "PGHOST", "port": "PGPORT", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY", "service": "PGSERVICE", "passfile": "PGPASSFILE",
    "options": "PGOPTIONS",
}  # fmt: skip
FULL = ("No space left", "File too large", "quota exceeded")
FIRST_THOUSANDS = 10_000
SESSIONS = "django_session"


def tool(name: str) -> str:
    """The path of `pg_dump` or `pg_restore`, not older than the server (`backup.no_tool`, `backup.old_tool`)."""
    folder = settings.POSTGRES_TOOLS
    found = shutil.which(name, path=folder or None)
    if found is None:
        text = say("%(name)s was not found in %(value)s", name=name, value=folder or "PATH")
        hint = say(
            "install the client of PostgreSQL, or set NEISSE_POSTGRES_TOOLS to the folder of its programs"
        )
        raise NeisseError("backup.no_tool", name, text, hint)
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    own = int((re.search(r"(\d+)", said) or [0, 0])[1])
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        server = int(cursor.fetchone()[0]) // FIRST_THOUSANDS
    if own < server:
        text = say(
            "%(name)s is of version %(own)s, the server of version %(server)s",
            name=name,
            own=own,
            server=server,
        )
        raise NeisseError(
            "backup.old_tool", name, text, say("install the client of PostgreSQL %(server)s", server=server)
        )
    return found


def run(name: str, *arguments: str) -> None:
    """Run a tool to its end; what it says on failure is told (`backup.disk_full`, `backup.failed`)."""
    done = subprocess.run([tool(name), *arguments], capture_output=True, text=True, env=_env(), check=False)
    if done.returncode:
        said = done.stderr.strip()[-400:] or f"exit {done.returncode}"
        if done.returncode == -signal.SIGXFSZ or any(word in said for word in FULL):
            raise NeisseError("backup.disk_full", name, "the disk is full", "make room and try again")
        raise NeisseError(
            "backup.failed",
            name,
            say("%(name)s: %(said)s", name=name, said=said),
            "see the log of PostgreSQL",
        )


def _env() -> dict[str, str]:
    said: dict[str, Any] = connection.settings_dict
    given = {**said, **said.get("OPTIONS", {})}
    own = {variable: str(given[key]) for key, variable in VARIABLES.items() if given.get(key)}
    return {**os.environ, **own, "LC_MESSAGES": "C"}


@contextmanager
def snapshot() -> Iterator[tuple[str, Any]]:
    """(name, cursor) of one moment of the database; `pg_dump --snapshot` sees the same rows as the cursor."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor.fetchone()[0], cursor
            cursor.execute("ROLLBACK")
    finally:
        own.close()


def dump(target: Path, at: str) -> None:
    """Write the database as it was at a snapshot, without the rows of sessions."""
    flags = ("--format=custom", "--no-owner", "--no-privileges", f"--exclude-table-data={SESSIONS}")
    run("pg_dump", *flags, f"--snapshot={at}", f"--file={target}")


def load(source: Path) -> None:
    """Read a dump into the database, all of it or nothing."""
    database = connection.settings_dict["NAME"]
    flags = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    run("pg_restore", *flags, f"--dbname={database}", str(source))


def drop_tables() -> None:
    """Take all tables out of the database."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        if names:
            listed = ", ".join(connection.ops.quote_name(name) for name in names)
            cursor.execute(f"DROP TABLE {listed} CASCADE")


def others() -> int:
    """How many other clients are connected to this database; PostgreSQL's own work (vacuum) is no client."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])
