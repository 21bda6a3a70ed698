"""What the machine refuses, as user errors: a full disk, a database that is busy or away, values that no column takes.

A fault is told by its number, never by its words. What is not known here is a bug and stays one.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator

from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError

from neisse.engine.values import NeisseError, say

WAIT_S = 30
FULL, READ_ONLY, BUSY, AWAY, DAMAGED = "full", "read_only", "busy", "away", "damaged"
OF_FILES = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EIO: DAMAGED,
}
OF_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_PROTOCOL: BUSY,
    sqlite3.SQLITE_CANTOPEN: AWAY,
    sqlite3.SQLITE_IOERR: DAMAGED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
# States of PostgreSQL: whole ones, then classes.
OF_POSTGRES = {
    "53100": FULL,
    "25006": READ_ONLY,
    "55P03": BUSY,
    "40P01": BUSY,
    "40001": BUSY,
    "57014": BUSY,
    "53": BUSY,
    "08": AWAY,
    "57": AWAY,
    "58": DAMAGED,
    "XX": DAMAGED,
}
# Two wrote the same at the same time, or one what the other removed; a missing value would be a bug.
CLASHES = {"23505", "23503", "23514"}
SQLITE_CLASHES = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY,
    sqlite3.SQLITE_CONSTRAINT_CHECK,
}
NUL_NAMED = "(0x00)"  # how psycopg names the sign that no text may hold
PRIMARY = 0xFF  # the rest of a number of SQLite says more about the same


def fault_of(error: BaseException) -> NeisseError | None:
    """The user error that tells a fault of the storage (`storage.…`); None where the error is another."""
    kind = next(filter(None, map(_kind, _chain(error))), "")
    return _said()[kind] if kind else None


def refusal_of(error: BaseException) -> NeisseError | None:
    """The user error for what no column takes (`input.…`): the net under forms and checks, not in their place."""
    for found in _chain(error):
        if isinstance(found, UnicodeEncodeError | DataError | OverflowError) or "NUL" in _words(found):
            text, hint = (
                say("something that was sent cannot be stored: a sign, or a number or date too large"),
                "",
            )
            return NeisseError("input.unstorable", "", text, hint or say("go back and correct it"))
        if isinstance(found, IntegrityError) and _clashes(found):
            text = say(
                "this does not go together with what is stored; perhaps somebody stored the same meanwhile"
            )
            return NeisseError("input.clash", "", text, say("go back, load the page anew and look"))
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was raised from."""
    found: BaseException | None = error
    for _step in range(6):
        if found is None:
            return
        yield found
        found = found.__cause__


def _kind(error: BaseException) -> str:
    if isinstance(error, sqlite3.Error):
        return OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & PRIMARY, "")
    if isinstance(error, OSError):
        return OF_FILES.get(error.errno or 0, "")
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return OF_POSTGRES.get(state) or OF_POSTGRES.get(state[:2], "")
    if isinstance(error, OperationalError | InterfaceError) and error.__cause__ is not None:
        is_silent = getattr(error.__cause__, "sqlstate", "") is None  # PostgreSQL did not say anything
        return AWAY if is_silent else _kind(error.__cause__)
    return ""


def _words(error: BaseException) -> str:
    """What a driver says of a value that it refuses without a number."""
    return str(error) if isinstance(error, ValueError | DatabaseError) else ""


def _clashes(error: IntegrityError) -> bool:
    cause = error.__cause__
    return (
        getattr(cause, "sqlstate", "") in CLASHES or getattr(cause, "sqlite_errorcode", 0) in SQLITE_CLASHES
    )


def _said() -> dict[str, NeisseError]:
    hint = say("try again in half a minute; if it stays like this, tell whoever runs the instance")
    return {
        FULL: NeisseError(
            "storage.full", "", say("the disk of the instance is full; nothing was saved"), hint
        ),
        READ_ONLY: NeisseError(
            "storage.read_only",
            "",
            say("the instance can only be read at the moment; nothing was saved"),
            hint,
        ),
        BUSY: NeisseError("storage.busy", "", say("the database is busy; nothing was saved"), hint),
        AWAY: NeisseError("storage.away", "", say("the database does not answer; nothing was saved"), hint),
        DAMAGED: NeisseError(
            "storage.damaged", "", say("the storage does not answer as it should; nothing was saved"), hint
        ),
    }
