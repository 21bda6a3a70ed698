"""Fill every table of an instance with invented rows, whatever its models are: `fill()` in any release.

As a program it makes the fixture `release-….sqlite3.gz` beside it, with the code of the release that it names:

    git worktree add ../old <commit>
    export PYTHONPATH=../old/src NEISSE_DATA=<an empty folder> DJANGO_SETTINGS_MODULE=neisse.web.settings
    python tests/web/upgrade/fill.py tests/web/upgrade/release-<commit>.sqlite3.gz

The rows are filled by the types of their columns, with letters of three languages; they need not make sense
to people, only to the constraints of the database.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

ROWS = 3
ATTEMPTS = 100
LATER = {"ends_at", "end", "valid_until", "leaves_at", "offered_until", "consent_until"}
MADE_BY_MIGRATE = {"contenttypes", "auth.Permission"}
DAY = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def fill(once: frozenset[str] = frozenset()) -> dict[str, int]:
    """Give every model three rows (those of `once` one) past all hooks of models; rows by label."""
    from django.apps import apps

    random, counts = Random(2026), {}
    for model in in_order(apps.get_models(include_auto_created=True)):
        label = model._meta.label
        if model._meta.app_label in MADE_BY_MIGRATE or label in MADE_BY_MIGRATE:
            continue
        counts[label] = sum(
            _row(model, number, random) for number in range(1, (1 if label in once else ROWS) + 1)
        )
    return counts


def in_order(models: Any) -> Iterator[Any]:
    """Models after those that they refer to; managed tables only."""
    waiting = [m for m in models if m._meta.managed and not m._meta.proxy]
    done: set[Any] = set()
    while waiting:
        ready = [m for m in waiting if _needs(m) <= done] or waiting[:1]
        yield from ready
        done |= set(ready)
        waiting = [m for m in waiting if m not in done]


def _needs(model: Any) -> set[Any]:
    found = {f.remote_field.model for f in model._meta.concrete_fields if f.remote_field}
    return {m._meta.concrete_model for m in found if not isinstance(m, str)} - {model}


def _row(model: Any, number: int, random: Random) -> bool:
    """One row; where a constraint refuses it, others it refers to are tried. False where none fits."""
    from django.db import IntegrityError, transaction

    for _ in range(ATTEMPTS):
        row = model()
        for field in model._meta.concrete_fields:
            if field.primary_key and field.get_internal_type() in {"AutoField", "BigAutoField"}:
                continue
            setattr(row, field.attname, _value(field, number, random))
        try:
            with transaction.atomic():
                row.save_base(raw=True, force_insert=True)
        except IntegrityError:
            continue
        return True
    return False


def _value(field: Any, number: int, random: Random) -> Any:
    if field.remote_field:
        target = field.remote_field.model
        keys = list(
            target._base_manager.order_by("pk").values_list(field.target_field.attname, flat=True)[:9]
        )
        if keys:
            return random.choice(keys)
        return None if field.null else 1
    kind = field.get_internal_type()
    kind = kind if kind != "CharField" else type(field).__name__  # addresses are columns of text
    if field.name == "zone":
        return "Europe/Warsaw"
    if field.choices and kind == "CharField":
        return [key for key, _ in field.flatchoices][(number - 1) % len(field.flatchoices)]
    return _plain(field, kind, number)


def _plain(field: Any, kind: str, number: int) -> Any:
    later = field.name in LATER
    values: dict[str, Any] = {
        "BooleanField": number % 2 == 1,
        "DateField": date(2026, 3, 1) + timedelta(days=number + 30 * later),
        "DateTimeField": DAY + timedelta(days=number, hours=2 * later, microseconds=number),
        "DecimalField": Decimal(f"{number}.2500"),
        "DurationField": timedelta(seconds=number),
        "FloatField": number + 0.125,
        "JSONField": [f"Kraków {number}", number]
        if field.default is list
        else {"Görlitz": [number, None, True]},
        "BinaryField": bytes([0, number, 255]),
        "UUIDField": UUID(int=number),
        "GenericIPAddressField": f"192.0.2.{number}",
        "EmailField": f"zoe{number}@example.org",
        "URLField": f"https://example.org/{field.name}/{number}",
        "SlugField": f"{field.model._meta.model_name}-{number}"[-(field.max_length or 50) :],
    }
    if "Integer" in kind:
        return number + max([0, *(v.limit_value for v in field.validators if v.code == "min_value")])
    if kind in values:
        return values[kind]
    text = f"{number} {field.name} Łódź, „Grüße“ {field.model._meta.model_name}\n{'text' * (kind == 'TextField')}"
    return text.strip()[: field.max_length] if field.max_length else text.strip()


def main() -> None:
    """Make an instance with the code on the path, fill it, pack it."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    counts = fill()
    empty = [label for label, number in counts.items() if not number]
    whole = Path(settings.DATA) / "filled.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(whole)])
    packed = gzip.compress(whole.read_bytes(), 9, mtime=0)
    Path(sys.argv[1]).write_bytes(packed)
    sys.stdout.write(
        f"{len(counts)} models, {sum(counts.values())} rows, {len(packed)} bytes; empty: {empty}\n"
    )


if __name__ == "__main__":
    main()
