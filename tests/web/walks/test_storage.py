"""A full disk, a database that is locked, read-only, damaged or away: a sentence with a code, nothing lost."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.utils import DatabaseError, DataError, IntegrityError, OperationalError
from django.test import Client

from neisse.web.core.faults import fault_of, refusal_of
from neisse.web.core.said import said

PROGRAM = Path(__file__).with_name("broken_storage.py")
TITLE = "A title that took long to write"
CODES = {
    "full": {"storage.full"},
    "read_only": {"storage.read_only"},
    "busy": {"storage.busy"},
    "bytes": {"storage.full", "storage.damaged"},  # SQLite calls a file that does not grow one or the other
    "away": {"storage.away"},
    "damaged": {"storage.damaged"},
}
UNREADABLE = {"away", "damaged"}


@pytest.fixture
def instance(user: Any, organisation: Any, tmp_path: Path) -> Path:
    if connection.vendor != "sqlite":
        pytest.skip("breaks files of SQLite; what PostgreSQL says is tested by its numbers")
    user("manager")
    organisation(id="kept")
    organisation(id="thrown")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "neisse.sqlite3")])
    with sqlite3.connect(tmp_path / "neisse.sqlite3") as file:
        file.execute("PRAGMA journal_mode=WAL")
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_every_fault_of_the_storage_is_told(instance: Path) -> None:
    env = {**os.environ, "NEISSE_DATA": str(instance), "DJANGO_SETTINGS_MODULE": "neisse.web.settings"}
    done = subprocess.run(
        [sys.executable, str(PROGRAM)], env=env, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    for name, told in json.loads(done.stdout).items():
        check_written(name, told["form"], told["api"])
        readable = told["page"]
        assert readable["status"] == (503 if name in UNREADABLE else 200), (name, readable)
        assert told["file"]["status"] == 503, (name, told["file"])
        if not told["taken"]:
            assert set(told["saved"]) == {0}, (name, told["saved"])
        check_others(name, told)
        assert told["after"] == 200, name


def check_others(name: str, told: dict[str, Any]) -> None:
    """What else was sent is answered by 503, never by 500; JSON stays JSON, and no import is left open by halves.

    On a disk that is full what is small still fits.
    """
    for what, answer in told["more"].items():
        assert answer["status"] != 500, (name, what, answer["text"][-2000:])
        assert "Traceback" not in answer["text"], (name, what)
        assert answer["retry"] == ("30" if answer["status"] == 503 else ""), (name, what)
        if what.startswith("api") and answer["text"]:
            assert answer["type"] == "application/json", (name, what)
        if name != "full" and answer["status"] != 404:  # deleting fits on a full disk, and then it is gone
            assert answer["status"] == 503, (name, what, answer)
    files = [what for what in told["taken"] if "file" in what]
    assert told["saved"][-1] == len(files), (name, files, told["saved"])


def check_written(name: str, form: dict[str, Any], api: dict[str, Any]) -> None:
    assert (form["status"], form["retry"]) == (503, "30"), (name, form)
    assert any(code in form["text"] for code in CODES[name]), (name, form["text"])
    assert TITLE in form["text"], name
    assert "Traceback" not in form["text"]
    assert (api["status"], api["type"], api["retry"]) == (503, "application/json", "30"), (name, api)
    body = json.loads(api["text"])
    assert body["code"] in CODES[name], (name, body)
    assert set(body) == {"code", "subject", "text", "hint", "data"}


class Driver(Exception):  # noqa: N818 - what psycopg raises, without psycopg
    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("…")
        self.sqlstate = sqlstate


def caused(kind: type[Exception], cause: Exception) -> Exception:
    error = kind("…")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("53100", "storage.full"),
        ("25006", "storage.read_only"),
        ("55P03", "storage.busy"),
        ("40P01", "storage.busy"),
        ("53300", "storage.busy"),
        ("57P01", "storage.away"),
        ("08006", "storage.away"),
        (None, "storage.away"),
        ("XX001", "storage.damaged"),
    ],
)
def test_what_postgresql_says(state: str | None, code: str) -> None:
    found = fault_of(caused(OperationalError, Driver(state)))
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "storage.full"), (errno.EROFS, "storage.read_only"), (errno.EACCES, "storage.read_only")],
)
def test_what_the_file_system_says(number: int, code: str) -> None:
    found = fault_of(OSError(number, "…"))
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "bug",
    [
        KeyError("x"),
        FileNotFoundError(errno.ENOENT, "x"),
        caused(DatabaseError, Driver("42P01")),
        caused(IntegrityError, Driver("23502")),
        caused(OperationalError, sqlite3.OperationalError("no such table: x")),
        ValueError("no date"),
    ],
)
def test_bugs_stay_bugs(bug: Exception) -> None:
    assert fault_of(bug) is None
    assert refusal_of(bug) is None


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (caused(IntegrityError, Driver("23505")), "input.clash"),
        (caused(DataError, Driver("22001")), "input.unstorable"),
        (OverflowError("Python int too large to convert to SQLite INTEGER"), "input.unstorable"),
        (ValueError("A string literal cannot contain NUL (0x00) characters."), "input.unstorable"),
    ],
)
def test_values_that_no_column_takes(error: Exception, code: str) -> None:
    found = refusal_of(error)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("language", ["de", "pl", "en"])
def test_a_fault_is_told_in_the_language_of_the_reader(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils.translation import override

    def full(*_args: Any, **_rest: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("neisse.web.publish.views.render", full)
    answer = Client(headers={"accept-language": language}).get("/")
    assert answer.status_code == 503
    told = fault_of(OSError(errno.ENOSPC, ""))
    assert told is not None
    with override(language):
        sentence = said(told.text)
    assert sentence[1:] in answer.content.decode()
    assert (sentence == "the disk of the instance is full; nothing was saved") == (language == "en")
