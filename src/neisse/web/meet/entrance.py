"""What of events stands at the entrance: changes of registrations that the organiser decides."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from neisse.web.core import waiting
from neisse.web.core.waiting import Source
from neisse.web.meet.queries.registrations import changes_to_decide


def register() -> None:
    """Called once, when the app is ready."""
    waiting.register(
        Source(
            "registrations",
            _("Changes of registrations"),
            _("Asked for after the deadline; the organiser decides."),
            "meet:events",
            "core.open_inbox",
            _changes,
            50,
        )
    )


def _changes(user: Any) -> int:
    return changes_to_decide(user).count()
