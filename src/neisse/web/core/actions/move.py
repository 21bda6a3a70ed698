"""An instance from one kind of database to the other: all rows as they are, in one transaction."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import dj_database_url
from django.apps import apps as installed
from django.conf import settings
from django.core.management.color import no_style
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions.backup.restoring import check_at_rest, content_of, run_migrations

CHUNK = 500
SOURCE, TARGET = "default", "target"
KINDS = ("postgresql", "sqlite3")


def move_to(url: str) -> dict[str, int]:
    """Copy this instance's database into the empty one that `url` names, and compare every row; rows by table.

    The instance must not run. Its own database is only read, and files and secret stay where they are: whoever
    starts it with the new `DATABASE_URL` has moved, whoever does not has lost nothing. Errors: `move.url`, `move.same`,
    `move.away`, `move.not_empty`, `move.old`, `move.refused`, `move.differs`, `restore.running`. Cost: each row is
    written once and read twice.
    """
    _name_target(url)
    try:
        if MigrationExecutor(connections[SOURCE]).migration_plan(
            MigrationExecutor(connections[SOURCE]).loader.graph.leaf_nodes()
        ):
            raise NeisseError(
                "move.old", str(settings.DATA), "this instance is of an older release", "start it once first"
            )
        check_at_rest()
        _check_target(url)
        # in a process of its own, where it is the only database: migrations write to that of their settings
        run_migrations({"DATABASE_URL": url})
        with transaction.atomic(using=TARGET), transaction.atomic(using=SOURCE):
            counts = copy_rows(installed, SOURCE, TARGET)
            if different := [m._meta.db_table for m in _tables(installed) if not _is_same(m)]:
                text = say("%(table)s did not arrive as it was", table=different[0])
                raise NeisseError("move.differs", different[0], text, "nothing was moved; please report this")
    finally:
        connections[TARGET].close()
        del connections[TARGET]
        del connections.databases[TARGET]
    return counts


def _name_target(url: str) -> None:
    """Let Django know the database that is moved to."""
    wrong = NeisseError(
        "move.url",
        "DATABASE_URL",
        "this is no address of a database",
        "postgres://USER:PASSWORD@HOST:5432/NAME, or sqlite:////srv/neisse/neisse.sqlite3",
    )
    try:
        found = dict(dj_database_url.parse(url))
    except ValueError as error:
        raise wrong from error
    if str(found.get("ENGINE", "")).rpartition(".")[2] not in KINDS or not found.get("NAME"):
        raise wrong
    own = connections[SOURCE].settings_dict
    if all(str(own.get(k) or "") == str(found.get(k) or "") for k in ("ENGINE", "HOST", "PORT", "NAME")):
        raise NeisseError(
            "move.same", "DATABASE_URL", "this is the database of this instance", "name another"
        )
    connections.databases[TARGET] = connections.configure_settings({SOURCE: {}, TARGET: found})[TARGET]


def _check_target(url: str) -> None:
    """The database answers, and holds nothing that would be lost."""
    there = connections[TARGET]
    try:
        if there.vendor == "sqlite":
            Path(there.settings_dict["NAME"]).touch(mode=0o600)
        with there.wrap_database_errors:
            there.connect()
        filled = content_of(there)
    except (DatabaseError, OSError) as error:
        said = str(error).strip().splitlines() or ["no reason given"]
        text = say("this database does not answer: %(said)s", said=said[0])
        raise NeisseError(
            "move.away", there.settings_dict["NAME"], text, "make it first; see the how-to"
        ) from error
    if filled:
        text = say("this database is not empty: there are rows in %(all)s", all=", ".join(filled[:5]))
        raise NeisseError("move.not_empty", there.settings_dict["NAME"], text, "name an empty database")


def copy_rows(apps: Any, source: str, target: str) -> dict[str, int]:
    """Copy the rows of all models of `apps` between two database aliases; rows by table.

    Past all hooks of models, so that every value arrives as it was; the tables of the target must be empty, but
    for what migrating made, which is replaced. All of it or nothing; references are checked at the end. Cost: one
    query per 500 rows; nothing is kept in memory but those.
    """
    models = _in_order(_tables(apps))
    counts: dict[str, int] = {}
    with transaction.atomic(using=target):
        for model in reversed(models):
            model._base_manager.using(target)._raw_delete(target)
        for model in models:
            counts[model._meta.db_table] = _copy(model, source, target)
        with connections[target].cursor() as cursor:
            for statement in connections[target].ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
        connections[target].check_constraints()
    return counts


def _copy(model: Any, source: str, target: str) -> int:
    rows = model._base_manager.using(source).order_by("pk").iterator(chunk_size=CHUNK)
    fields = model._meta.concrete_fields
    count = 0
    while chunk := list(islice(rows, CHUNK)):
        try:
            model._base_manager.using(target)._insert(chunk, fields=fields, using=target, raw=True)
        except (DatabaseError, ValueError) as error:
            table = model._meta.db_table
            said = str(error).strip().splitlines()[0]
            text = say(
                "%(table)s holds what the other database does not take: %(said)s", table=table, said=said
            )
            raise NeisseError("move.refused", table, text, "nothing was moved; please report this") from error
        count += len(chunk)
    return count


def _is_same(model: Any) -> bool:
    """Whether a table has the same rows in both databases, value by value."""
    fields = [field.attname for field in model._meta.concrete_fields]
    seen = 0
    rows = model._base_manager.using(SOURCE).order_by("pk").values_list("pk", *fields).iterator(CHUNK)
    while chunk := {row[0]: row[1:] for row in islice(rows, CHUNK)}:
        there = model._base_manager.using(TARGET).filter(pk__in=chunk).values_list("pk", *fields)
        if {row[0]: _plain(row[1:]) for row in there} != {pk: _plain(row) for pk, row in chunk.items()}:
            return False
        seen += len(chunk)
    return bool(model._base_manager.using(TARGET).count() == seen)


def _plain(row: tuple[Any, ...]) -> list[Any]:
    return [bytes(value) if isinstance(value, memoryview) else value for value in row]


def _tables(apps: Any) -> list[Any]:
    return [model for model in apps.get_models(include_auto_created=True) if _is_table(model)]


def _is_table(model: Any) -> bool:
    return bool(model._meta.managed and not model._meta.proxy)


def _in_order(models: list[Any]) -> list[Any]:
    """Models after those that they refer to, as far as there is such an order."""
    waiting, done = list(models), set()
    ordered: list[Any] = []
    while waiting:
        ready = [m for m in waiting if _refers(m) & set(waiting) <= {m}] or waiting[:1]
        ordered += ready
        done |= set(ready)
        waiting = [m for m in waiting if m not in done]
    return ordered


def _refers(model: Any) -> set[Any]:
    return {f.remote_field.model._meta.concrete_model for f in model._meta.concrete_fields if f.remote_field}
