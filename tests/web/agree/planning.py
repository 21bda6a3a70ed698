"""Overlaps and proposals as the engine and the worker make them."""

from __future__ import annotations

from typing import Any

from neisse.web.agree.actions import proposals as actions
from neisse.web.agree.models import Proposal
from neisse.web.core.actors import SYSTEM
from neisse.web.intersect.models import Overlap


def overlap(a: Any, b: Any, verdict: str = "duplicate", **more: Any) -> Overlap:
    one, other = sorted((a, b), key=lambda row: row.pk)
    return Overlap.objects.create(a=one, b=other, verdict=verdict, score=0.9, reasons=[], **more)


def computed(row: Any, changes: Any = None) -> Proposal:
    """A proposal, computed as the worker does it."""
    made = actions.begin_proposal(row, changes, actor=SYSTEM)
    actions.compute_proposal.func(made.job_id, made.pk)
    return Proposal.objects.get(pk=made.pk)
