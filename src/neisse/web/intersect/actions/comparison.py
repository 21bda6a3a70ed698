"""The comparison of everything with everything as a long task: seen, and stopped, from the pages."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from neisse.web.core import later
from neisse.web.core.actions.jobs import begin, claim, running
from neisse.web.core.actions.rights import require
from neisse.web.core.job_kinds import Kind
from neisse.web.core.models import Job
from neisse.web.intersect import bridge
from neisse.web.intersect.actions.overlaps import encode_texts, recompute, refresh

COMPARISON = "comparison"
KEEP_INDEX_EVERY_S = 600


@transaction.atomic
def request_refresh(*, actor: Any) -> None:
    """Have everything computed again, unless that waits for its turn anyway; ended comparisons are forgotten.

    Needs `intersect.refresh`; what follows from another action is asked for by the instance itself.
    """
    require(actor, "intersect.refresh")
    known = Job.objects.filter(kind=COMPARISON)
    if not known.filter(state=Job.State.WAITING).exists():
        known.filter(ended_at__isnull=False).delete()
        begin(compare_all, kind=COMPARISON)


@later.work(queue=later.HEAVY, repeats=True, formerly={"neisse.web.intersect.tasks.compare_all": ("job",)})
def compare_all(job: int) -> None:
    """Compute all overlaps and partner proposals again; a stop keeps what the steps before have found."""
    claimed = claim(job)
    if claimed is not None:
        with running(claimed) as tell:
            tell.result = refresh(tell)


@later.work(queue=later.HEAVY, repeats=True, formerly={"neisse.web.intersect.tasks.compare_some": ("pks",)})
def compare_some(pks: list[int]) -> None:
    """Compute the overlaps of some measures again."""
    recompute(pks)


@later.work(queue=later.HEAVY, repeats=True)
def keep_index() -> bool:
    """Keep the file of columns that all processes map as the plans are now; whether something was new."""
    return bridge.keep_file(encode_texts)


KIND = Kind(
    COMPARISON,
    _("Comparison of all plans"),
    page=lambda _job: reverse("intersect:overlaps"),
    may=lambda user, _job: bool(user.has_perm("intersect.refresh")),
    steps={
        "texts": _("New texts are being read."),
        "overlaps": _("Pairs of plans are being compared."),
        "partners": _("Offers and needs are being compared."),
    },
)
