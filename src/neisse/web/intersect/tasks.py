"""Background work of the intersect stage."""

from __future__ import annotations

from django_tasks import task


@task()
def refresh_all() -> dict[str, int]:
    """Compute all overlaps and partner proposals again."""
    from neisse.web.intersect.actions import refresh

    return refresh()
