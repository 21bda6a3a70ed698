"""The empty database of the tests: migrated once, copied wherever another one is needed.

On SQLite the copy is kept for later runs too, until something changes that migrations make a database from. On
PostgreSQL, whose server ends with the tests, the workers of one run share it.
"""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core import management
from django.db import connection
from django.db.backends.base.creation import BaseDatabaseCreation

ROOT = Path(__file__).parents[1]
TEMPLATE = "neisse_template"
KEPT = 3


def digest() -> str:
    """What the result depends on: migrations, models, settings, and the versions of all libraries."""
    web = ROOT / "src" / "neisse" / "web"
    names = ("**/migrations/*.py", "**/models/*.py", "**/models.py", "**/apps.py", "settings.py")
    found = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for path in sorted({path for name in names for path in web.glob(name)}):
        found.update(str(path.relative_to(web)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def once(folder: Path) -> Iterator[None]:
    """A test database is a copy of the one in a folder, or is left there."""
    make = BaseDatabaseCreation.create_test_db
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{digest()}.sqlite3"

    def create(creation: Any, *args: Any, **kwargs: Any) -> Any:
        def made() -> Any:
            with copying(kept):
                return make(creation, *args, **kwargs)

        with alone(folder):
            return made() if creation.connection.vendor == "sqlite" else of_template(creation, made)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseCreation, "create_test_db", create)
        yield


@contextmanager
def copying(kept: Path) -> Iterator[None]:
    """While a test database is made: `migrate` copies the one that is kept, or leaves one; the product's own goes on."""
    real = management.call_command

    def call(name: Any, *args: Any, **kwargs: Any) -> Any:
        if name != "migrate":
            return real(name, *args, **kwargs)
        if connection.vendor == "sqlite":
            return take(kept) or (real(name, *args, **kwargs), keep(kept))
        return None if connection.settings_dict["TEST"].get("TEMPLATE") else real(name, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(management, "call_command", call)
        yield


def take(kept: Path) -> bool:
    """Copy what is kept into the new database; False where nothing is."""
    if not kept.exists():
        return False
    connection.ensure_connection()
    with closing(sqlite3.connect(kept)) as source:
        source.backup(connection.connection)
    kept.touch()
    return True


def keep(kept: Path) -> None:
    """Leave a copy, and of older ones the last few: another branch has others."""
    part = kept.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as target:
        connection.connection.backup(target)
    part.replace(kept)
    older = sorted(kept.parent.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)
    for path in older[:-KEPT]:
        path.unlink(missing_ok=True)


def of_template(creation: Any, make: Any) -> Any:
    """A database of PostgreSQL like the first one of this run, which becomes the template."""
    with creation._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
        is_there = cursor.fetchone() is not None
    creation.connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE if is_there else None
    name = make()
    if not is_there:
        creation.connection.close()
        with creation._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{TEMPLATE}" TEMPLATE "{name}"')
    return name
