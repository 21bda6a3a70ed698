"""The work of a schedule: solve or repair, then keep the answer; what people answer meanwhile is not touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from neisse.engine.values import NeisseError, packed
from neisse.web.core import later
from neisse.web.core.actions.jobs import begin_job, claim, end_job, running
from neisse.web.core.actions.watch import Watch
from neisse.web.core.job_kinds import Kind
from neisse.web.core.models import Job
from neisse.web.core.signs import Progress
from neisse.web.meet.actions.places import locked
from neisse.web.meet.bridge import scheduling as bridge
from neisse.web.meet.bridge.meetings import Problem, past_slots, problem_of
from neisse.web.meet.bridge.scheduling import Schedule, Status
from neisse.web.meet.models import (
    Meeting,
    MeetingChange,
    MeetingSeat,
    ScheduleVersion,
    Unplaced,
)
from neisse.web.meet.queries.schedules import moved, places

State = ScheduleVersion.State
KIND = "schedule"
STEP = "breaks"
BATCH = 2_000


@later.work(queue=later.HEAVY, repeats=True)
def compute_schedule(job: int, version: int, limit_s: float) -> None:
    """Compute a version that was begun; where it was deleted or has another job by now, this job ends as stopped."""
    found = ScheduleVersion.objects.select_related("event", "job", "based_on").filter(pk=version).first()
    if found is not None and found.job_id == job:
        compute(found, limit_s=limit_s)
    elif (claimed := claim(job)) is not None:
        end_job(claimed, Job.State.STOPPED)


def compute(version: ScheduleVersion, *, limit_s: float = 60.0) -> None:
    """Do what a version was begun for, to its end, its stop or a user error; each is noted on version and job."""
    job = claim((version.job or begin_job(KIND, str(version.pk))).pk)
    if job is None:
        return
    ScheduleVersion.objects.filter(pk=version.pk, state=State.IMPOSSIBLE).update(
        state=State.COMPUTING, reasons=[]
    )
    with running(job) as tell:
        try:
            keep(version, *_searched(version, Watch(tell, STEP, limit_s)))
        except NeisseError as error:
            give_up(version.pk, [packed(error.text)])
            raise


def _searched(version: ScheduleVersion, watch: Watch) -> tuple[Problem, Schedule]:
    if version.based_on is not None:
        return mend(version, version.based_on, watch.stop)
    problem = problem_of(version.event)
    schedule = bridge.solve(
        problem.instance,
        stop=watch.stop,
        spent=watch.spent,
        seed=version.seed,
        progress=watch.progress,
        mode="anytime",
    )
    return problem, schedule


def give_up(version: int, reasons: list[Any]) -> None:
    """Say why there is no schedule."""
    ScheduleVersion.objects.filter(pk=version, state=State.COMPUTING).update(
        state=State.IMPOSSIBLE, reasons=reasons
    )


def mend(
    version: ScheduleVersion, base: ScheduleVersion, stop: Callable[[], bool]
) -> tuple[Problem, Schedule]:
    """The published schedule after what happened since, with as few other meetings moved as possible."""
    event = version.event
    frozen = past_slots(event, timezone.now())
    problem = problem_of(event, frozen=frozen)
    held = places(base)
    seen = held.keys() | (set(base.unplaced.values_list("request", flat=True)) - called_off_in_error(base))
    known = problem.only({r.pk for r in problem.requests if r.pk in seen})
    changes = MeetingChange.objects.filter(version=version).select_related("slot")
    new = {r.pk for r in problem.requests} - seen
    done = bridge.repair(
        known.instance,
        bridge.schedule_as_held(known, held),
        [*bridge.added(problem, new), *bridge.engine_changes(changes, problem)],
        frozen_slots={str(pk) for pk in frozen},
        stop=stop,
    )
    by_pk = {r.pk: r for r in problem.requests}
    requests = [by_pk[int(r.id)] for r in done.instance.requests]
    after = Problem(done.instance, problem.slots, problem.tables, requests, problem.left_out, problem.people)
    return after, done.schedule


def called_off_in_error(base: ScheduleVersion) -> set[int]:
    """Requests that a version has no slot for because of a change that was taken back: they are like new ones."""
    back = MeetingChange.objects.filter(
        event=base.event_id, state=MeetingChange.State.DISMISSED, version__isnull=False
    )
    unplaced = base.unplaced.all()
    if not back.filter(kind=MeetingChange.Kind.TABLE_CLOSED).exists():
        people = back.exclude(registration=None).values("registration")
        unplaced = unplaced.filter(Q(request__asker__in=people) | Q(request__asked__in=people))
    return set(unplaced.values_list("request", flat=True))


@transaction.atomic
def keep(version: ScheduleVersion, problem: Problem, schedule: Schedule) -> None:
    """Store a schedule that the checker has passed; nothing where the version was deleted meanwhile."""
    event = locked(version.event)
    if not ScheduleVersion.objects.filter(pk=version.pk, state=State.COMPUTING).exists():
        return
    if schedule.status is Status.INFEASIBLE or not schedule.slots:
        version.state, version.reasons = State.IMPOSSIBLE, [packed(said) for said in schedule.reasons]
        version.save()
        return
    bridge.must_be_right(problem.instance, schedule, has_past=version.based_on is not None)
    place(version, problem, schedule)
    leave_out(version, problem, schedule)
    version.state, version.reasons = State.DRAFT, [packed(said) for said in schedule.reasons]
    version.requested = len(problem.requests) + len(problem.left_out)
    version.placed = sum(slot is not None for slot in schedule.slots)
    version.weight, version.weight_bound = schedule.weight, schedule.weight_bound
    version.breaks, version.breaks_bound = schedule.breaks, schedule.bound
    version.idle, version.worst_breaks = schedule.idle, max(schedule.breaks_by_participant, default=0)
    version.proven = schedule.status is Status.OPTIMAL
    base = version.based_on or event.schedules.filter(state=State.PUBLISHED).first()
    version.moved = len(moved(base, version)) if base else 0
    version.save()


def place(version: ScheduleVersion, problem: Problem, schedule: Schedule) -> None:
    """One row a meeting, two seats each."""
    meetings = [
        Meeting(version=version, slot=problem.slots[s], table=problem.tables[t], request=request)
        for request, s, t in zip(problem.requests, schedule.slots, schedule.tables, strict=True)
        if s is not None and t is not None
    ]
    Meeting.objects.bulk_create(meetings, batch_size=BATCH)
    MeetingSeat.objects.bulk_create(
        (
            MeetingSeat(version=version, slot=m.slot, registration=person, meeting=m)
            for m in meetings
            for person in (m.request.asker, m.request.asked)
        ),
        batch_size=BATCH,
    )


def leave_out(version: ScheduleVersion, problem: Problem, schedule: Schedule) -> None:
    """Why requests have no slot, in codes and numbers."""
    by_pk = {str(r.pk): r for r in problem.requests}
    people = problem.person_of
    rows = [
        Unplaced(
            version=version,
            request=by_pk[left.request],
            code=left.code,
            person_id=people.get(left.subject),
            numbers={"asked": left.asked, "room": left.room} if left.room or left.asked else {},
        )
        for left in schedule.unplaced
    ]
    rows += [Unplaced(version=version, request=request, code=code) for request, code in problem.left_out]
    Unplaced.objects.bulk_create(rows, batch_size=BATCH)


def _version_of(job: Job) -> ScheduleVersion | None:
    return ScheduleVersion.objects.select_related("event").filter(job=job).first()


def _page(job: Job) -> str:
    version = _version_of(job)
    return reverse("meet:schedule", args=[version.event.slug, version.number]) if version else ""


def _may(user: Any, job: Job) -> bool:
    version = _version_of(job)
    return version is not None and bool(user.has_perm("meet.organise_event", version.event))


def _cut_off(job: Job) -> None:
    version = _version_of(job)
    if version is not None:
        give_up(version.pk, [_("The computation ended before there was a schedule.")])


def _is_kept(job: Job) -> bool:
    version = _version_of(job)
    return version is not None and version.state not in {State.COMPUTING, State.IMPOSSIBLE}


def _say(progress: Progress) -> str:
    """Breaks so far (`total`) and the fewest possible (`done`)."""
    if not (progress.done or progress.total):
        return _("Waiting for the first schedule.")
    return _("%(value)s breaks so far; fewer than %(bound)s are impossible.") % {
        "value": number_format(progress.total, force_grouping=True),
        "bound": number_format(progress.done, force_grouping=True),
    }


SCHEDULE = Kind(
    KIND,
    gettext_lazy("Schedule"),
    page=_page,
    may=_may,
    say=_say,
    cut_off=_cut_off,
    finished=_is_kept,
    stop=gettext_lazy("Stop, and keep the best so far"),
)
