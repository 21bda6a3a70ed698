"""The search for duplicates in the background, and what starts it."""

from __future__ import annotations

from neisse.web.core import later
from neisse.web.core.events import Changed
from neisse.web.record.actions.merge import find_again


@later.work(queue=later.HEAVY, repeats=True, formerly={"neisse.web.record.tasks.search_duplicates": ()})
def search_duplicates() -> int:
    """Compare all organisations with each other."""
    return find_again()


def request_duplicates(changed: Changed | None = None) -> None:
    """Have the directory searched for duplicates, unless that is waiting anyway or nothing in it changed."""
    if changed is None or (changed.kind, changed.what) == ("organisation", "stored"):
        later.once(search_duplicates)
