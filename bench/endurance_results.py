"""`bench/results/endurance.md`: one section for each part, written by the part itself."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

RESULT = Path(__file__).parent / "results" / "endurance.md"
HEAD = "# Endurance\n"
ORDER = ("Kills", "A mail server that hangs", "Hostile files")


def write(section: str, command: str, text: str, *, keep: bool) -> None:
    """Print a section and put it in the place of the one before."""
    load = os.getloadavg()[0]
    said = (
        f"`python bench/endurance.py {command}` on {datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}; load of the machine at the end: {load:.1f}.\n\n"
    )
    body = f"## {section}\n\n{said}{text.strip()}\n"
    print(body)
    if keep:
        return
    old = RESULT.read_text(encoding="utf-8") if RESULT.exists() else HEAD
    parts = {part.split("\n", 1)[0]: part for part in re.split(r"(?m)^## ", old)[1:]}
    parts[section] = body.removeprefix("## ")
    ordered = [parts[name].strip() for name in ORDER if name in parts]
    RESULT.write_text(HEAD + "".join(f"\n## {part}\n" for part in ordered), encoding="utf-8")


def share(values: list[float], quantile: float) -> float:
    """A quantile of numbers."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(quantile * len(ordered)))]
