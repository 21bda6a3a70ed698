"""`neisse move`: into another database and back, the same rows in every table; where it fails, nothing has moved."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from typer.testing import CliRunner

from neisse.cli.root import app
from neisse.engine.values import NeisseError
from neisse.web.core.actions.move import move_to

pytestmark = pytest.mark.django_db(transaction=True)
Beside = Callable[..., Any]


@pytest.fixture
def filled(beside: Beside, fill: Callable[[], dict[str, int]]) -> Any:
    """An instance with rows in every table."""
    assert all(fill().values()), "a model has no row"
    return beside("filled", copied=True)


@pytest.fixture
def plain(beside: Beside, record: Any) -> Any:
    """An instance with a few rows."""
    record("organisation", name="Haus am Fluss", city="Görlitz", country="DE")
    return beside("plain", copied=True)


def address_of(instance: Any) -> str:
    """The database of an instance as an address."""
    if instance.database.endswith(".sqlite3"):
        return f"sqlite:///{instance.database}"
    given = connection.get_connection_params()
    return f"postgres:///{instance.database}?host={given['host']}&user={given['user']}"


def in_a_file(tmp_path: Path) -> Any:
    """A SQLite that nobody has made yet, and its rows."""
    return tmp_path / "moved.sqlite3"


def test_into_the_other_kind_and_back(filled: Any, beside: Beside, tmp_path: Path) -> None:
    before, path = filled.rows(), in_a_file(tmp_path)
    counts = filled.do(lambda: move_to(f"sqlite:///{path}"))
    assert {t: n for t, n in counts.items() if t != "django_session"} == {
        table: len(rows) for table, rows in before.items() if table != "django_migrations"
    }
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    again = beside("again")
    url = address_of(again)
    away = type(filled)(filled.folder, str(path))
    away.do(lambda: as_sqlite(path, url))
    there = again.rows()
    for table in ("django_migrations",):  # when they were run is of each database alone
        before.pop(table), there.pop(table)
    assert there == before
    assert again.do(next_number) > 0


def as_sqlite(path: Path, url: str) -> None:
    """Move on from a file, whatever the tests run on."""
    from django.db import connections
    from django.db.backends.sqlite3.base import DatabaseWrapper

    given = connections["default"].settings_dict
    own = {**given, "ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {}}
    connections["default"] = DatabaseWrapper(own, "default")
    connections.databases["default"] = own
    move_to(url)


def next_number() -> int:
    """A row that comes after those that were moved."""
    from neisse.web.core.models import Job

    last = max(Job.objects.values_list("pk", flat=True))
    return int(Job.objects.create(kind="import", subject="1").pk) - int(last)


def test_what_is_refused_leaves_the_other_database_empty(plain: Any, beside: Beside, tmp_path: Path) -> None:
    for url, code in (
        ("postgres://nobody@127.0.0.1:1/none", "move.away"),
        ("mysql://a@b/c", "move.url"),
        ("nonsense", "move.url"),
        ("", "move.url"),
        (f"sqlite:///{tmp_path}/none/x.sqlite3", "move.away"),
    ):
        with pytest.raises(NeisseError, match=code.replace(".", r"\.")):
            plain.do(lambda url=url: move_to(url))
    other = beside("other", copied=True)
    full = address_of(other)
    with pytest.raises(NeisseError, match=r"move\.not_empty"):
        plain.do(lambda: move_to(full))
    assert other.rows() == plain.rows()
    with pytest.raises(NeisseError, match=r"move\.old"):
        beside("new").do(lambda: move_to(full))


@pytest.mark.one_database("both ways are gone by test_into_the_other_kind_and_back")
def test_a_value_that_does_not_arrive_is_noticed(plain: Any, tmp_path: Path) -> None:
    def broken() -> None:
        from django.db import models

        models.TextField.get_db_prep_save = (
            lambda self, value, connection: (  # type: ignore[method-assign]
                value and value[:1]
            )
        )
        move_to(f"sqlite:///{in_a_file(tmp_path)}")

    with pytest.raises(NeisseError, match=r"move\.differs"):
        plain.do(broken)
    with closing(sqlite3.connect(in_a_file(tmp_path))) as file:
        assert file.execute("SELECT count(*) FROM record_organisation").fetchone() == (0,)


@pytest.mark.one_database("both ways are gone by test_into_the_other_kind_and_back")
def test_the_command_says_what_comes_next(plain: Any, tmp_path: Path) -> None:
    said = plain.do(lambda: CliRunner().invoke(app, ["move", f"sqlite:///{in_a_file(tmp_path)}"]).output)
    assert "DATABASE_URL" in said
    assert in_a_file(tmp_path).stat().st_mode & 0o077 == 0
