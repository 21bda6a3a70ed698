"""An instance of a release before becomes one of this release: every row of every table is still there.

Each fixture `upgrade/release-….sqlite3.gz` was made by that release's own code (see `upgrade/fill.py`). A table or
column that this release no longer has needs an answer below, or the test fails.
"""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)
FIXTURES = sorted((Path(__file__).parents[1] / "upgrade").glob("release-*.sqlite3.gz"))
# Tables of which nothing has to stay: they are written again when they are needed.
MADE_AGAIN = {"django_migrations", "django_content_type", "auth_permission", "django_session"}
Rows = list[dict[str, Any]]
Database = dict[str, Rows]

# Old table -> how its rows look in the tables of today: (new table, old row -> columns that must be there).
MOVED: dict[str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {}


def mail_in_the_outbox(row: dict[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in row.items() if k not in {"id", "event_id", "registration_id"}}
    return kept | {
        "about": f"meet.registration:{row['registration_id']}",
        "group": f"meet.event:{row['event_id']}",
    }


MOVED["meet_mail"] = ("core_mail", mail_in_the_outbox)
# Old `table.column` that has no successor -> why nothing is lost.
GONE: dict[str, str] = {
    "core_job.stop_requested": "a wish to stop is for the process that works on a job; none outlives an upgrade",
}


@pytest.fixture(params=FIXTURES, ids=lambda path: path.name.partition(".")[0])
def old(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, Database]:
    """A fixture unpacked, and its rows."""
    path = tmp_path / "old.sqlite3"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path, rows_of_file(path)


def rows_of_file(path: Path) -> Database:
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        names = [n for (n,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: [dict(row) for row in file.execute(f'SELECT * FROM "{name}"')]  # noqa: S608
            for name in names
            if not name.startswith("sqlite_")
        }


def test_fixtures_are_of_more_than_one_release_and_small() -> None:
    assert len(FIXTURES) > 1
    assert sum(len(path.read_bytes()) for path in FIXTURES) < 200_000


def test_the_fixture_has_rows_in_every_table(old: tuple[Path, Database]) -> None:
    assert [table for table, rows in old[1].items() if not rows] == []
    with closing(sqlite3.connect(old[0])) as file:
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_nothing_of_the_release_before_is_lost(
    old: tuple[Path, Database], beside: Callable[..., Any]
) -> None:
    instance = beside("upgraded")
    path, before = old
    if connection.vendor == "sqlite":
        path.rename(instance.database)
        instance.do(migrated)
    else:
        instance.do(lambda: as_the_old_release(path))
        instance.do(migrated)
    after = instance.do(rows_of_today)
    assert lost(before, after) == []


def migrated() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def as_the_old_release(path: Path) -> None:
    """Tables as the old release had them, filled with the rows of the fixture."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    with closing(sqlite3.connect(path)) as file:
        applied = list(file.execute("SELECT app, name FROM django_migrations ORDER BY id"))
    executor = MigrationExecutor(connection)
    targets = [key for key in applied if key in executor.loader.disk_migrations]
    state = executor.migrate(targets)
    connections.databases["old"] = {
        **connections.databases["default"], "ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {},
        "CONN_HEALTH_CHECKS": False,
    }  # fmt: skip
    from neisse.web.core.actions.move import copy_rows

    connections["old"].connect()  # a test may not open another database by the way
    copy_rows(state.apps, "old", "default")


def rows_of_today() -> Database:
    """All rows, by table."""
    found: Database = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [c[0] for c in cursor.description]
            found[table] = [dict(zip(columns, map(plain, row), strict=True)) for row in cursor.fetchall()]
    return found


def plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def lost(before: Database, after: Database) -> list[str]:
    """What of the old rows is not there today, in words."""
    found: list[str] = []
    for table, rows in before.items():
        if table in MADE_AGAIN:
            continue
        new_table, look = MOVED.get(table, (table, lambda row: row))
        if new_table not in after:
            found.append(f"table {table} is gone and has no answer")
            continue
        kept = after[new_table]
        for row in rows:
            wanted = {c: v for c, v in look(row).items() if f"{table}.{c}" not in GONE}
            if missing := set(wanted) - set(kept[0] if kept else wanted):
                found.append(f"columns {sorted(missing)} of {table} are gone and have no answer")
                break
            if not any(all(same(new[c], v) for c, v in wanted.items()) for new in kept):
                found.append(f"{table}: no row with {wanted}")
    return found


def same(new: Any, old: Any) -> bool:
    """Whether a value of today is the one that SQLite kept: times, numbers and JSON as the other database has them."""
    if new == old:
        return True
    if isinstance(new, datetime):
        return new.replace(tzinfo=UTC) == datetime.fromisoformat(str(old)).replace(tzinfo=UTC)
    if isinstance(new, date):
        return new.isoformat() == old
    if isinstance(new, UUID):
        return new.hex == old
    if isinstance(new, Decimal):
        return new == Decimal(str(old))
    return as_json(new) == as_json(old) if isinstance(old, str) else str(new) == str(old)


def as_json(value: Any) -> Any:
    import json

    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


@pytest.mark.parametrize("change", ["row", "column", "table", "value"])
def test_the_comparison_sees_what_is_lost(old: tuple[Path, Database], change: str) -> None:
    before = {table: rows for table, rows in old[1].items() if table not in MOVED}
    after = {table: [dict(row) for row in rows] for table, rows in before.items()}
    assert lost(before, after) == []
    rows = after["record_organisation"]
    if change == "row":
        rows.pop()
    elif change == "table":
        del after["record_organisation"]
    for row in rows:
        if change == "column":
            del row["city"]
        elif change == "value":
            row["city"] = "elsewhere"
    assert lost(before, after) != []
