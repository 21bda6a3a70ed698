"""Headers that go over two lines: a group above its columns, a unit or another language below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from neisse.engine.text.fold import words
from neisse.formats.columns import EXACT, guess_columns, guess_field

Row = Sequence[object]
# What stands under a header and says how its cells are written.
_UNIT = re.compile(
    r"\(.*\)|\[.*\]|(?:in )?(?:t?€|t ?€|eur|euro|teur|pln|zł|%|km|tsd\.?|tys\.?)|[tjmrhsdy.: /-]{4,}|uhrzeit|datum|j/n|ja/nein",
    re.IGNORECASE,
)


def two_line_headers(above: Row | None, titles: Row, below: Row | None) -> tuple[list[str], bool]:
    """The headers, with what the line above and the one below add; and whether the one below is a header, too."""
    lower = _texts(below)
    said = [" ".join(str(title or "").split()) for title in titles]
    width = max(len(said), len(lower or []))
    said += [""] * (width - len(said))
    kind = guess_columns(list(dict.fromkeys(filter(None, said + (lower or []))))).kind
    is_second = lower is not None and _is_header(said, lower + [""] * (width - len(lower)), kind)
    if is_second and lower is not None:
        upper = _spread(said, lower)
        return [
            _joined(up, low, kind) for up, low in zip(upper, lower + [""] * (width - len(lower)), strict=True)
        ], True
    over = _texts(above)
    if over is None or not any(over):
        return said, False
    over += [""] * (width - len(over))
    group = _spread(over, said)
    repeated = {title for title in said if title and said.count(title) > 1}
    found = []
    for up, spread, title in zip(over, group, said, strict=False):
        if title in repeated and spread and guess_field(f"{spread} {title}", kind)[0]:
            found.append(f"{spread} {title}")
        else:
            found.append(title or (up if guess_field(up, kind)[1] >= EXACT else ""))
    return found, False


def _texts(row: Row | None) -> list[str] | None:
    """The cells of a row of texts, None where there is another one in it."""
    if row is None or any(not isinstance(cell, str) and cell is not None for cell in row):
        return None
    return [" ".join(str(cell or "").split()) for cell in row]


def _is_header(said: Sequence[str], lower: Sequence[str], kind: str) -> bool:
    """Whether each filled cell of the second line is a unit, or the name of a field; not a row that repeats one."""
    filled = [(up, low) for up, low in zip(said, lower, strict=True) if low]
    if not filled or not any(said):
        return False
    known = [_UNIT.fullmatch(low) is not None or guess_field(low, kind)[1] >= EXACT for _, low in filled]
    others = sum(up == low for up, low in filled)
    return all(known) and others < len(filled)


def _spread(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """A group over several columns stands in the first of them only."""
    found, last = [], ""
    for up, low in zip(upper, lower, strict=False):
        last = up or (last if low else "")
        found.append(last)
    return found + list(upper[len(found) :])


def _joined(up: str, low: str, kind: str) -> str:
    if not low or not up or not words(low):
        return up or low
    if _UNIT.fullmatch(low) and guess_field(low, kind)[1] < EXACT:
        return f"{up} {low}"
    both = f"{up} {low}"
    if guess_field(both, kind)[1] >= EXACT:
        return both
    return f"{up} / {low}" if guess_field(up, kind)[0] == guess_field(low, kind)[0] else low
