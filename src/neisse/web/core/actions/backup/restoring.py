"""Restoring a backup into an empty instance: checked and migrated beside it, then moved into place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions.backup import postgres
from neisse.web.core.actions.backup.database import look_into, rows_by_table, sqlite_tables
from neisse.web.core.actions.backup.manifest import FILES, SECRET, Manifest
from neisse.web.core.actions.backup.unpacking import make_folder, unpack

TEMPORARY = ".restore"
DATABASE = "neisse.sqlite3"
SESSIONS = "django_session"
APPS_THAT_WENT: frozenset[str] = frozenset()  # old backups know their migrations, this release no longer does
# rows of these tables are no content: an instance has them after its first start
OF_THE_FIRST_START = ("django_", "auth_permission", "intersect_indexstate", SESSIONS)


def restore_backup(source: Path) -> Manifest:
    """Bring an empty instance to what a backup holds; everybody has to sign in again.

    Everything is unpacked, compared with the manifest and (SQLite) migrated beside the instance before anything
    of it changes; where an error is raised the instance is as empty as before. Errors: `restore.not_empty`,
    `restore.running`, `restore.newer`, `restore.other_database` and those of `unpack`.
    """
    beside = Path(settings.DATA) / TEMPORARY
    shutil.rmtree(beside, ignore_errors=True)  # of a restore that was killed
    _check_empty()
    check_at_rest()
    beside.mkdir(mode=0o700)
    try:
        manifest = unpack(source, beside)
        _check_fits(source, manifest)
        if connection.vendor == "sqlite":
            _prepare_sqlite(source, beside / manifest.dump, manifest)
        _move(beside, manifest)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return manifest


def _check_empty() -> None:
    """Refuse an instance with content."""
    where = str(settings.DATA)
    if filled := content_of(connection):
        text = say("this instance is not empty: there are rows in %(all)s", all=", ".join(filled[:5]))
        raise NeisseError(
            "restore.not_empty", where, text, "set NEISSE_DATA (and DATABASE_URL) to an empty instance"
        )


def content_of(there: Any) -> list[str]:
    """The tables of a database with rows that a first start does not make."""
    return [
        table for table, n in rows_by_table(there).items() if n and not table.startswith(OF_THE_FIRST_START)
    ]


def check_at_rest() -> None:
    """Refuse an instance that runs (`restore.running`): it would go on with what it has open."""
    running = NeisseError(
        "restore.running",
        str(settings.DATA),
        "this instance runs, or something else has its database open",
        "stop it first",
    )
    if connection.vendor == "postgresql":
        if postgres.others():
            raise running
        return
    connection.close()
    try:  # leaving the write-ahead log needs the file for oneself
        with closing(
            sqlite3.connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None)
        ) as file:
            mode = file.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise running from error
    if mode != "delete":
        raise running


def _check_fits(source: Path, manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        text = say(
            "%(name)s is of %(database)s, this instance of %(vendor)s",
            name=source.name,
            database=manifest.database,
            vendor=connection.vendor,
        )
        hint = say("restore it into an instance of the same kind of database")
        raise NeisseError("restore.other_database", source.name, text, hint)
    _check_release(source, manifest.migrations)


def _check_release(source: Path, migrations: tuple[str, ...]) -> None:
    known = _own_migrations()
    if newer := [m for m in migrations if m not in known and m.partition(".")[0] not in APPS_THAT_WENT]:
        text = say(
            "%(name)s is of a newer release: %(newer)s is not known here", name=source.name, newer=newer[-1]
        )
        raise NeisseError("restore.newer", source.name, text, "install the newer release first")


def _own_migrations() -> set[str]:
    """The migrations of this release, those included that others replace."""
    loaded = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    keys = {*loaded, *(key for migration in loaded.values() for key in migration.replaces)}
    return {f"{app}.{name}" for app, name in keys}


def _prepare_sqlite(source: Path, path: Path, manifest: Manifest) -> None:
    """Whole, with the tables and rows that the manifest says, without sessions, migrated, and one file again."""
    damaged = NeisseError(
        "restore.damaged",
        source.name,
        say("the database in %(name)s is damaged", name=source.name),
        "take another backup",
    )
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as file:
            whole = file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            code = file.execute(
                "SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')"
            ).fetchone()
            counts, migrations = look_into(path)
            if not whole or code != (0,) or counts != manifest.counts:
                raise damaged
            if SESSIONS in sqlite_tables(file):
                file.execute("DELETE FROM django_session")
    except sqlite3.DatabaseError as error:
        raise damaged from error
    _check_release(source, migrations)
    path.rename(path.with_name(DATABASE))
    run_migrations({"NEISSE_DATA": str(path.parent), "DATABASE_URL": ""}, migrations)
    with closing(sqlite3.connect(path.with_name(DATABASE), isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode=DELETE")


def run_migrations(env: dict[str, str], migrations: tuple[str, ...] = ()) -> None:
    """Bring a database with these migrations to this release, in a process of its own with its own settings."""
    if set(migrations) >= _own_migrations():
        return
    command = [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity=0"]
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "neisse.web.settings", **env}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        text = say("the restored database cannot be migrated: %(said)s", said=said)
        raise NeisseError(
            "restore.migration", "migrate", text, "restore with the release that wrote the backup"
        )


def _move(beside: Path, manifest: Manifest) -> None:
    """Files and secret first, the database last: only with it is the instance no longer empty."""
    data, new = Path(settings.DATA), []
    secret = data / SECRET
    before = secret.read_bytes() if secret.exists() else None
    try:
        for member in manifest.members:
            if member.name.startswith(FILES):
                target = data / member.name.removeprefix(FILES)
                new += [] if target.exists() else [target]
                make_folder(target.parent)
                (beside / member.name).replace(target)
        (beside / SECRET).replace(secret)
        if connection.vendor == "sqlite":
            (beside / DATABASE).replace(connection.settings_dict["NAME"])
        else:
            _load_postgres(beside / manifest.dump, manifest)
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        if before is not None:
            secret.write_bytes(before)
        raise


def _load_postgres(dump: Path, manifest: Manifest) -> None:
    """The dump in one transaction, compared, without sessions, migrated; the database is empty where that fails."""
    postgres.drop_tables()
    try:
        postgres.load(dump)
        if rows_by_table() != manifest.counts:
            raise NeisseError("restore.damaged", dump.name, "the dump is not complete", "take another backup")
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {SESSIONS}")  # noqa: S608 - a constant
        connection.close()
        run_migrations({}, manifest.migrations)
    except (NeisseError, DatabaseError):
        postgres.drop_tables()
        raise
