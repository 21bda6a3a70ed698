"""Background tasks about accounts."""

from __future__ import annotations

from django_tasks import task


@task()
def forget_old() -> dict[str, int]:
    """Once a start of the server: what the register of processing says is over, goes."""
    from neisse.web.accounts.actions.retention import forget_old as forget

    return forget()
