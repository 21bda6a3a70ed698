"""What is read once for many readers, and read anew in every process of the instance after a change."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from neisse.web.core.events import Changed

KEPT_S = 300
HERE = "kept-version"


def kept(key: str, levels: Iterable[str], read: Callable[[], Any]) -> Any:
    """What `read` gives, read once in five minutes for all readers of the same levels, or after a change anywhere.

    Kept in the memory of the process; the version is a sign of a few letters in the data folder, read each time
    (about 10 µs), so that no process goes on with figures that another one has made old.
    """
    version = f"{cache.get(HERE, 0)}:{_sign()}"
    return cache.get_or_set(f"{key}:{'-'.join(sorted(levels))}:{version}", read, KEPT_S)


def forget(changed: Changed | None = None) -> None:
    """Something changed: read anew, here at once and in the other processes once it is committed."""
    cache.set(HERE, cache.get(HERE, 0) + 1, None)
    transaction.on_commit(_change_sign)


def _place() -> Path:
    return Path(settings.DATA) / "signs" / "kept"


def _sign() -> str:
    try:
        return _place().read_text(encoding="ascii")
    except FileNotFoundError:
        return ""


def _change_sign() -> None:
    place = _place()
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = place.with_name(f"kept-{secrets.token_hex(4)}.part")
    part.write_text(secrets.token_hex(8), encoding="ascii")
    part.replace(place)
