"""Which row of the register answers for a model or for a file of the data folder."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import Any

from django.apps import apps

from neisse.web.core.personal.rows import Holding, holdings, nobody


def tracked(model: Any) -> Any:
    """The model that a table hangs on: of a history the kept one, of a relation of many its owner."""
    if hasattr(model, "instance_type"):
        return tracked(model.instance_type)
    if model._meta.auto_created:
        return tracked(model._meta.auto_created)
    return model


def holding_of(model: Any) -> Holding | str | None:
    """What the register says of a model: its row, the reason why it is about nobody, or nothing."""
    label = tracked(model)._meta.label
    found = next((h for h in holdings() if label in h.models), None)
    return found or nobody().get(label)


def place_of(path: str) -> Holding | str | None:
    """What the register says of a file, given relative to the data folder with `/`."""
    found = next((h for h in holdings() if any(fnmatch(path, place) for place in h.places)), None)
    return found or next((why for place, why in nobody().items() if fnmatch(path, place)), None)


def unanswered() -> list[str]:
    """Models of any app, third-party ones included, of which the register says nothing."""
    return sorted(m._meta.label for m in apps.get_models(include_auto_created=True) if holding_of(m) is None)
