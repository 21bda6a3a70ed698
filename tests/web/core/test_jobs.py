"""Long tasks: each ends, whatever happens to it or to the process that works on it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import nullcontext
from typing import Any

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from neisse.engine.values import NeisseError
from neisse.web.core import job_kinds, later, lease, signs
from neisse.web.core.actions import jobs
from neisse.web.core.actions.settle import MOST_ATTEMPTS, settle
from neisse.web.core.actors import SYSTEM
from neisse.web.core.job_kinds import Kind
from neisse.web.core.models import Job
from neisse.web.core.queries.jobs import shown
from neisse.web.intersect.actions.comparison import compare_all

DEAD = "heavy-1-gone"


@pytest.fixture
def cut_off(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The jobs of kind "test" that were told that they ended without a result."""
    told: list[int] = []
    monkeypatch.setitem(
        job_kinds._kinds, "test", Kind("test", "Test", cut_off=lambda job: told.append(job.pk))
    )
    return told


def begun() -> Job:
    return jobs.begin(compare_all, kind="test")


def killed(attempts: int = 1) -> Job:
    """A job whose worker was killed."""
    job = begun()
    assert jobs.claim(job.pk)
    Job.objects.filter(pk=job.pk).update(worker=DEAD)
    DBTaskResult.objects.filter(pk=job.queued).update(status="RUNNING", worker_ids=[DEAD] * attempts)
    signs.show(job.pk, DEAD, signs.Progress("texts", 500, 12_000))
    return job


def state(job: Job) -> str:
    return str(Job.objects.get(pk=job.pk).state)


def in_queue(job: Job) -> str:
    return str(DBTaskResult.objects.get(pk=job.queued).status)


@pytest.mark.parametrize(
    ("error", "ends", "is_raised"),
    [
        (None, "done", False),
        (jobs.StoppedError(), "stopped", False),
        (NeisseError("x.y", "file", "no columns"), "failed", False),
        (ArithmeticError(), "failed", True),
        (MemoryError(), "failed", True),
        (KeyboardInterrupt(), "failed", True),
    ],
)
def test_every_end_is_noted(cut_off: list[int], error: Any, ends: str, is_raised: bool) -> None:
    job = begun()
    with pytest.raises(type(error)) if is_raised else nullcontext(), jobs.running(job) as tell:
        tell("texts", 1, 2)
        if error is not None:
            raise error
    found = Job.objects.get(pk=job.pk)
    assert (found.state, found.done, found.total) == (ends, 1, 2)
    assert cut_off == ([] if ends == "done" else [job.pk])


def test_progress_and_stop_need_no_database(django_assert_num_queries: Any) -> None:
    """An import holds the lock of SQLite in one transaction; signs have to pass nevertheless."""
    job = jobs.claim(begun().pk)
    assert job is not None
    tell = jobs.Tell(job)
    with django_assert_num_queries(0):
        tell("store", 1, 9)
        assert shown(job).progress == signs.Progress("store", 1, 9)
        jobs.request_stop(job, actor=SYSTEM)
        assert shown(job).is_stopping
        with pytest.raises(jobs.StoppedError):
            tell("store", 2, 9)


def test_a_waiting_job_that_is_stopped_is_never_begun(cut_off: list[int]) -> None:
    job = begun()
    jobs.request_stop(job, actor=SYSTEM)
    assert state(job) == "stopped"
    assert jobs.claim(job.pk) is None
    assert not DBTaskResult.objects.filter(pk=job.queued).exists()


def test_one_of_two_claims() -> None:
    job = begun()
    assert [bool(jobs.claim(job.pk)), bool(jobs.claim(job.pk))] == [True, False]


def test_a_process_that_is_killed_is_known_to_be_dead() -> None:
    code = (
        "import sys, time; from pathlib import Path; from django.conf import settings; settings.configure();"
        "from neisse.web.core import lease; lease.folder = lambda: Path(sys.argv[1]);"
        "print(lease.mine('heavy'), flush=True); time.sleep(60)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(lease.folder())],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ},
    )
    assert child.stdout is not None
    name = child.stdout.readline().strip()
    assert lease.alive(name)
    assert name in {process.name for process in lease.living("heavy")}
    child.kill()
    child.wait()
    assert not lease.alive(name)
    assert name not in {process.name for process in lease.living()}


def test_what_is_safe_to_repeat_goes_on_by_itself_but_not_for_ever(cut_off: list[int]) -> None:
    job = killed(attempts=MOST_ATTEMPTS - 1)
    assert settle() == 1
    assert (state(job), in_queue(job)) == ("waiting", "READY")
    assert Job.objects.get(pk=job.pk).attempts == MOST_ATTEMPTS - 1
    poison = killed(attempts=MOST_ATTEMPTS)
    settle()
    assert (state(poison), in_queue(poison), cut_off) == ("failed", "FAILED", [poison.pk])
    assert shown(Job.objects.get(pk=poison.pk)).may_try_again
    assert settle() == 0


