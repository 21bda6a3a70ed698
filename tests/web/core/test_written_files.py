"""Long lists: their file is written by the worker, in the rights of who asked, and is there for a day."""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from neisse.web.core.actions import written_files
from neisse.web.core.links import signed
from neisse.web.core.models import Job
from neisse.web.core.views import downloads

LIST = "/records/export/organisations/?format=csv"
SOURCE = Path(downloads.__file__).parents[2]
# What they list belongs to one record or one event, or was counted by the view that calls them.
BOUNDED = {"intersect/exports.py", "meet/views/feedback.py", "record/exports.py"}


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(downloads, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(written_files, "folder", lambda: tmp_path)
    monkeypatch.setattr(downloads, "folder", lambda: tmp_path)


@pytest.fixture
def network(organisation: Any) -> list[Any]:
    shown = [organisation(id=f"open-{n}", name=f"Open {n}") for n in range(3)]
    return [*shown, organisation(id="closed", name="Closed house", visibility="circle")]


def work() -> Job:
    job = Job.objects.filter(kind=written_files.FILE).latest("pk")
    written_files.write_file.func(job.pk, *job.arguments)
    job.refresh_from_db()
    return job


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def test_a_short_list_is_handed_over_at_once(organisation: Any, client: Client) -> None:
    organisation()
    answer = client.get(LIST)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert not Job.objects.exists()


@pytest.mark.parametrize("role", ["", "guest", "circle"])
def test_a_long_one_is_written_in_the_rights_of_who_asked(
    role: str, network: Any, user: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = client_of(user(role) if role else None)
    away = reader.get(LIST)
    assert away.status_code == 302
    waiting = reader.get(away.url).content.decode()
    assert 'http-equiv="refresh"' in waiting
    assert "download_file" not in waiting
    assert reader.get(f"{away.url}file/").status_code == 404
    job = work()
    assert job.state == Job.State.DONE, job.message
    page = reader.get(away.url)
    assert page["Cache-Control"] == "private, no-store"
    assert 'http-equiv="refresh"' not in page.content.decode()
    file = re.search(r'href="([^"]+/file/)"', page.content.decode())
    assert file
    answer = reader.get(file[1])
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["Cache-Control"] == "private, no-store"
    monkeypatch.setattr(downloads, "MOST_AT_ONCE", 1000)
    said = body(answer)
    assert said == body(reader.get(LIST))
    assert (b"Closed house" in said) == (role == "circle")


def test_asked_twice_it_is_written_once(network: Any, client: Client) -> None:
    pages = {client.get(LIST).url for _ in range(3)}
    assert len({page.split("/")[2] for page in pages}) == 1
    assert Job.objects.count() == 1


def test_only_who_has_the_address_gets_it(network: Any, client: Client) -> None:
    away = client.get(LIST).url
    job = work()
    for secret in (
        signed("download 0"),
        signed(downloads.purpose(job.pk + 1)),
        away.split("/")[3][:-1] + ("B" if away.split("/")[3].endswith("A") else "A"),
        "x",
    ):
        for name in ("download", "download_file"):
            assert client.get(reverse(f"core:{name}", args=[job.pk, secret])).status_code == 404
    Job.objects.filter(pk=job.pk).update(kind="comparison")
    assert client.get(away).status_code == 404


def test_who_may_not_any_more_gets_nothing(network: Any, user: Any, client_of: Any) -> None:
    person = user("manager")
    away = client_of(person).get("/overlaps/export/overlaps/?format=csv")
    assert away.status_code == 200  # none yet: at once
    client_of(person).get(LIST)
    person.is_active = False
    person.save()
    assert work().state == Job.State.FAILED


def test_it_goes_after_a_day(network: Any, client: Client, tmp_path: Path) -> None:
    client.get(LIST)
    name = work().result["file"]
    assert written_files.forget_files(timezone.now()) == 0
    assert written_files.forget_files(timezone.now() + timedelta(days=1, minutes=1)) == 1
    assert not (tmp_path / name).exists()


def test_every_list_is_counted_before_it_is_made() -> None:
    """A view that hands a list over asks first how long it is; what is bounded otherwise is named above."""
    found = set()
    for file in SOURCE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("neisse.web.core")
            for alias in node.names
        }
        writes = any(
            isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "file" and len(node.args) == 3
            for node in ast.walk(tree)
        )
        if (
            (writes or "listed" in names)
            and "deferred" not in names
            and "downloads" not in {file.parent.name, file.stem}
        ):
            found.add(file.relative_to(SOURCE).as_posix())
    assert found == BOUNDED


def test_files_of_lists_are_no_part_of_a_backup() -> None:
    from neisse.web.core.actions.backup.writing import NOT_KEPT

    assert "exports" in NOT_KEPT
