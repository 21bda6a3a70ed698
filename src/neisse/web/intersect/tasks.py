"""Background work of the intersect stage, and what starts it."""

from __future__ import annotations

from django_tasks import task

from neisse.web.core.events import Changed
from neisse.web.intersect import actions

AT_ONCE = 25


@task()
def refresh_all() -> dict[str, int]:
    """Compute all overlaps and partner proposals again."""
    return actions.refresh()


def on_change(changed: Changed) -> None:
    """Keep overlaps and partners up to date: a few measures at once, everything else in the background."""
    if changed.kind not in {"measure", "organisation"}:
        return
    actions.bump()
    if changed.kind == "organisation" or len(changed.pks) > AT_ONCE:
        refresh_all.enqueue()
    elif changed.what == "stored":
        actions.recompute(changed.pks)
