"""The database of an instance at one moment, as one file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions.backup import postgres
from neisse.web.core.actions.backup.manifest import DUMPS

MIGRATIONS = "django_migrations"
Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Dump:
    """A database as a file: how many rows each table has, and which migrations it went through."""

    path: Path
    counts: Counts
    migrations: tuple[str, ...]


def dump_database(folder: Path) -> Dump:
    """Write the database into `folder` while others write to it: all rows are of one moment.

    SQLite by `VACUUM INTO`, PostgreSQL by `pg_dump`; neither blocks a writer. `backup.nothing` where there is no
    instance yet.
    """
    path = folder / DUMPS[connection.vendor]
    if connection.vendor == "postgresql":
        with postgres.snapshot() as (at, cursor):
            tables = connection.introspection.table_names(cursor)
            counts, migrations = _count(cursor, tables), _migrations(cursor, tables)
            postgres.dump(path, at)
            counts[postgres.SESSIONS] = 0
        return Dump(path, counts, migrations)
    source = Path(connection.settings_dict["NAME"])
    if not source.is_file():
        raise _nothing()
    with closing(sqlite3.connect(source, timeout=60, isolation_level=None)) as file:
        file.execute("VACUUM INTO ?", [str(path)])
    return Dump(path, *look_into(path))


def look_into(path: Path) -> tuple[Counts, tuple[str, ...]]:
    """Rows by table and migrations of a SQLite file."""
    with closing(sqlite3.connect(path)) as file:
        tables = sqlite_tables(file)
        return _count(file.cursor(), tables), _migrations(file.cursor(), tables)


def sqlite_tables(file: sqlite3.Connection) -> list[str]:
    """The tables of a SQLite file."""
    found = file.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return sorted(name for (name,) in found)


def rows_by_table(there: Any = connection) -> Counts:
    """Rows by table of this instance, or of another database; none where there is no database yet."""
    with there.cursor() as cursor:
        return _count(cursor, there.introspection.table_names(cursor))


def size_bytes() -> int:
    """About how much room a dump takes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def _count(cursor: Any, tables: list[str]) -> Counts:
    counts = {}
    for table in sorted(tables):
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table's name
        counts[table] = int(cursor.fetchone()[0])
    return counts


def _migrations(cursor: Any, tables: list[str]) -> tuple[str, ...]:
    if MIGRATIONS not in tables:
        raise _nothing()
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
    return tuple(f"{app}.{name}" for app, name in cursor.fetchall())


def _nothing() -> NeisseError:
    text = say("there is no instance to back up")
    return NeisseError(
        "backup.nothing", str(connection.settings_dict["NAME"]), text, "start it with `neisse run` first"
    )
