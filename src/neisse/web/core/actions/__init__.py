"""Writes of the core: the instance, the search index; long tasks in `actions.jobs`."""

from neisse.web.core.actions.index import Entry, hand_over, index, unindex
from neisse.web.core.actions.instance import describe_instance

__all__ = [
    "Entry",
    "describe_instance",
    "hand_over",
    "index",
    "unindex",
]
