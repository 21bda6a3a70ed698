"""What a stage says of the personal data that it keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
Row = tuple[str, int]  # ("record.person", primary key)

DELETED = _("deleted")
ANONYMOUS = _("stays as a count, without who it was")
BLANKED = _("stays as a decision, without the name")
MENTIONS = _("name, address and telephone are taken out of the text")


@dataclass(frozen=True, slots=True)
class Subject:
    """One person: the rows that are theirs, and under what names, mail addresses and telephones they stand in texts.

    `names` holds only what may be taken out of *any* text of the instance: a name that another person bears too, or
    that nobody but the person chose, must not stand there.
    """

    rows: frozenset[Row] = frozenset()
    names: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()

    def pks(self, label: str) -> list[int]:
        """Primary keys of the person's rows of a model (`meet.registration`)."""
        return sorted(pk for kind, pk in self.rows if kind == label)


@dataclass(frozen=True, slots=True)
class Found:
    """A row that is about a person, as somebody who looks for them sees it."""

    row: Row
    kind: Words
    name: str
    note: str = ""
    address: str = ""
    phone: str = ""


Due = Callable[[datetime], int]


def nothing_found(words: str) -> Iterable[Found]:
    """Nobody can be looked for here."""
    return ()


def nothing_own(subject: Subject) -> Iterable[Found]:
    """Nothing here is one person's own."""
    return ()


def nothing_kept(subject: Subject) -> Any:
    """Nothing to hand out beside the texts in which the person is mentioned."""
    return []


def nothing_erased(subject: Subject) -> int:
    """Nothing to erase beside the texts in which the person is mentioned."""
    return 0


@dataclass(frozen=True, slots=True)
class Holding:
    """One row of the register.

    `models` and `places` are what it answers for; the history of a model is answered with it. `find` looks for people
    by a part of a name or an address, `own` gives the rows that are the subject's (those in `rows`, and those of the
    same account, address or entry), `export` hands out, `erase` erases what is the subject's own and returns how many
    rows that were. Each function of `due` forgets one small batch of what is over, in one transaction, and returns its
    size: 0 where nothing is left.
    """

    name: str
    whose: Words
    what: Words
    purpose: Words
    basis: Words
    retention: Words
    erasure: Words
    models: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    find: Callable[[str], Iterable[Found]] = nothing_found
    own: Callable[[Subject], Iterable[Found]] = nothing_own
    export: Callable[[Subject], Any] = nothing_kept
    erase: Callable[[Subject], int] = nothing_erased
    due: Mapping[str, Due] = field(default_factory=dict)


_holdings: dict[str, Holding] = {}
_no_person: dict[str, str] = {}


def register(holding: Holding) -> None:
    """Add a row of the register, or replace the one of the same name."""
    _holdings[holding.name] = holding


def no_person(why: str, *names: str) -> None:
    """Say that models (`core.Instance`) or places (`static/*`) are about nobody, and why."""
    _no_person.update(dict.fromkeys(names, why))


def holdings() -> list[Holding]:
    """All rows of the register, in the order in which the stages were loaded."""
    return list(_holdings.values())


def nobody() -> dict[str, str]:
    """What is about nobody, by name, with the reason."""
    return dict(_no_person)
