"""Downloads: every list in every form, and the whole instance."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from neisse.engine.values import NeisseError
from neisse.formats.calendar_writing import write_calendar
from neisse.formats.sheets import write_sheet
from neisse.formats.vcard import write_vcards
from neisse.web.core.doors import closed
from neisse.web.core.queries import the_instance, today
from neisse.web.record.bridge.archive import write_archive
from neisse.web.record.bridge.fields import Object
from neisse.web.record.queries.exports import (
    LISTS,
    closed_measures,
    objects_for,
    organisation_names,
    reachable,
)

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "jsonl": "application/x-ndjson",
    "ics": "text/calendar; charset=utf-8",
    "vcf": "text/vcard; charset=utf-8",
}
FORMS = {"measures": ("csv", "xlsx", "ods", "jsonl", "ics"), "people": ("csv", "xlsx", "ods", "jsonl", "vcf")}
EVERYWHERE = ("csv", "xlsx", "ods", "jsonl")


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """A list (`?format=csv` ...) with the filters of its page, in the reader's rights."""
    if kind not in LISTS:
        raise Http404
    form = request.GET.get("format", "csv")
    offered = FORMS.get(kind, EVERYWHERE)
    if form not in offered:
        text = f"“{form}” is no form of this list"
        raise NeisseError("export.format", form, text, f"one of {', '.join(offered)}")
    objects = objects_for(request.user, kind, request.GET)
    return download(WRITERS[form](objects), f"{kind}-{today():%Y-%m-%d}.{form}", TYPES[form])


@require_safe
def export_instance(request: HttpRequest) -> HttpResponse:
    """Everything as one zip, without the blind plans that are closed even to managers."""
    if away := closed(request, "record.import"):
        return away
    packed = BytesIO()
    write_archive(packed, the_instance(), {"measure": closed_measures(request.user)})
    return download(packed.getvalue(), f"neisse-{today():%Y-%m-%d}.zip", "application/zip")


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to keep, never shown in the page."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def json_lines(objects: list[Object]) -> bytes:
    """One object a line."""
    return "".join(json.dumps(obj, ensure_ascii=False) + "\n" for obj in objects).encode()


WRITERS: dict[str, Callable[[list[Object]], bytes]] = {
    "csv": lambda objects: write_sheet(objects, "csv"),
    "xlsx": lambda objects: write_sheet(objects, "xlsx"),
    "ods": lambda objects: write_sheet(objects, "ods"),
    "jsonl": json_lines,
    "ics": lambda objects: write_calendar(
        objects, stamp=timezone.now(), title=str(the_instance()) or "Neisse"
    ),
    "vcf": lambda objects: write_vcards(reachable(objects), organisation_names(objects)),
}
