"""The whole database before and after an attempt: which rows came, went or changed, whatever the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from tests.web import slow_calls

from neisse.web.core.models import Tries

WRITES = re.compile(
    r"\s*(INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+[\"`]?(\w+)", re.IGNORECASE
)
READS = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|PRAGMA|SHOW|SET CONSTRAINTS)\b", re.IGNORECASE)
# What answers of themselves write: counters of tries, that a form was sent, sessions, when something was last used.
NOISE = {
    "core.Tries",
    "core.SentForm",
    "sessions.Session",
    "axes.AccessAttempt",
    "axes.AccessLog",
    "axes.AccessFailureLog",
}
OF_USE = {"last_used_at", "last_login"}
Rows = dict[str, dict[Any, tuple[Any, ...]]]


@dataclass
class Attempt:
    """What an attempt did: (label, key) of rows that are new, gone or not what they were."""

    new: list[tuple[str, Any]] = field(default_factory=list)
    changed: list[tuple[str, Any]] = field(default_factory=list)
    gone: list[tuple[str, Any]] = field(default_factory=list)
    tables: set[str] = field(default_factory=set)
    strange: list[str] = field(default_factory=list)

    @property
    def touched(self) -> list[tuple[str, Any]]:
        return [*self.new, *self.changed, *self.gone]

    @property
    def models(self) -> list[str]:
        return sorted({label for label, _key in self.touched})

    def note(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Remember the tables that are written; a statement of another form makes all of them suspect."""
        if found := WRITES.match(sql):
            self.tables.add(found[2])
        elif not READS.match(sql):
            self.strange.append(sql)
        return execute(sql, params, many, context)

    def compare(self, before: Rows) -> None:
        """Look at the tables that were written, as they are now."""
        self.new, self.changed, self.gone = [], [], []
        for model in watched():
            if not self.strange and model._meta.db_table not in self.tables:
                continue
            label, was, own = model._meta.label, before[model._meta.label], rows_of(model)
            self.new += [(label, key) for key in own.keys() - was.keys()]
            self.gone += [(label, key) for key in was.keys() - own.keys()]
            self.changed += [(label, key) for key in own.keys() & was.keys() if own[key] != was[key]]


def watched() -> Iterator[Any]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label not in NOISE and model._meta.managed and not model._meta.proxy:
            yield model


def rows_of(model: Any) -> dict[Any, tuple[Any, ...]]:
    """All rows of a model by key; JSON and texts as they are."""
    names = [f.attname for f in model._meta.concrete_fields if f.name not in OF_USE]
    place = names.index(model._meta.pk.attname)
    return {row[place]: row for row in model._base_manager.values_list(*names)}


def rows() -> Rows:
    """The whole database."""
    return {model._meta.label: rows_of(model) for model in watched()}


def forget_tries() -> None:
    """Nobody has tried anything so far."""
    Tries.objects.all().delete()
    cache.clear()


@contextmanager
def undone(before: Rows) -> Iterator[Attempt]:
    """Try something in here; what it did is told, then taken back."""
    attempt = Attempt()
    with transaction.atomic():
        slow_calls.Own.depth += 1  # this transaction is the test's own
        try:
            with connection.execute_wrapper(attempt.note):
                yield attempt
        finally:
            slow_calls.Own.depth -= 1
        attempt.compare(before)
        transaction.set_rollback(True)
    cache.clear()
