"""All records of the directory and of the plans, put into the search index anew."""

from __future__ import annotations

import time

from django.db import transaction

from neisse.web.core.actions import index
from neisse.web.record.bridge.kinds import KINDS, rows_of
from neisse.web.record.bridge.search import entry

# So many rows are read and written while nobody else may write.
CHUNK = 200
# SQLite's lock is not handed on in turn: whoever waits for it needs a moment in which nobody has it.
GAP_S = 0.15


def index_records() -> int:
    """Write the search entries of all records; returns how many. Cost: a part at a time, each in a short transaction."""
    return sum(_index_kind(kind) for kind in KINDS)


def _index_kind(kind: str) -> int:
    last, count = 0, 0
    while True:
        with transaction.atomic():
            # Locked: an entry must not be written over the one of a later change.
            rows = rows_of(kind).filter(pk__gt=last).order_by("pk").select_for_update(of=("self",))[:CHUNK]
            found = list(rows)
            index(entry(row) for row in found)
        if not found:
            return count
        last, count = found[-1].pk, count + len(found)
        if len(found) == CHUNK:
            time.sleep(GAP_S)
