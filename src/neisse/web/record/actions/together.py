"""Doing the same to many records at once: each on its own, in the rights of who does it; what cannot be is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string

from neisse.engine.values import NeisseError
from neisse.web.record.actions.remove import remove
from neisse.web.record.actions.store import store
from neisse.web.record.bridge.kinds import KIND_OF, to_object

MOST = 200
SIGNS = 32


@dataclass(frozen=True, slots=True)
class Together:
    """How many records were changed, which stayed as they were and why, and by what the whole is undone."""

    changed: int
    left: tuple[tuple[Any, NeisseError], ...]
    sign: str = ""


def remove_together(rows: Sequence[Any], *, actor: Any, reason: str = "") -> Together:
    """Remove records; they come back in one go (`restore_all`)."""
    sign = get_random_string(SIGNS, "0123456789abcdef")
    done = each(rows, lambda row: remove(row, actor=actor, reason=reason, together=sign))
    return Together(done.changed, done.left, sign if done.changed else "")


def show_together(rows: Sequence[Any], visibility: str, *, actor: Any) -> Together:
    """Give records a visibility."""
    return each(rows, lambda row: _store(row, {"visibility": visibility}, actor))


def add_topic(rows: Sequence[Any], topic: str, *, actor: Any) -> Together:
    """Add a topic to plans; what has it already stays as it is."""
    return each(
        rows,
        lambda row: _store(
            row, {"topics": list(dict.fromkeys([*to_object(row).get("topics", []), topic]))}, actor
        ),
    )


def _store(row: Any, obj: dict[str, Any], actor: Any) -> None:
    store(KIND_OF[type(row)], [{"id": row.key, **obj}], actor=actor)


@transaction.atomic
def each(rows: Sequence[Any], act: Callable[[Any], Any]) -> Together:
    """Do something to each of at most `MOST` records; one that refuses stays as it was."""
    left: list[tuple[Any, NeisseError]] = []
    for row in rows[:MOST]:
        try:
            with transaction.atomic():
                act(row)
        except NeisseError as error:
            left.append((row, error))
    return Together(len(rows[:MOST]) - len(left), tuple(left))
