"""Where a person is named: every text and JSON column of every model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from neisse.web.core.personal import Holding, Needles, holding_of

TEXTS = (models.CharField, models.TextField, models.JSONField)
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Mention:
    """A column of a row in which the person is named."""

    model: Any
    pk: Any
    column: str
    value: Any
    passages: tuple[str, ...]

    @property
    def where(self) -> str:
        """The kind of record, as the register of personal data names it in the reader's language."""
        holding = holding_of(self.model)
        said = holding.what if isinstance(holding, Holding) else self.model._meta.verbose_name
        return str(said).partition(":")[0]

    @property
    def excerpt(self) -> str:
        """What is said of the person, and no more of the text."""
        return "\n".join(self.passages)


def columns_of(model: Any) -> list[Any]:
    """The columns of a model in which any text can stand."""
    return [
        f for f in model._meta.concrete_fields if isinstance(f, TEXTS) and not f.choices and not f.primary_key
    ]


def all_models() -> list[Any]:
    """Every table of the instance that holds texts; what is in a session is read apart."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model is not Session and columns_of(model)
    ]


def mentions(needles: Needles, model: Any) -> Iterator[Mention]:
    """The places of one model in which the person is named. One scan of its table."""
    columns = columns_of(model)
    rows = model._base_manager.all()
    wanted: list[Q] = []
    for number, column in enumerate(columns):
        name = column.name
        if isinstance(column, models.JSONField):
            name = f"as_text_{number}"
            rows = rows.annotate(**{name: Cast(column.name, models.TextField())})
        wanted += [Q(**{f"{name}__icontains": run}) for run in needles.runs]
        wanted += [Q(**{f"{name}__regex": digits}) for digits in needles.digits]
    if not needles or not wanted:
        return
    names = [column.name for column in columns]
    for pk, *values in rows.filter(reduce(or_, wanted)).values_list("pk", *names).iterator(CHUNK):
        for name, value in zip(names, values, strict=True):
            if value and needles.found_in_value(value):
                yield Mention(model, pk, name, value, tuple(needles.passages(value)))


def sparing_others(needles: Needles) -> Needles:
    """Needles that leave the keys of others in peace: of “Robert-Koch-Institut” where Robert Koch is looked for."""
    spared: set[str] = set()
    for model in apps.get_models():
        names = [column.name for column in columns_of(model) if not isinstance(column, models.JSONField)]
        if "key" not in names or not {"name", "title"} & set(names):
            continue
        wanted = reduce(or_, (Q(key__icontains=run) for run in needles.runs), Q(pk__in=[]))
        for row in model._base_manager.filter(wanted).values(*names).iterator(CHUNK):
            texts = [text for name, text in row.items() if text and name not in {"key", "slug"}]
            if needles.is_of_another(row["key"], texts):
                spared |= {row["key"], row.get("slug", row["key"])}
    return needles.sparing(spared)


def sessions_of(needles: Needles) -> Iterator[str]:
    """The sessions in which the person is named: their content is read, for it is packed."""
    for row in Session.objects.iterator(CHUNK):
        if needles.found_in_value(row.get_decoded()):
            yield row.pk
