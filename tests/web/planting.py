"""One row of every model, with a person planted in every column in which a text can stand."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import models

from neisse.web.core.actions.personal import is_unique

NAME = "Żaneta Quittenbaum-Ößwald"
ADDRESS = "zaneta.quittenbaum@lagodna-poczta.example"
PHONE = "+49 341 5550-7391"
ALSO = (
    "Quittenbaum-Ößwald, Żaneta",
    "zaneta quittenbaum-osswald",
    "0049 341 5550 7391",
)
KEYS = (
    "zaneta-quittenbaum-osswald-1f0c2ab9",
    "haus-eins-quittenbaum-oesswald-zaneta-2",
    "zaneta_quittenbaum_osswald_beratung",
)
MARKS = ("Quittenbaum", "quittenbaum", "QUITTENBAUM", "lagodna-poczta", "5550-7391", "5550 7391")
WHOLE = f"({NAME}) {ADDRESS.upper()} tel. {PHONE}; {' / '.join(ALSO[:2])}; {NAME.upper()}; {', '.join(KEYS)}"
SHORT = (WHOLE, f"{NAME}, {PHONE}", KEYS[0], NAME, ADDRESS, PHONE)
NESTED: dict[str, Any] = {
    "note": WHOLE,
    NAME: [NAME, {"email": ADDRESS, "phone": PHONE}],
    "deep": [[{"x": ALSO[0]}]],
}
NESTED |= {
    "id": KEYS[0],
    "owner": KEYS[1],
    "partners": list(KEYS),
    KEYS[2]: {"key": f"/directory/{KEYS[0]}/"},
}
MOMENT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
# Without these the database refuses a row; everything else is made from the columns themselves.
GIVEN: dict[str, dict[str, Any]] = {
    "meet.MeetingRequest": {"state": "declined"},
    "meet.MeetingFeedback": {"useful": 3},
    "meet.Event": {"registers_until": None, "changes_until": None},
    "django_tasks_database.DBTaskResult": {"priority": 0},
}
SHIPPED = {"contenttypes.ContentType", "auth.Permission"}  # lists of the libraries, about nobody
KEY_COLUMNS = {"key", "slug", "subject", "about", "group", "same_as"}
SECOND = {"b", "other", "asked"}  # the other side of a pair
NUMBERS = count(1)
ROWS: dict[str, Any] = {}


def plant_everywhere() -> dict[str, list[str]]:
    """A row of every model; returns the columns in which the person was planted, by model."""
    ROWS.clear()
    planted: dict[str, list[str]] = {}
    for model in apps.get_models(include_auto_created=True):
        if model is Session or not model._meta.managed or model._meta.proxy:
            continue
        row = planted_row(model)
        planted[model._meta.label] = [f.name for f in model._meta.concrete_fields if is_planted(row, f)]
    plant_session()
    return planted


def is_planted(row: Any, column: Any) -> bool:
    value = getattr(row, column.attname)
    return any(mark in (value if isinstance(value, str) else str(value)) for mark in MARKS)


def plant_session() -> None:
    """A session whose message speaks of the person; its content is packed."""
    store = SessionStore()
    store["_messages"] = f"Invited: {NAME} <{ADDRESS}>"
    store.save()


def planted_row(model: Any, *, second: bool = False) -> Any:
    """The row of a model with the person in every column, or a second one; what it refers to is made likewise."""
    if not second and model._meta.label in ROWS:
        return ROWS[model._meta.label]
    if model._meta.label in SHIPPED and model._base_manager.exists():
        return model._base_manager.first()
    values = {}
    for column in model._meta.concrete_fields:
        if column.primary_key and not column.is_relation and not isinstance(column, models.CharField):
            continue
        values[column.attname] = value_of(model, column)
    values |= GIVEN.get(model._meta.label, {})
    for first, last in (
        ("start", "end"),
        ("starts_at", "ends_at"),
        ("arrives_at", "leaves_at"),
        ("valid_from", "valid_until"),
    ):
        if first in values and last in values:
            values[last] = values[first] + timedelta(days=1)
    for a, b in (("a_id", "b_id"), ("wisher_id", "other_id"), ("asker_id", "asked_id")):
        if a in values and b in values and values[a] > values[b]:
            values[a], values[b] = values[b], values[a]
    row = model(**values)
    made = model._base_manager.bulk_create([row])[0]
    return made if second else ROWS.setdefault(model._meta.label, made)


def value_of(model: Any, column: Any) -> Any:
    """What a column gets: the person wherever it takes a text."""
    number = next(NUMBERS)
    if column.is_relation:
        if column.related_model is model:
            return None
        return planted_row(column.related_model, second=column.name in SECOND).pk
    if isinstance(column, models.JSONField):
        return json.loads(json.dumps(NESTED))
    if isinstance(column, models.CharField | models.TextField):
        return text_of(column, number)
    return plain_value(column, number)


def plain_value(column: Any, number: int) -> Any:
    """A value of a column that takes no text."""
    kinds: list[tuple[type[Any], Any]] = [
        (models.GenericIPAddressField, "192.0.2.7"),
        (models.UUIDField, uuid.uuid4()),
        (models.DateTimeField, MOMENT + timedelta(minutes=number)),
        (models.DateField, date(2026, 5, 4)),
        (models.BooleanField, False),
        (models.FloatField, 0.5),
        (models.DecimalField, 1),
        (models.BinaryField, b"1"),
        (models.IntegerField, 7 if column.name == "hour" else number % 30_000),
        (models.DurationField, timedelta(1)),
    ]
    return next(value for kind, value in kinds if isinstance(column, kind))


def text_of(column: Any, number: int) -> str:
    """As much of the person as fits; a choice where only choices are allowed."""
    if column.choices:
        return str(column.flatchoices[0][0])
    if isinstance(column, models.EmailField):
        return f"{number}.{ADDRESS}" if is_unique(column) else ADDRESS
    if column.primary_key:
        return str(number)  # keys of this kind are hashes
    if column.name == "zone":
        return "Europe/Warsaw"
    room = (column.max_length or 10_000) - 8
    if column.name in KEY_COLUMNS and len(KEYS[0]) <= room:
        return f"{KEYS[0]}-{number}"
    fitting = next((text for text in SHORT if len(text) <= room), "")
    return (
        f"{fitting} {number}"
        if fitting and is_unique(column)
        else fitting or str(number)[-column.max_length or 8 :]
    )
