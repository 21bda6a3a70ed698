"""Background tasks of the core."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from neisse.web.core.actions.personal import forget_everything_due


@task()
def forget_due() -> dict[str, int]:
    """What the register of personal data says is over, goes."""
    return forget_everything_due(timezone.now())
