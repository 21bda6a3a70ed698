"""What every command prints alike: one JSON document, JSON Lines, or a table; progress on stderr."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress


# Signs by which a file would command the terminal, or turn the direction of what stands beside it.
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """A text of others as a terminal may show it; lines and tabs stay."""
    return COMMANDS.sub("", text)


def print_json(document: Any) -> None:
    """One JSON document on stdout, UTF-8, and nothing else."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")


def print_json_lines(rows: Iterable[Any]) -> None:
    """One JSON object a line on stdout."""
    for row in rows:
        print_json(row)


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for people on stdout; what looks like markup in a cell is text."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(plain(title), "italic"), title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*(Text(plain(str(cell))) for cell in row))
    Console().print(table)


def progress_bar() -> Progress:
    """A progress bar on stderr: drawn on a terminal, silent otherwise, gone when it is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
    )