def test_what_is_not_safe_to_repeat_ends_as_failed_and_can_be_tried_again(
    cut_off: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(later, "_repeatable", set())
    job = killed()
    settle()
    assert (state(job), cut_off) == ("failed", [job.pk])
    assert jobs.try_again(job, actor=SYSTEM)
    job.refresh_from_db()
    assert (job.state, in_queue(job), job.arguments) == ("waiting", "READY", [])
    assert not jobs.try_again(job, actor=SYSTEM)
    assert jobs.claim(job.pk)


def test_work_that_was_done_but_not_noted_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(job_kinds._kinds, "test", Kind("test", "Test", finished=lambda _job: True))
    job = killed()
    settle()
    assert state(job) == "done"


def test_who_was_asked_to_stop_and_died_is_stopped(cut_off: list[int]) -> None:
    job = killed()
    jobs.request_stop(Job.objects.get(pk=job.pk), actor=SYSTEM)
    settle()
    assert state(job) == "stopped"


def test_the_living_are_left_alone_unless_they_are_idle() -> None:
    job = begun()
    assert jobs.claim(job.pk)
    DBTaskResult.objects.filter(pk=job.queued).update(status="RUNNING", worker_ids=[lease.mine()])
    assert settle() == 0
    assert state(job) == "running"
    assert settle(idle=lease.mine()) == 1
    assert state(job) == "waiting"


@pytest.mark.parametrize("status", ["FAILED", "SUCCESSFUL", None])
def test_a_job_without_a_place_in_the_queue_does_not_wait_for_ever(
    cut_off: list[int], status: str | None
) -> None:
    job = begun()
    rows = DBTaskResult.objects.filter(pk=job.queued)
    if status is None:
        rows.delete()
    else:
        rows.update(status=status)
    settle()
    assert state(job) == "failed"


def test_a_task_without_a_job_is_settled_likewise(monkeypatch: pytest.MonkeyPatch) -> None:
    from neisse.web.core.tasks import forget_due

    later.once(forget_due)
    DBTaskResult.objects.update(status="RUNNING", worker_ids=[DEAD])
    settle()
    assert DBTaskResult.objects.get().status == "READY"
    monkeypatch.setattr(later, "_repeatable", set())
    DBTaskResult.objects.update(status="RUNNING")
    settle()
    assert DBTaskResult.objects.get().status == "FAILED"


def test_who_does_not_listen_is_named() -> None:
    job = killed()
    signs.ask_to_stop(job.pk)
    assert signs.deaf(after_s=60) == set()
    path = lease.folder() / f"job-{job.pk}.stop"
    os.utime(path, (time.time() - 61, time.time() - 61))
    assert signs.deaf(after_s=60) == {DEAD}
    signs.forget(job.pk)


def test_the_list_is_the_managers_and_does_everything(
    people: Any, client_of: Any, cut_off: list[int]
) -> None:
    job = begun()
    act = reverse("core:job_act", args=[job.pk])
    for role in ("circle", "member", "guest"):
        client = client_of(people[role]) if role in people else client_of(None)
        assert client.get(reverse("core:tasks")).status_code == 403
        assert client.post(act, {"action": "stop"}).status_code == 404
    assert state(job) == "waiting"
    manager = client_of(people["manager"], headers={"accept-language": "en"})
    assert "waiting" in manager.get(reverse("core:tasks")).content.decode()
    for action, after in (
        ("stop", "stopped"),
        ("again", "waiting"),
        ("again", "waiting"),
        ("stop", "stopped"),
    ):
        assert manager.post(act, {"action": action, "tasks": 1})["Location"] == reverse("core:tasks")
        assert state(job) == after
    manager.post(act, {"action": "discard", "tasks": 1})
    assert not Job.objects.filter(pk=job.pk).exists()
    assert manager.post(act, {"action": "stop"}).status_code == 404
    assert manager.get(reverse("core:job", args=[job.pk]))["HX-Refresh"] == "true"


@pytest.mark.parametrize("end", ["heeds", "is done", "fails", "dies"])
def test_one_press_discards_a_job_at_work(people: Any, client_of: Any, cut_off: list[int], end: str) -> None:
    job = killed() if end == "dies" else jobs.claim(begun().pk)
    assert job is not None
    manager = client_of(people["manager"])
    manager.post(reverse("core:job_act", args=[job.pk]), {"action": "discard", "tasks": 1})
    assert state(job) == "running"
    if end == "dies":
        settle()
    else:
        with pytest.raises(ArithmeticError) if end == "fails" else nullcontext(), jobs.running(job) as tell:
            if end == "heeds":
                tell("texts", 1, 2)
            if end == "fails":
                raise ArithmeticError
    assert not Job.objects.filter(pk=job.pk).exists()
    assert cut_off == ([] if end == "is done" else [job.pk])


def test_the_part_polls_while_it_is_at_work_and_offers_to_try_again(people: Any, client_of: Any) -> None:
    job = killed()
    manager = client_of(people["manager"], headers={"accept-language": "en"})
    page = manager.get(reverse("core:job", args=[job.pk])).content.decode()
    assert "hx-get" in page
    assert "500 / 12,000" in page
    jobs.end_job(job, Job.State.FAILED, job_kinds.LOST)
    answer = manager.get(reverse("core:job", args=[job.pk]))
    assert answer["HX-Refresh"] == "true"
    assert 'value="again"' in answer.content.decode()
