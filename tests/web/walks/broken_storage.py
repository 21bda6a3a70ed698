"""A program that breaks the storage under an instance in many ways and tells how each kind of request is answered.

`python broken_storage.py` reads NEISSE_DATA, an instance with a manager; it prints one JSON object.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from neisse.web.accounts.actions import issue_token  # noqa: E402
from neisse.web.accounts.models import User  # noqa: E402

TITLE = "A title that took long to write"
TYPED = {
    "name": TITLE,
    "visibility": "public",
    "kind": "research",
    "descriptions__en": "x" * 9_000,
    "reason": "because",
}
PASSWORD = "correct horse battery"
OPEN = "'previewed'"
FILE = Path(settings.DATA) / "neisse.sqlite3"


def run() -> dict[str, Any]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    manager = User.objects.get(role="manager")
    _token, secret = issue_token(manager, "walk", "write", actor=manager)
    browser = Client(raise_request_exception=False, headers={"accept-language": "en", "host": "localhost"})
    browser.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    browser.get("/directory/")  # what is kept in memory is read once
    program = Client(
        raise_request_exception=False, headers={"Authorization": f"Bearer {secret}", "host": "localhost"}
    )
    return {name: answers(browser, program, broken) for name, broken in BROKEN.items()}


def answers(browser: Client, program: Client, broken: Callable[[], Callable[[], None]]) -> dict[str, Any]:
    """What a form, a page and the API say while something is broken, and whether anything was half saved."""
    before = rows()
    mend = broken()
    try:
        said = {
            "form": told(browser.post("/records/organisation/new/", TYPED)),
            "page": told(browser.get("/plans/")),
            "file": told(browser.post("/import/", {"file": SimpleUploadedFile("a.csv", b"id;name\n1;x\n" * 9000)})),
            "api": told(program.post("/api/v1/organisations", {"id": "x", "name": TITLE, "descriptions": {
                "en": "x" * 9_000}}, content_type="application/json")),
        }  # fmt: skip
        more = {**doors(), **others(browser, program)}
    finally:
        mend()
    saved = [after - now for after, now in zip(rows(), before, strict=True)]
    taken = {name for name, answer in more.items() if answer["status"] < 400}
    said |= {"more": more, "taken": sorted(taken), "saved": saved}
    said["after"] = browser.get("/plans/").status_code
    return said


def doors() -> dict[str, Any]:
    """What strangers send: signing in, a new password, a new account."""
    sent = {
        "sign in": ("/account/login/", {"login": "manager1@example.org", "password": PASSWORD}),
        "wrong password": ("/account/login/", {"login": "manager1@example.org", "password": "wrong"}),
        "reset": ("/account/password/reset/", {"email": "manager1@example.org"}),
    }
    return {name: told(stranger().post(path, data)) for name, (path, data) in sent.items()}


def stranger() -> Client:
    return Client(raise_request_exception=False, headers={"accept-language": "en", "host": "localhost"})


def others(browser: Client, program: Client) -> dict[str, Any]:
    """What else people and programs send."""
    invited = {"email": "new@example.org", "name": "x" * 150, "role": "guest", "language": "en"}
    long = {"descriptions": {"en": "y" * 9_000}}
    json_type = {"content_type": "application/json"}
    small = SimpleUploadedFile("a.csv", b"id;name;kind\n1;x;research\n")
    return {
        "invite": told(browser.post("/users/invite/", invited)),
        "small file": told(browser.post("/import/", {"file": small})),
        "api patch": told(program.patch("/api/v1/organisations/kept", long, **json_type)),
        "api delete": told(program.delete("/api/v1/organisations/thrown")),
        "api token": told(program.post("/api/v1/me/tokens", {"label": "x" * 90}, **json_type)),
        "api file": told(
            program.post("/api/v1/imports", {"file": SimpleUploadedFile("a.csv", b"id;name\n1;x\n")})
        ),
    }


def told(answer: Any) -> dict[str, Any]:
    return {
        "status": answer.status_code,
        "type": answer["Content-Type"].partition(";")[0],
        "retry": answer.get("Retry-After", ""),
        "text": answer.content.decode()[:200_000] if answer.status_code >= 400 else "",
    }


def rows() -> list[int]:
    with sqlite3.connect(FILE) as file:
        return [
            file.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608 - names of ours
            for table in (
                "record_organisation",
                "record_historicalorganisation",
                "core_searchdocument",
                "accounts_user",
                "core_mail",
                "accounts_apitoken",
                f"record_importbatch where state in ({OPEN})",
            )
        ]


def pragma(on: str, off: str) -> Callable[[], Callable[[], None]]:
    def broken() -> Callable[[], None]:
        connection.close()  # as after an error of the server: a fresh connection
        connection.settings_dict["OPTIONS"]["init_command"] = f"{INIT} {on}"

        def mend() -> None:
            connection.settings_dict["OPTIONS"]["init_command"] = f"{INIT} {off}"
            connection.close()

        return mend

    return broken


def full() -> Callable[[], None]:
    with sqlite3.connect(FILE) as file:
        pages = file.execute("PRAGMA page_count").fetchone()[0]
    return pragma(f"PRAGMA max_page_count={pages};", "")()


def busy() -> Callable[[], None]:
    other = sqlite3.connect(FILE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    connection.close()
    connection.settings_dict["OPTIONS"]["timeout"] = 0.1

    def mend() -> None:
        other.execute("ROLLBACK")
        other.close()
        connection.close()

    return mend


def no_more_bytes() -> Callable[[], None]:
    """The disk takes no more bytes in any file, as a quota does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def away() -> Callable[[], None]:
    """The database is not where it was, and cannot be made anew."""
    connection.close()
    connection.settings_dict["NAME"] = str(FILE.parent / "gone" / "neisse.sqlite3")

    def mend() -> None:
        connection.close()
        connection.settings_dict["NAME"] = FILE

    return mend


def damaged() -> Callable[[], None]:
    """Something else stands where the database was."""
    connection.close()
    other = FILE.with_suffix(".other")
    other.write_bytes(b"no database at all " * 1000)
    connection.settings_dict["NAME"] = other

    def mend() -> None:
        connection.close()
        connection.settings_dict["NAME"] = FILE

    return mend


INIT = settings.DATABASES["default"]["OPTIONS"]["init_command"]
BROKEN = {
    "full": full,
    "read_only": pragma("PRAGMA query_only=ON;", ""),
    "busy": busy,
    "bytes": no_more_bytes,
    "away": away,
    "damaged": damaged,
}

if __name__ == "__main__":
    json.dump(run(), sys.stdout)
