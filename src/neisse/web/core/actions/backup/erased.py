"""After a restore: who was erased since the backup was made is erased again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from neisse.engine.values import NeisseError
from neisse.web.core.actions.erasing import finish
from neisse.web.core.actions.erasures import after, folders
from neisse.web.core.actions.personal import erase_subject
from neisse.web.core.models import Erasure
from neisse.web.core.personal import Subject
from neisse.web.core.queries.subjects import own_rows, safe_names


def erase_again(source: Path, made_at: str) -> tuple[int, int]:
    """Erase everybody once more who was erased after a backup was made; how many, and how many could not be.

    The list is looked for beside the backup and where it lies otherwise. Safe to repeat.
    """
    done = refused = 0
    places = {folder.resolve() for folder in (source.parent, *folders())}
    for rows, way in after(places, datetime.fromisoformat(made_at)):
        subject = _subject(rows, way)
        if not subject.rows:
            continue
        try:
            finish(erase_subject(subject, way=way).pk)
        except NeisseError:  # the last manager: somebody has to name another one first
            refused += 1
        else:
            done += 1
    return done, refused


def _subject(rows: frozenset[tuple[str, int]], way: str) -> Subject:
    """Whom the rows are about, as they are back; nobody where they are not."""
    found = [row for row in own_rows(Subject(rows=rows)) if row.row in rows]
    subject = Subject(
        rows=frozenset(row.row for row in found),
        addresses=frozenset(row.address.lower() for row in found if row.address),
        phones=frozenset(row.phone for row in found if row.phone),
    )
    if way != Erasure.Way.MANAGER:
        return subject
    return Subject(subject.rows, safe_names(subject), subject.addresses, subject.phones)
