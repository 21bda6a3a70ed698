"""How an early stage tells the later ones that something changed, without knowing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.db import transaction

Subject = Literal["stored", "deleted"]


@dataclass(frozen=True, slots=True)
class Changed:
    """Records of one kind that were stored or deleted, by primary key and by the key of files."""

    what: Subject
    kind: str
    pks: tuple[int, ...]
    keys: tuple[str, ...]


Listener = Callable[[Changed], None]
_listeners: list[Listener] = []


def subscribe(listener: Listener) -> None:
    """Call `listener` after every commit that changed records; registered in `AppConfig.ready`."""
    if listener not in _listeners:
        _listeners.append(listener)


def publish(changed: Changed) -> None:
    """Tell all listeners once the transaction is committed; nothing is told of a roll-back."""
    for listener in _listeners:
        transaction.on_commit(lambda tell=listener: tell(changed))  # type: ignore[misc]
