"""Explanations in three short lines, as sentences with values: what gave way, what there was too little of, what helps."""

from __future__ import annotations

from neisse.engine.agree.changes import Forced
from neisse.engine.values import say

LAST = {
    "open": say("the reason was not found in the work allowed; ask for this plan alone"),
    "tie": say("another joint plan of the same value has it: the choice is open"),
    "choice": say("other options are worth more to the region, whatever there is"),
}


def lines_of(forced: Forced, title: str, option: str) -> list[str]:
    """At most three sentences for whoever asks why a plan does not take place."""
    first = say(
        "“%(title)s” does not take place: group %(group)s is settled by %(option)s",
        title=title,
        group=forced.group,
        option=option,
    )
    if not forced.changes:
        return [first, LAST[forced.code]]
    short = say("%(all)s", all=[c.short for c in forced.changes])
    what = [c.remedy for c in forced.changes]
    if forced.code == "several":
        return [first, short, say("it comes back only with all of this: %(all)s", all=what)]
    if not forced.proven:
        return [first, short, say("it comes back with this, perhaps with less: %(all)s", all=what)]
    return [first, short, say("the cheapest single change that brings it back: %(all)s", all=what)]
