"""Writes of the record stage: every one in a transaction, with history, search index and events."""

from neisse.web.record.actions.remove import remove
from neisse.web.record.actions.store import Stored, store

__all__ = ["Stored", "remove", "store"]
