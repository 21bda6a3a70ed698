"""Long lists as files that are written in the background: the same view as for a short one, answered by a worker."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import HttpResponse
from django.urls import resolve
from django.utils import translation

from neisse.engine.values import NeisseError
from neisse.web.core import later
from neisse.web.core.actions.jobs import OPEN, begin, claim, running
from neisse.web.core.downloads import heads_of, told_rows
from neisse.web.core.models import Job

FILE = "file"
KEPT = timedelta(days=1)


@transaction.atomic
def begin_file(path: str, *, owner: Any, language: str) -> Job:
    """The job that writes what the address `path` (with its query) answers to `owner` (None: the public).

    One that is open already for the same address and owner is taken.
    """
    known = Job.objects.filter(kind=FILE, owner=owner, state__in=OPEN, arguments=[path, language])
    name = path.partition("?")[0].rstrip("/").rpartition("/")[2]
    return known.first() or begin(write_file, path, language, kind=FILE, subject=name[:200], owner=owner)


@later.work(repeats=True)
def write_file(job: int, path: str, language: str) -> None:
    """Write the file whole or not at all, in the rights that its owner has now."""
    claimed = claim(job)
    if claimed is None:
        return
    with running(claimed) as tell, translation.override(language), told_rows(tell):
        owner = claimed.owner or AnonymousUser()
        if claimed.owner is not None and not claimed.owner.is_active:
            raise _refused(path)
        answer = _answer(owner, path)
        name = f"{claimed.pk}-{secrets.token_hex(16)}"
        part = folder() / f".{name}"
        part.write_bytes(answer.content)
        part.replace(folder() / name)
        tell.result = {"file": name, "heads": heads_of(answer)}


def folder() -> Path:
    """Where the files lie, for the instance alone."""
    place = Path(settings.DATA) / "exports"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def forget_files(now: datetime) -> int:
    """Delete files that were written a day ago; returns how many."""
    until = (now - KEPT).timestamp()
    old = [path for path in folder().iterdir() if path.stat().st_mtime < until]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _answer(user: Any, path: str) -> HttpResponse:
    """What the view behind an address answers to somebody."""
    place, _mark, query = path.partition("?")
    request: Any = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": place,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.input": BytesIO(),
        }
    )
    request.user, request.resolver_match, request.is_in_background = user, resolve(place), True
    answer: HttpResponse = request.resolver_match.func(
        request, *request.resolver_match.args, **request.resolver_match.kwargs
    )
    if not heads_of(answer):
        raise _refused(place)
    return answer


def _refused(place: str) -> NeisseError:
    return NeisseError("export.refused", place, "this list is not for you any more", "open its page again")
