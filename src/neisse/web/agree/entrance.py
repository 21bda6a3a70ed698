"""What of rounds stands at the entrance: questions that wait for an owner's answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from neisse.web.agree.queries.answers import waiting as unanswered
from neisse.web.core import waiting
from neisse.web.core.waiting import Source


def register() -> None:
    """Called once, when the app is ready."""
    waiting.register(
        Source(
            "questions",
            _("Questions of a coordination round"),
            _("What may become of your plans waits for your yes or no."),
            "agree:rounds",
            "core.open_inbox",
            unanswered,
            45,
        )
    )
