"""Writes of the one row of the instance."""

from __future__ import annotations

from typing import Any

from neisse.web.core.models import Instance


def describe_instance(**fields: Any) -> Instance:
    """Make or change the one row of the instance."""
    instance = Instance.objects.first() or Instance()
    for name, value in fields.items():
        setattr(instance, name, value)
    instance.save()
    return instance
