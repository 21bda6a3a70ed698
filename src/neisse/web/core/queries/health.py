"""Whether the instance is well: workers, queue, mails, backup, disk, database, periodic work, version."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from neisse.web.core import later, lease
from neisse.web.core.health import Sign
from neisse.web.core.job_kinds import UNEXPECTED
from neisse.web.core.models import Job, Mail, Periodic
from neisse.web.core.queries.backups import last_backup
from neisse.web.core.said import said_again

OLD = timedelta(minutes=15)
MAIL_OLD = timedelta(hours=1)
TOLD = timedelta(days=1)
BACKUP_OLD = timedelta(hours=26)  # a day, and time to write it
LEAST_FREE_BYTES = 500 * 1024**2
MOST_LOG_BYTES = 1024**3
WORKERS = {
    later.LIGHT: gettext_lazy("Worker for short tasks"),
    later.HEAVY: gettext_lazy("Worker for long tasks"),
    lease.MAIL: gettext_lazy("Sender of mails"),
}


def workers(now: datetime) -> Iterator[Sign]:
    """Each queue, and the outbox, has a process that lives and beats."""
    for queue, label in WORKERS.items():
        beats = [process.silent_s for process in lease.living(queue)]
        if not beats:
            yield Sign("worker.gone", label, _("is not running"), is_well=False)
        else:
            found = _("last sign %(seconds)s s ago") % {"seconds": round(min(beats))}
            yield Sign("worker.silent", label, found, is_well=min(beats) < lease.SILENT_S)


def queue(now: datetime) -> Iterator[Sign]:
    """How much waits, and since when."""
    waiting = DBTaskResult.objects.ready()
    oldest = waiting.order_by("enqueued_at").first()
    since = now
    if oldest:
        is_dated = oldest.enqueued_at < oldest.run_after <= now
        since = oldest.run_after if is_dated else oldest.enqueued_at
    found = _("%(n)s waiting, the oldest for %(age)s") % {"n": waiting.count(), "age": timesince(since, now)}
    yield Sign("queue.old", gettext_lazy("Queue"), found, is_well=now - since < OLD)


def mails(now: datetime) -> Iterator[Sign]:
    """Mails that failed, that went out or not and nobody knows, and that wait longer than they should."""
    failed = Mail.objects.filter(state=Mail.State.FAILED).count()
    yield Sign("mail.failed", gettext_lazy("Mails that failed"), str(failed), is_well=not failed)
    unsure = Mail.objects.filter(state=Mail.State.PERHAPS_SENT).count()
    yield Sign("mail.perhaps", gettext_lazy("Mails that were perhaps sent"), str(unsure), is_well=not unsure)
    late = Mail.objects.filter(state=Mail.State.WAITING, created_at__lt=now - MAIL_OLD).count()
    yield Sign("mail.old", gettext_lazy("Mails that wait for more than an hour"), str(late), is_well=not late)


def backup(now: datetime) -> Iterator[Sign]:
    """The last backup by the schedule: how old it is, and whether the last attempt worked."""
    label, said = gettext_lazy("Last backup"), last_backup()
    done_at = datetime.fromisoformat(said["done_at"]) if said.get("done_at") else None
    age = _("%(age)s ago") % {"age": timesince(done_at, now)} if done_at else _("never yet")
    if not settings.BACKUP_FOLDER:
        yield Sign("backup.old", label, _("not by the clock: no folder is set"))
    elif said.get("error"):
        yield Sign("backup.failed", label, f"{age}; {said_again(said['error'])}", is_well=False)
    else:
        yield Sign("backup.old", label, age, is_well=done_at is not None and now - done_at < BACKUP_OLD)


def disk(now: datetime) -> Iterator[Sign]:
    """Room for files, and the size of the database where it is a file."""
    free = shutil.disk_usage(settings.DATA).free
    yield Sign("disk.low", gettext_lazy("Free disk"), filesizeformat(free), is_well=free >= LEAST_FREE_BYTES)
    path = Path(str(settings.DATABASES["default"]["NAME"]))
    if path.is_file():
        size, log = path.stat().st_size, Path(f"{path}-wal")
        ahead = log.stat().st_size if log.is_file() else 0
        found = _("%(size)s, write-ahead log %(log)s") % {
            "size": filesizeformat(size),
            "log": filesizeformat(ahead),
        }
        yield Sign("database.log", gettext_lazy("Database"), found, is_well=ahead < MOST_LOG_BYTES)


def periodic(now: datetime) -> Iterator[Sign]:
    """Periodic work is begun in its time, from the start of the instance on, and ends well."""
    known = {row.name: row for row in Periodic.objects.all()}
    queued = DBTaskResult.objects.filter(pk__in=[row.queued for row in known.values() if row.queued])
    failed = set(queued.filter(status=TaskResultStatus.FAILED).values_list("pk", flat=True))
    for each in later.periodic():
        row = known.get(each.name)
        last = (
            _("%(age)s ago") % {"age": timesince(row.last_at, now)} if row and row.last_at else _("never yet")
        )
        is_well = row is not None and row.due_at > now - OLD
        if row is not None and row.queued in failed:
            yield Sign("periodic.failed", each.label, last, is_well=False)
        else:
            yield Sign("periodic.late", each.label, last, is_well=is_well)


def tasks(now: datetime) -> Iterator[Sign]:
    """Work that ended in a fault of the program since yesterday; periodic work has its own sign.

    A job that was refused because of what people gave it is told to them, and is no fault.
    """
    jobs = Job.objects.filter(state=Job.State.FAILED, message=UNEXPECTED, ended_at__gte=now - TOLD).count()
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gte=now - TOLD)
    own = {each.task.module_path for each in later.periodic()}
    of_jobs = Job.objects.filter(queued__isnull=False).values("queued")
    n = jobs + rows.exclude(task_path__in=own).exclude(pk__in=of_jobs).count()
    yield Sign("task.failed", gettext_lazy("Tasks that failed since yesterday"), str(n), is_well=not n)


def release(now: datetime) -> Iterator[Sign]:
    """The version that runs."""
    yield Sign("version", gettext_lazy("Version"), version("neisse"))


LOOKS = (workers, queue, mails, backup, disk, periodic, tasks, release)
