"""How far the comparison of everything is."""

from __future__ import annotations

from neisse.web.core.models import Job

COMPARISON = "comparison"


def last_comparison() -> Job | None:
    """The latest comparison, at work or ended."""
    return Job.objects.filter(kind=COMPARISON).first()
