"""Backup and restore: the same rows in every table and the same files, whatever happens in the middle."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from typer.testing import CliRunner

from neisse.cli.root import app
from neisse.engine.values import NeisseError
from neisse.web.accounts.models import User
from neisse.web.core.actions.backup import postgres, restore_backup, write_backup
from neisse.web.core.actions.backup.unpacking import unpack
from neisse.web.core.models import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tools")]
Beside = Callable[..., Any]


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


@pytest.fixture
def plain(beside: Beside) -> Any:
    """An instance of which only its migrations are known, and one file."""
    made = beside("plain", copied=True)
    (made.folder / "files").mkdir()
    (made.folder / "files" / "one").write_bytes(bytes(range(256)) * 400)
    return made


def test_where_no_backup_is_written(plain: Any, beside: Beside, tmp_path: Path) -> None:
    there = tmp_path / "there.backup"
    there.write_text("mine")
    for target, code in (
        (there, "backup.exists"),
        (plain.folder / "in.backup", "backup.inside"),
        (plain.folder / "files" / ".." / "in.backup", "backup.inside"),
        (tmp_path / "none" / "x.backup", "backup.folder"),
    ):
        with pytest.raises(NeisseError, match=code.replace(".", r"\.")):
            plain.do(lambda target=target: write_backup(target) and None)
    with pytest.raises(NeisseError, match=r"backup\.nothing"):
        beside("new").do(lambda: write_backup(tmp_path / "new.backup") and None)
    assert there.read_text() == "mine"
    assert not list(plain.folder.rglob("*.backup"))


def test_a_full_disk_is_a_sentence_and_leaves_nothing(plain: Any, tmp_path: Path) -> None:
    def limited() -> None:
        Job.objects.count()  # what the connection itself needs is there
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))  # as good as a full disk
        write_backup(tmp_path / "full.backup")

    def little_free() -> None:
        shutil.disk_usage = lambda _: SimpleNamespace(free=1000)  # type: ignore[assignment]
        write_backup(tmp_path / "full.backup")

    before = sorted(tmp_path.iterdir())
    for act in (limited, little_free):
        with pytest.raises(NeisseError, match=r"backup\.disk_full"):
            plain.do(act)
        assert sorted(tmp_path.iterdir()) == before


def test_killed_in_the_middle_there_is_a_whole_backup_or_none(
    plain: Any, beside: Beside, tmp_path: Path
) -> None:
    random = Random(13)
    whole = 0
    for number in range(12):
        target = tmp_path / f"{number}.backup"
        plain.do(lambda target=target: write_backup(target) and None, kill_after_s=random.uniform(0.01, 1.5))
        if target.exists():
            whole += 1
            folder = tmp_path / f"unpacked-{number}"
            folder.mkdir()
            assert unpack(target, folder).counts
    target = tmp_path / "last.backup"
    plain.do(lambda: write_backup(target) and None)
    again = beside("again")
    for _ in range(6):
        again.do(lambda: restore_backup(target) and None, kill_after_s=random.uniform(0.01, 0.8))
        wait_for_orphans(again)
    again.do(lambda: restore_backup(target) and None)  # rows of a first start only: still as good as empty
    assert again.rows() == plain.rows()
    assert again.files() == plain.files()


def wait_for_orphans(instance: Any) -> None:
    """A `pg_restore` whose starter was killed comes to its end first; until then nothing else is restored."""
    for _ in range(1200):
        if connection.vendor == "sqlite" or not instance.do(postgres.others):
            return
        time.sleep(0.1)


def test_rows_that_belong_together_stay_together_while_others_write(
    plain: Any, beside: Beside, tmp_path: Path
) -> None:
    """A writer adds two rows in one transaction, all the time; a backup has both of them or neither."""
    child = os.fork()
    if child == 0:
        plain._use()
        while True:
            write_two()
    time.sleep(1)
    for number in range(3):
        plain.do(lambda n=number: write_backup(tmp_path / f"{n}.backup") and None)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    seen = []
    for number in range(3):
        again = beside(f"again-{number}")
        again.do(lambda n=number: restore_backup(tmp_path / f"{n}.backup") and None)
        rows = again.rows()
        assert len(rows["core_job"]) == len(rows["accounts_user"])
        seen.append(len(rows["core_job"]))
    assert seen[0] > 0
    assert seen == sorted(seen)


def write_two() -> None:
    with transaction.atomic():
        Job.objects.create(kind="test")
        User.objects.create(email=f"{uuid4()}@example.org")


def test_the_command_line_says_what_it_did(plain: Any, tmp_path: Path) -> None:
    target = tmp_path / "cli.backup"

    def run() -> list[str]:
        return [CliRunner().invoke(app, [*words, "--json"]).output for words in (["backup", str(target)],)]

    (said,) = plain.do(run)
    assert json.loads(said)["files"] == 1
    assert target.exists()
