"""One person is planted in every text of every model and in every place of files, and erased: nothing is left.

What is searched is what a thief would have: the bytes of SQLite with its log while the instance runs, every row of
every table of PostgreSQL, every file of the data folder.
"""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.web.planting import ADDRESS, KEYS, MARKS, NAME, PHONE, WHOLE, plant_everywhere

FORMS = {
    form
    for mark in MARKS
    for form in (mark.encode(), mark.encode("utf-16-le"), json.dumps(mark)[1:-1].encode())
}
ERASE = """
import json, os, sys, django
django.setup()
from django.conf import settings
from django.db import connection
from tests.web.test_erasure_planted import erase_planted
erase_planted()
from tests.web.test_erasure_planted import found_in_bytes
print(json.dumps(found_in_bytes(settings.DATA)))
"""


def erase_planted() -> Any:
    """What the page for managers does: look, choose all that was found, erase."""
    from neisse.web.core.actions.erasing import finish
    from neisse.web.core.actions.personal import erase_subject
    from neisse.web.core.personal import Subject
    from neisse.web.core.queries.subjects import look_for, widened

    found = [*look_for("Quittenbaum"), *look_for("lagodna-poczta")]
    subject = Subject(
        frozenset(f.row for f in found), frozenset({NAME}), frozenset({ADDRESS}), frozenset({PHONE})
    )
    done = erase_subject(widened(subject), way="manager")
    finish(done.pk)
    return done


def found_in_bytes(folder: Path) -> list[str]:
    """Which files below a folder hold the person in any of the encodings, packed files included."""
    guilty = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    data += b"".join(packed.read(name) for name in packed.namelist())
            elif data.startswith(b"\x1f\x8b"):
                data += gzip.decompress(data)
            data += data.replace(b"\r\n ", b"")
            hits = sorted(form.decode(errors="replace") for form in FORMS if form in data)
            guilty += [f"{path.name}: {hits}"] if hits else []
    return guilty


def plant_files(folder: Path) -> None:
    """A mail, uploads of every kind, and what an import leaves beside them."""
    for place in ("mail", "files/imports"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    (folder / "mail" / "a.eml").write_text(f"To: {ADDRESS}\nSubject: x\n\nhello", encoding="utf-8")
    (folder / "mail" / "old.log").write_text(
        f"To: x@example.org\n\n{'-' * 79}\nTo: y\n\n{WHOLE}", encoding="utf-8"
    )
    (folder / "backups").mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / "backups" / "kept.zip", "w") as backup:
        backup.writestr("rows", "somebody else")
    (folder / "backups" / "kept.pdf").write_bytes(b"%PDF-1.7 of the operator")
    (folder / "mail" / "other.eml").write_text("To: other@example.org\n\nhello", encoding="utf-8")
    (folder / "files/imports/1").write_bytes(WHOLE.encode())
    (folder / "files/imports/2").write_bytes(WHOLE.encode("utf-16"))
    (folder / "files/imports/4").write_bytes(b"name\nsomebody else\n")
    (folder / "files/imports/4-read").write_bytes(gzip.compress(b'{"name": "somebody else"}'))
    (folder / "files/imports/5").write_bytes(WHOLE.encode("utf-16-le"))
    (folder / "files/imports/5-read").write_bytes(gzip.compress(json.dumps([{"owner": KEYS[0]}]).encode()))
    folded = NAME.replace("baum", "ba\r\n um").encode()
    (folder / "files/imports/6").write_bytes(b"BEGIN:VEVENT\r\nSUMMARY:" + folded)
    (folder / "files/imports/7").write_bytes(f"id\n{KEYS[1]}\n".encode())
    with zipfile.ZipFile(folder / "files/imports/3", "w", zipfile.ZIP_DEFLATED) as sheet:
        sheet.writestr("xl/sharedStrings.xml", f"<t>{NAME}</t>")


def tables_with_the_person() -> list[str]:
    """Every table, read as text, in which the person still stands."""
    guilty = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            for mark in MARKS:
                if connection.vendor == "postgresql":
                    cursor.execute(f"SELECT count(*) FROM {name} t WHERE t::text ILIKE %s", [f"%{mark}%"])  # noqa: S608
                    guilty += [f"{table}: {mark}"] if cursor.fetchone()[0] else []
    return guilty


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_of_a_person_who_was_planted_everywhere(tmp_path: Path, settings: Any) -> None:
    planted = plant_everywhere()
    assert sum(len(columns) for columns in planted.values()) > 250
    plant_files(tmp_path)
    assert len(found_in_bytes(tmp_path)) == 9
    if connection.vendor == "postgresql":
        settings.DATA = settings.EMAIL_FILE_PATH = tmp_path
        assert len(tables_with_the_person()) > 60
        erase_planted()
        assert tables_with_the_person() == []
        left = found_in_bytes(tmp_path)
    else:
        left = erase_in_an_instance(tmp_path)
    assert left == []
    assert (tmp_path / "mail" / "other.eml").exists()
    assert (tmp_path / "files/imports/4").exists()
    assert (tmp_path / "files/imports/4-read").exists()
    assert (tmp_path / "backups/kept.pdf").exists()  # what the register does not know is never deleted


def erase_in_an_instance(folder: Path) -> list[str]:
    """Erase in a process of its own on a file with a write-ahead log; what its files hold while it is open."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / "neisse.sqlite3")])
    with sqlite3.connect(folder / "neisse.sqlite3") as file:
        file.execute("PRAGMA journal_mode=WAL")
    with sqlite3.connect(folder / "neisse.sqlite3") as file:  # remains of rows that were deleted before
        file.execute("UPDATE core_instance SET about_de = about_de || ?", [WHOLE * 500])
        file.execute("UPDATE core_instance SET about_de = ''")
    assert any("neisse.sqlite3" in name for name in found_in_bytes(folder))
    env = {**os.environ, "NEISSE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "neisse.web.settings"}
    env["PYTHONPATH"] = str(Path(__file__).parents[2])
    done = subprocess.run([sys.executable, "-c", ERASE], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    left: list[str] = json.loads(done.stdout.splitlines()[-1])
    return left
