"""Long lists: a page that tells how far their file is, and the file."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from neisse.web.core.actions.limits import Rate, wait_of
from neisse.web.core.actions.written_files import FILE, KEPT, begin_file, folder
from neisse.web.core.addresses import sender_of
from neisse.web.core.downloads import LISTS, Listing, chosen, filters_in_words, handed_over
from neisse.web.core.links import is_signed, signed
from neisse.web.core.models import Job
from neisse.web.core.queries import jobs as reads
from neisse.web.core.views.errors import too_many

MOST_AT_ONCE = 1000
BEGUN = Rate(60, 3600)


def deferred(request: HttpRequest, rows: int) -> HttpResponse | None:
    """None where a list of so many rows is written at once; else the way to the page that waits for its file.

    Called first thing by every view that writes a list. Who has the address of that page has the file, for a day.
    """
    if rows <= MOST_AT_ONCE or getattr(request, "is_in_background", False):
        return None
    if wait_s := wait_of("file", sender_of(request), BEGUN):
        return too_many(request, wait_s)
    owner = request.user if request.user.is_authenticated else None
    job = begin_file(request.get_full_path(), owner=owner, language=get_language() or "de")
    return redirect("core:download", job.pk, signed(purpose(job.pk)))


def written(
    request: HttpRequest, listing: Listing, rows: QuerySet[Any], name: str, bar: Form, *, title: str = ""
) -> HttpResponse:
    """A list, narrowed by the filters `bar` of its page, as the file that is asked for (`format`, else CSV).

    Written at once, or on the page that waits. Errors: `export.format`.
    """
    form = chosen(request.GET.get("format", "csv"), LISTS)
    if away := deferred(request, rows.count()):
        return away
    return listing.file(list(rows), form, name, filters=filters_in_words(bar), title=title)


@require_safe
def download(request: HttpRequest, pk: int, secret: str) -> HttpResponse:
    """How far the file is; looks again by itself, without scripts too."""
    job = _found(pk, secret)
    return render(request, "core/download.html", {"shown": reads.shown(job), "secret": secret})


@require_safe
def download_file(request: HttpRequest, pk: int, secret: str) -> HttpResponseBase:
    """The file."""
    said = _found(pk, secret).result
    place = folder() / str(said.get("file", ""))
    if not said or not place.is_file():
        raise Http404
    return handed_over(place.open("rb"), said["heads"])


def purpose(pk: int) -> str:
    """What the secret of such a page is signed for."""
    return f"download {pk}"


def _found(pk: int, secret: str) -> Job:
    job = reads.find(pk) if is_signed(secret, purpose(pk), int(KEPT.total_seconds())) else None
    if job is None or job.kind != FILE:
        raise Http404
    return job
