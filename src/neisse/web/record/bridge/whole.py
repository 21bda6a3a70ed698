"""Rows as plain JSON and back: every column and its exact value, for what is taken out and may come back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder

from neisse.web.record.bridge.fields import Object


def serialised(rows: Sequence[Any]) -> list[Object]:
    """Rows as plain JSON; rows of relations are rows of their own."""
    found: list[Object] = json.loads(serializers.serialize("json", rows, cls=_Exact))
    for obj in found:
        for relation in apps.get_model(obj["model"])._meta.many_to_many:
            obj["fields"].pop(relation.name, None)
    return found


def instances(objects: Iterable[Object]) -> list[Any]:
    """The rows again, not saved."""
    return [found.object for found in serializers.deserialize("python", objects)]


class _Exact(DjangoJSONEncoder):
    """Times to the microsecond: Django's own encoder cuts them to milliseconds."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime | time) else super().default(o)
