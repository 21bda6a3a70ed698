"""What a file may cost: every limit is checked before the work that it bounds."""

from __future__ import annotations

from dataclasses import dataclass

from neisse.engine.values import NeisseError, say

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one import; `docs/reference/file-formats.md` states the defaults.

    `unpacked_bytes` bounds what a packed file (xlsx, ods) becomes, `cells` the rectangle of a sheet up to its
    last filled cell, `cell_letters` one text, `object_letters` a record with all its keys, `seconds` the reading
    of rows, `events` what a calendar's series become, `findings` how many remarks are kept.
    """

    bytes: int = 25 * MEGABYTE
    unpacked_bytes: int = 250 * MEGABYTE
    rows: int = 100_000
    columns: int = 256
    cells: int = 3_000_000
    cell_letters: int = 20_000
    object_letters: int = 2_000_000
    seconds: float = 60.0
    events: int = 25_000
    findings: int = 1_000


DEFAULT_LIMITS = Limits()


def check_size(name: str, size_bytes: int, limits: Limits = DEFAULT_LIMITS) -> None:
    """Refuse a file by its size alone, before it is read: `file.too_large`."""
    if size_bytes > limits.bytes:
        text = say(
            "%(name)s has %(count)s MB, at most %(count2)s MB are read",
            name=name,
            count=f"{size_bytes / MEGABYTE:.0f}",
            count2=f"{limits.bytes / MEGABYTE:.0f}",
        )
        raise NeisseError(
            "file.too_large", name, text, "split the file, or save only the sheet that is needed"
        )
