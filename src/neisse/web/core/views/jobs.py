"""Long tasks: the list for managers, the progress of one, and what people do with it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from neisse.web.core import posted, ways
from neisse.web.core.actions import jobs as actions
from neisse.web.core.job_kinds import MANAGES, handles
from neisse.web.core.models import Job
from neisse.web.core.queries import jobs as reads


@require_safe
@never_cache
@permission_required(MANAGES, raise_exception=True)
def tasks(request: HttpRequest) -> HttpResponse:
    """All long tasks with state, age and progress."""
    return render(request, "core/tasks.html", {"jobs": reads.latest()})


@require_safe
@never_cache
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a job is, as a fragment; the whole page again when it has ended."""
    job = reads.find(pk)
    if job is not None and not handles(request.user, job):
        raise Http404
    shown = reads.shown(job) if job else None
    answer = render(request, "core/parts/job.html", {"shown": shown})
    if shown is None or not shown.is_open:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop, try again or discard a job; then back to where its button was."""
    job = _handled(request, pk)
    page = reads.shown(job).page
    match posted.word(request, "action"):
        case "stop":
            actions.request_stop(job, actor=request.user)
            messages.success(request, _("It stops in a moment."))
        case "again" if actions.try_again(job, actor=request.user):
            messages.success(request, _("It waits for its turn again."))
        case "again":
            messages.warning(request, _("It cannot be tried again."))
        case "discard":
            actions.discard(job, actor=request.user)
            messages.success(request, _("The task is discarded."))
    return ways.to(page if page and "tasks" not in request.POST else reverse("core:tasks"))


def _handled(request: HttpRequest, pk: int) -> Job:
    """The job, for who may handle it; for everybody else it is not there."""
    job = reads.find(pk)
    if job is None or not handles(request.user, job):
        raise Http404
    return job
