"""Health: machines hear ok or codes, managers hear what was found, strangers hear no more than codes."""

from __future__ import annotations

import inspect
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from typer.testing import CliRunner

from neisse.web.core import later, lease
from neisse.web.core.actions.mail import post
from neisse.web.core.actions.periodic import enqueue_due
from neisse.web.core.job_kinds import UNEXPECTED
from neisse.web.core.lease import Process
from neisse.web.core.models import Job, Mail, Periodic
from neisse.web.core.queries import health
from neisse.web.core.tasks import forget_due
from neisse.web.meet.actions.reminders import send_reminders

ROOT = Path(__file__).parents[3]
done: dict[str, str] = {}


@pytest.fixture
def well(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> dict[str, float]:
    """Workers that beat, by their queue; nothing is late."""
    beats = dict.fromkeys((*later.QUEUES, lease.MAIL), 1.0)
    monkeypatch.setattr(
        lease,
        "living",
        lambda work="": [Process(f"{work}-1", work, s) for name, s in beats.items() if name == work],
    )
    settings.BACKUP_FOLDER = str(tmp_path)
    monkeypatch.setattr(health, "last_backup", lambda: dict(done))
    done["done_at"], done["error"] = timezone.now().isoformat(), ""
    enqueue_due(timezone.now())
    DBTaskResult.objects.all().delete()
    return beats


def said() -> Any:
    answer = Client().get("/health/")
    assert answer.status_code == 200
    return answer.json()


def test_all_is_well(well: dict[str, float]) -> None:
    assert said() == {"status": "ok", "codes": []}


def no_worker(beats: dict[str, float]) -> None:
    del beats[later.HEAVY]


def no_sender(beats: dict[str, float]) -> None:
    del beats[lease.MAIL]


def silent_worker(beats: dict[str, float]) -> None:
    beats[later.LIGHT] = lease.SILENT_S + 1


def old_queue(_beats: dict[str, float]) -> None:
    later.once(forget_due)
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=16))


def old_periodic(_beats: dict[str, float]) -> None:
    Periodic.objects.update(due_at=timezone.now() - timedelta(hours=1))


def failed_mail(_beats: dict[str, float]) -> None:
    post("test", "secret@example.org", language="en", subject="s", body="b")
    Mail.objects.update(state=Mail.State.FAILED)


def waiting_mail(_beats: dict[str, float]) -> None:
    post("test", "secret@example.org", language="en", subject="s", body="b")
    Mail.objects.update(created_at=timezone.now() - timedelta(hours=2))


def unsure_mail(_beats: dict[str, float]) -> None:
    post("test", "secret@example.org", language="en", subject="s", body="b")
    Mail.objects.update(state=Mail.State.PERHAPS_SENT)


def failed_periodic(_beats: dict[str, float]) -> None:
    later.once(forget_due)
    row = DBTaskResult.objects.get()
    DBTaskResult.objects.update(status="FAILED")
    Periodic.objects.filter(name="core.forget_due").update(queued=row.pk)


def failed_task(_beats: dict[str, float]) -> None:
    later.enqueue(send_reminders, 1)
    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now())


def failed_job(_beats: dict[str, float]) -> None:
    Job.objects.create(kind="x", state=Job.State.FAILED, message=UNEXPECTED, ended_at=timezone.now())


def old_backup(_beats: dict[str, float]) -> None:
    done["done_at"] = (timezone.now() - timedelta(hours=27)).isoformat()


def no_backup(_beats: dict[str, float]) -> None:
    done.clear()


def failed_backup(_beats: dict[str, float]) -> None:
    done["error"] = "secret: the disk is full"


FAULTS = [
    (no_worker, "worker.gone"), (silent_worker, "worker.silent"), (old_queue, "queue.old"),
    (old_periodic, "periodic.late"), (failed_mail, "mail.failed"), (waiting_mail, "mail.old"),
    (no_sender, "worker.gone"), (unsure_mail, "mail.perhaps"), (failed_periodic, "periodic.failed"),
    (old_backup, "backup.old"), (no_backup, "backup.old"), (failed_backup, "backup.failed"),
    (failed_task, "task.failed"), (failed_job, "task.failed"),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "code"), FAULTS, ids=[fault.__name__ for fault, _code in FAULTS])
def test_each_fault_has_its_code_and_no_more_for_strangers(well: Any, fault: Any, code: str) -> None:
    fault(well)
    assert said() == {"status": "degraded", "codes": [code]}


def test_what_to_do_is_written_down_for_each_code() -> None:
    said = set(re.findall(r'Sign\("([a-z._]+)"', inspect.getsource(health))) - {"version"}
    page = (ROOT / "docs" / "how-to" / "run-an-instance.md").read_text(encoding="utf-8")
    assert said >= {code for _fault, code in FAULTS}
    assert {code for code in said if f"`{code}`" not in page} == set()


def test_a_task_for_later_is_not_old_before_its_time(well: Any) -> None:
    later.once(forget_due, at=timezone.now() + timedelta(days=1))
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(days=30))
    assert said()["status"] == "ok"


def test_what_was_refused_failed_long_ago_or_was_told_elsewhere_is_no_fault(well: Any) -> None:
    later.enqueue(send_reminders, 1)
    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now() - timedelta(days=2))
    Job.objects.create(kind="x", state=Job.State.FAILED, message="import.empty", ended_at=timezone.now())
    assert said()["status"] == "ok"


def test_the_page_is_for_managers(well: Any, people: Any, client_of: Any) -> None:
    failed_mail(well)
    url = reverse("core:health_details")
    page = client_of(people["manager"], headers={"accept-language": "en"}).get(url).content.decode()
    assert "mail.failed" in page
    assert "Version" in page
    for role in ("circle", "guest"):
        assert client_of(people[role]).get(url).status_code == 403


def test_the_command_says_the_same_with_its_exit_code(well: Any) -> None:
    from neisse.cli.check import app

    assert CliRunner().invoke(app).exit_code == 0
    failed_mail(well)
    done = CliRunner().invoke(app)
    assert done.exit_code == 1
    assert "mail.failed" in done.stdout
