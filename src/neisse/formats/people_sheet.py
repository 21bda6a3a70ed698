"""A list in words, before it is written in a format of sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

Cell = str | int | float | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class PeopleSheet:
    """A list in words: headings, rows of values, and what is to be said about it.

    `about` is (what, value) for the second sheet; `hidden` and `money` are positions of columns: those that only a
    program reads again, and those that hold euro. Times have no zone: they are the wall clock of the region.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    about_title: str = "About"
    about: Sequence[tuple[str, Cell]] = ()
    page_foot: str = ""
    language: str = "en"
    hidden: frozenset[int] = frozenset()
    money: frozenset[int] = frozenset()
