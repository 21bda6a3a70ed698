"""The words that announcements are read by: sections of `data/wording.txt`."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

EVENT = "event "


@lru_cache(maxsize=1)
def _sections() -> dict[str, str]:
    found: dict[str, list[str]] = {}
    section = ""
    said = (
        files("neisse.engine.record.announcements").joinpath("data/wording.txt").read_text(encoding="utf-8")
    )
    for line in said.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(section, []).append(line)
    return {name: "|".join(lines) for name, lines in found.items()}


def pattern(section: str) -> str:
    """The alternatives of a section as one group of a pattern. Errors: KeyError, a fault of the caller."""
    return f"(?:{_sections()[section]})"


def word_set(section: str) -> frozenset[str]:
    """The words of a section that holds words only."""
    return frozenset(_sections()[section].split("|"))


def kinds_of_events() -> list[tuple[str, str]]:
    """The kinds of the contract that take place, each with its pattern; the first that fits is meant."""
    return [(name.removeprefix(EVENT), pattern(name)) for name in _sections() if name.startswith(EVENT)]
