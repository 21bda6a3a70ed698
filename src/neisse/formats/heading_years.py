"""The year of a plan whose dates say none: the one that its heading, its sheet or its file is named after."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_DATES = re.compile(
    r"(?:stand|stan na|as of|version|druck|wersja)[^\d]{0,12}[\d.\-/ ]+|\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}"
    r"|\d{4}-\d{2}-\d{2}\S*|\d{6,}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")
# Years before and after today that a plan may be for.
BEFORE, AFTER = 1, 6


def reference_of(said: Iterable[str], today: date) -> date:
    """The day from which on a date without a year is looked for: today, or the first of the one year that is said.

    The first text that names a year decides; one that names several ("2026/27") leaves it open.
    """
    for text in said:
        years = {int(found) for found in _YEAR.findall(_DATES.sub(" ", text))}
        fitting = {year for year in years if today.year - BEFORE <= year <= today.year + AFTER}
        if len(years) > 1:
            return today
        if fitting:
            return date(fitting.pop(), 1, 1)
    return today
