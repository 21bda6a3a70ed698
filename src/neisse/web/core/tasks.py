"""Background tasks of the core."""

from __future__ import annotations

from django.utils import timezone

from neisse.web.core import later
from neisse.web.core.actions.personal import forget_everything_due

FORGET_EVERY_S = 6 * 3600


@later.work(repeats=True)
def forget_due() -> dict[str, int]:
    """What the register of personal data says is over, goes."""
    return forget_everything_due(timezone.now())


def register() -> None:
    """What is done again and again."""
    later.every("core.forget_due", forget_due, FORGET_EVERY_S)
