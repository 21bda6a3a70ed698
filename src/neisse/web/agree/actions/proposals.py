"""Proposals: the groups formed, a search begun as a long task, its answer kept. What-if is a proposal of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from neisse.engine.values import NeisseError, say
from neisse.web.agree import bridge
from neisse.web.agree.actions.rounds import ALLOWED, locked
from neisse.web.agree.models import Group, Proposal, Round
from neisse.web.agree.models.proposals import HUNDREDTHS
from neisse.web.agree.queries.plans import gathered, grouped, scarce_of
from neisse.web.core import later
from neisse.web.core.actions.jobs import begin, claim, end_job, running
from neisse.web.core.actions.rights import require
from neisse.web.core.actions.watch import Watch
from neisse.web.core.actors import person
from neisse.web.core.job_kinds import Kind
from neisse.web.core.models import Job
from neisse.web.core.signs import Progress

State = Proposal.State
KIND = "joint_plan"
STEP = "value"
LIMIT_S = 60.0


@transaction.atomic
def begin_proposal(round_: Round, changes: Mapping[str, Any] | None = None, *, actor: Any) -> Proposal:
    """A proposal to be computed, with the groups as the plans overlap now and the job that shows how far it is.

    `changes`: see `Proposal`. Errors: `round.draft`, `round.computing`, `round.no_plans`.
    """
    require(actor, ALLOWED)
    round_ = locked(round_)
    if round_.state == Round.State.DRAFT:
        text = say("this round is still in preparation")
        raise NeisseError("round.draft", str(round_), text, say("show it to the circle first"))
    if round_.proposals.filter(state=State.COMPUTING).exists():
        text = say("a proposal is being computed already")
        raise NeisseError("round.computing", str(round_), text, say("stop it, or wait for it"))
    if not round_.proposals.filter(is_asked=True).exists():
        form_groups(round_)  # what owners are asked about stays as it is
    if not round_.groups.exists():
        text = say("no organisation of this round has a plan with a date in its year")
        raise NeisseError("round.no_plans", str(round_), text, say("ask for plans first"))
    last = round_.proposals.order_by("-number").first()
    row = Proposal.objects.create(
        round=round_,
        number=last.number + 1 if last else 1,
        changes=dict(changes or {}),
        created_by=person(actor),
    )
    row.job = begin(compute_proposal, row.pk, kind=KIND, subject=str(row.pk), owner=person(actor))
    row.save(update_fields=["job"])
    return row


def form_groups(round_: Round) -> None:
    """Let the groups be those of the plans as they overlap now; one of the same plans keeps its number."""
    wanted = dict(gathered(round_))
    links = Group.measures.through.objects.filter(group__round=round_).values_list("group_id", "measure_id")
    members: dict[int, set[int]] = {}
    for group, measure in links:
        members.setdefault(group, set()).add(measure)
    kept: set[frozenset[int]] = set()
    last = 0
    for row in round_.groups.all():
        last = max(last, row.number)
        of = frozenset(members.get(row.pk, ()))
        if of not in wanted or of in kept:
            row.delete()
            continue
        kept.add(of)
        if row.verdict != wanted[of]:
            row.verdict = wanted[of]
            row.save(update_fields=["verdict"])
    new = [of for of in wanted if of not in kept]
    rows = Group.objects.bulk_create(
        Group(round=round_, number=last + n, verdict=wanted[of]) for n, of in enumerate(new, 1)
    )
    Group.measures.through.objects.bulk_create(
        Group.measures.through(group_id=row.pk, measure_id=pk)
        for row, of in zip(rows, new, strict=True)
        for pk in sorted(of)
    )


@later.work(queue=later.HEAVY, repeats=True)
def compute_proposal(job: int, proposal: int) -> None:
    """Compute a proposal that was begun; where it has another job by now, this one ends as stopped."""
    row = Proposal.objects.select_related("round", "job").filter(pk=proposal).first()
    claimed = claim(job)
    if claimed is None:
        return
    if row is None or row.job_id != job:
        end_job(claimed, Job.State.STOPPED)
        return
    Proposal.objects.filter(pk=row.pk, state=State.ENDED).update(state=State.COMPUTING)
    with running(claimed) as tell:
        watch = Watch(tell, STEP, LIMIT_S)
        value = bridge.round_value(row.round, grouped(row.round), scarce_of(row.round), row.changes)
        keep(row.pk, bridge.proposed(value, stop=watch.stop, progress=watch.progress))


@transaction.atomic
def keep(proposal: int, document: dict[str, Any]) -> None:
    """Keep what was found; a stopped search keeps its best so far."""
    row = Proposal.objects.select_for_update().filter(pk=proposal, state=State.COMPUTING).first()
    if row is None:
        return
    row.state = State.READY if document["groups"] else State.IMPOSSIBLE
    row.document, row.value, row.bound = document, document["value"], document["bound"]
    row.save()


def _of(job: Job) -> Proposal | None:
    return Proposal.objects.select_related("round").filter(job=job).first()


def _page(job: Job) -> str:
    row = _of(job)
    return reverse("agree:proposal", args=[row.round_id, row.number]) if row else ""


def _may(user: Any, job: Job) -> bool:
    row = _of(job)
    return row is not None and bool(user.has_perm(ALLOWED, row.round))


def _cut_off(job: Job) -> None:
    Proposal.objects.filter(job=job, state=State.COMPUTING).update(state=State.ENDED)


def _finished(job: Job) -> bool:
    row = _of(job)
    return row is not None and row.state in {State.READY, State.IMPOSSIBLE}


def _say(progress: Progress) -> str:
    """The value so far (`total`) and the most possible (`done`)."""
    if not (progress.done or progress.total):
        return _("The first joint plan is being looked for.")
    return _("Value so far: %(value)s; more than %(bound)s is impossible.") % {
        "value": number_format(progress.total / HUNDREDTHS),
        "bound": number_format(progress.done / HUNDREDTHS),
    }


JOINT_PLAN = Kind(
    KIND,
    gettext_lazy("Proposal for a joint plan"),
    page=_page,
    may=_may,
    say=_say,
    cut_off=_cut_off,
    finished=_finished,
    stop=gettext_lazy("Stop, and keep the best so far"),
)
