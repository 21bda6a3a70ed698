"""What starts the background work of the intersect stage."""

from __future__ import annotations

from neisse.web.core import later
from neisse.web.core.actors import SYSTEM
from neisse.web.core.events import Changed
from neisse.web.intersect import actions
from neisse.web.intersect.actions.comparison import compare_some

AT_ONCE = 25


def on_change(changed: Changed) -> None:
    """Keep overlaps and partners up to date: a few measures at once, everything else in the background."""
    if changed.kind == "vocabulary":
        actions.request_refresh(actor=SYSTEM)
    if changed.kind not in {"measure", "organisation"}:
        return
    actions.bump()
    if changed.kind == "organisation" or len(changed.pks) > AT_ONCE:
        actions.request_refresh(actor=SYSTEM)
    elif changed.what == "stored" and not actions.recompute(changed.pks, wait=False):
        later.once(compare_some, list(changed.pks))
