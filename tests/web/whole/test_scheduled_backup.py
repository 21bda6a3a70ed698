"""Backups by themselves: once a day, the old ones go, others' files stay, failures are noted and tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from neisse.engine.values import NeisseError
from neisse.web.core import later
from neisse.web.core.actions.backup import scheduled
from neisse.web.core.queries.backups import last_backup

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> list[Path]:
    """The schedule with a folder; backups are written by a stand-in, which is all that it asks of them."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.BACKUP_FOLDER = str(tmp_path / "kept")
    settings.BACKUP_HOUR = 3
    (tmp_path / "kept").mkdir()
    done: list[Path] = []

    def write(target: Path) -> None:
        target.write_bytes(b"whole")
        done.append(target)

    monkeypatch.setattr(scheduled, "write_backup", write)
    return done


def test_once_a_day_and_the_old_ones_go(writes: list[Path], settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_KEEP_DAYS, settings.BACKUP_KEEP_WEEKS = 3, 2
    other = tmp_path / "kept" / "neisse-mine.backup"
    other.write_text("not of the schedule")
    for hours in range(0, 24 * 30, 5):
        scheduled.back_up_when_due(NOON + timedelta(hours=hours))
    assert len(writes) in {30, 31}
    left = scheduled.backups_in(tmp_path / "kept")
    assert 3 <= len(left) <= 5
    assert left[max(left)] == writes[-1]
    assert other.exists()
    assert last_backup()["file"] == str(writes[-1])
    assert last_backup()["error"] == ""


def test_no_folder_no_backup(writes: list[Path], settings: Any) -> None:
    settings.BACKUP_FOLDER = ""
    assert scheduled.back_up_when_due(NOON) is None
    assert writes == []
    assert last_backup() == {}


def test_a_failure_is_noted_tried_again_and_takes_no_old_one_away(
    writes: list[Path], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKUP_KEEP_DAYS = settings.BACKUP_KEEP_WEEKS = 1
    scheduled.back_up_when_due(NOON)
    with monkeypatch.context() as context:
        context.setattr(scheduled, "write_backup", failing)
        with pytest.raises(NeisseError):
            scheduled.back_up_when_due(NOON + timedelta(days=1))
    assert writes[0].exists()
    said = last_backup()
    assert "backup.disk_full" in said["error"]
    assert said["done_at"] == NOON.isoformat(timespec="seconds")
    assert scheduled.back_up_when_due(NOON + timedelta(days=1, minutes=15)) is not None
    assert last_backup()["error"] == ""
    assert not writes[0].exists()


def failing(target: Path) -> None:
    raise NeisseError("backup.disk_full", str(target), "the disk is full")


@given(st.sets(MOMENTS, max_size=60), st.integers(0, 9), st.integers(0, 9))
def test_rotation_keeps_the_newest_of_each_day_and_week(
    moments: set[datetime], days: int, weeks: int
) -> None:
    gone = scheduled.superfluous(moments, days, weeks)
    kept = moments - set(gone)
    assert len(kept) <= 1 + days + weeks
    if moments:
        assert max(moments) in kept
    newest: dict[Any, datetime] = {}
    for moment in sorted(moments):
        newest[timezone.localtime(moment).date()] = moment
    assert (
        {newest[day] for day in sorted(newest)[len(newest) - days :]} <= kept if days < len(newest) else True
    )
    assert scheduled.superfluous(kept, days, weeks) == []


@given(MOMENTS, st.integers(0, 23))
def test_it_is_due_once_a_day(now: datetime, hour: int) -> None:
    due = scheduled.due_at(now, hour)
    assert due <= now
    assert now - due < timedelta(hours=26)
    assert timezone.localtime(due).hour == hour or hour == 2  # the hour that the clock leaves out in March


def test_the_schedule_is_registered() -> None:
    assert "core.back_up" in {entry.name for entry in later.periodic()}
