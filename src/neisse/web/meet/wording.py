"""Why a request has no slot, and what happened on the day, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neisse.web.meet.models import MeetingChange, Unplaced


def reason_text(left: Unplaced) -> str:
    """The narrowest thing that stands in the way."""
    said: dict[str, Any] = {"name": left.person or "", **left.numbers}
    match left.code:
        case "full":
            text = _("%(name)s is full: %(asked)s requests for %(room)s meetings")
        case "no_common_slot":
            text = _("The two have no open slot in common.")
        case "hall":
            text = _("The hall is full: %(asked)s meetings for %(room)s places at tables")
        case "interpreter":
            text = _("No interpreter is left when both are free.")
        case "same_organisation":
            text = _("Somebody of the same organisation meets this person already.")
        case "avoid":
            text = _("One of the two never meets the other. Both read only that it could not be arranged.")
        case "gone":
            text = _("One of the two no longer takes part.")
        case _other:
            text = _("There is no slot in which both and a table are free.")
    return text % said


def shortage_text(meetings: int, tables: int, slots_needed: int, slots: int) -> str:
    """The smallest reason why not everything fits at the tables."""
    text = ngettext(
        "Tables: %(meetings)s meetings need %(needed)s slots at %(tables)s table, %(slots)s are open.",
        "Tables: %(meetings)s meetings need %(needed)s slots at %(tables)s tables, %(slots)s are open.",
        tables,
    )
    return text % {"meetings": meetings, "needed": slots_needed, "tables": tables, "slots": slots}


def about(change: MeetingChange) -> str:
    """Whom or what a change speaks of."""
    pair = change.request and f"{change.request.asker} – {change.request.asked}"
    person = None if pair else change.registration
    return ", ".join(str(part) for part in (person, pair, change.table) if part)
