"""Cells of a row into values: lists, numbers, amounts of money, and what people write for "nothing"."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from neisse.engine.text.fold import fold, words
from neisse.engine.values import Finding, Severity, say
from neisse.formats.nothing import says_nothing
from neisse.formats.object_fields import spoken_number
from neisse.formats.spoken_values import CERTAINTIES
from neisse.formats.table import Cell

# Fields that hold lists; those of short words may also be separated by commas.
LISTS = frozenset(
    [
        "aliases",
        "sectors",
        "offers",
        "needs",
        "networks",
        "partners",
        "topics",
        "audience",
        "languages",
        "members",
        "meetings",
    ]
)
COMMA_LISTS = frozenset({"topics", "audience", "languages", "sectors"})
DATES = frozenset(
    [
        "starts",
        "ends",
        "period",
        "time",
        "time_end",
        "year",
        "day",
        "from",
        "until",
        "date",
        "consent.given_on",
        "consent.until",
    ]
)
NUMBERS = frozenset(["size", "founded", "staff_days", "cost_cents", "value", "year", "lat", "lon"])
FOREIGN_MONEY = re.compile(r"\b(zl|pln|czk|kc|usd|gbp|chf)\b|[$£]")
THOUSANDS = re.compile(r"\b(?:teur|tsd|tys|k\s?eur)\b|(?:\b|\d)[tk]\s?€|\d\s?k\b")
MILLIONS = re.compile(r"\b(?:mio|mln|million\w*|milion\w*)\b|\bm\s?€")


def is_empty(field: str, cell: Cell) -> bool:
    """Whether a cell says that there is nothing to say ("k.A.", "-", "brak", "#N/A"); times and states say it themselves."""
    if not isinstance(cell, str) or (field == "certainty" and fold(cell) in CERTAINTIES):
        return False
    if field == "consent.purpose" and words(cell):
        return False  # "keine" is an answer
    return says_nothing(cell) and (field not in DATES or not words(cell) or cell.lstrip().startswith("#"))


def value_of(field: str, cell: Cell) -> Any:
    """The value of a cell for a field: lists are taken apart, times stay as they are."""
    if field in DATES:
        return cell
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    if field in LISTS:
        signs = r"[;\n|,]" if field in COMMA_LISTS else r"[;\n|]"
        return [entry.strip() for entry in re.split(signs, str(cell)) if entry.strip()]
    return cell if isinstance(cell, int | float) and field.rpartition(".")[2] in NUMBERS else str(cell)


def fee(cell: Cell, header: str) -> str:
    """A fee as people say it: an amount in euro the same way everywhere, a class as it is written."""
    amount = cents(cell, header, 0, []) if any(map(str.isdigit, str(cell))) else None
    return str(cell) if amount is None else f"{amount / 100:g} €"


def cents(cell: Cell, header: str, row: int, findings: list[Finding]) -> int | None:
    """Euro cents of an amount in euro; another currency or no number is left out with a warning."""
    said = fold(f"{cell}")
    if FOREIGN_MONEY.search(said) or FOREIGN_MONEY.search(fold(header)):
        text = say("“%(cell)s” is not in euro; it is left out", cell=cell)
        findings.append(
            Finding("cost.currency", str(cell), text, "convert it to euro", Severity.WARNING, row, header)
        )
        return None
    bare = re.sub(
        r"€|\b[tk]?\s?eur[o]?\b|tsd\.?|tys\.?|mio\.?|mln\.?|milli?on\w*|[.,]-+|-{2,}", " ", said
    ).strip(" .-")
    amount = (
        cell if isinstance(cell, int | float) else spoken_number(re.sub(r"(?<=[\d\s])[tkm]\b", " ", bare))
    )
    if amount is None or not 0 <= amount < 1e12:
        text = say("“%(cell)s” is not an amount of money; it is left out", cell=cell)
        findings.append(
            Finding("cost.amount", str(cell), text, "write 1200 or 1.200,50", Severity.WARNING, row, header)
        )
        return None
    for sign, factor in ((MILLIONS, 100_000_000), (THOUSANDS, 100_000)):
        if sign.search(said) or sign.search(fold(header)):
            return round(amount * factor)
    return round(amount * 100)
