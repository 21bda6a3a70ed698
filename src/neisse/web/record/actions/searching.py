"""The search for duplicates in the background, and what starts it."""

from __future__ import annotations

from typing import Any

from neisse.web.core import later
from neisse.web.core.actions.rights import require
from neisse.web.core.actors import SYSTEM
from neisse.web.core.events import Changed
from neisse.web.record.actions.merge import find_again


@later.work(queue=later.HEAVY, repeats=True, formerly={"neisse.web.record.tasks.search_duplicates": ()})
def search_duplicates() -> int:
    """Compare all organisations with each other."""
    return find_again()


def request_duplicates(*, actor: Any) -> None:
    """Have the directory searched for duplicates, unless that waits for its turn anyway; needs `record.merge`."""
    require(actor, "record.merge")
    later.once(search_duplicates)


def on_change(changed: Changed) -> None:
    """Search again when organisations were stored."""
    if (changed.kind, changed.what) == ("organisation", "stored"):
        request_duplicates(actor=SYSTEM)
