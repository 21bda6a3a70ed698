"""Imports in the API: upload, look at the preview, decide, confirm; or undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field

from neisse.formats.answers import Answers, answers_of
from neisse.web.accounts.bearers import KNOWN
from neisse.web.core.api.answers import Page, PageQuery, answer, page_of
from neisse.web.core.api.errors import forbidden, not_found, responses
from neisse.web.record.actions import imports, storing, undo
from neisse.web.record.models import ImportBatch
from neisse.web.record.queries.imports import imports_of, own_organisation
from neisse.web.record.schemas import Id, Line

router = Router(tags=["imports"])
Kind = Literal[
    "",
    "member",
    "organisation",
    "person",
    "network",
    "membership",
    "section",
    "topic_group",
    "measure",
    "figure",
]
ERRORS = responses(403, 404, 409)


class Counts(Schema):
    """What confirming would do, or did."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    doubtful: int = 0
    refused: int = 0


class ImportOut(Schema):
    """One file on its way in."""

    id: int = Field(examples=[1])
    file: str = Field(examples=["members.xlsx"])
    format: str = Field(examples=["xlsx"])
    kind: str = Field(examples=["organisation"])
    state: str = Field(examples=["previewed"])
    counts: Counts
    columns: dict[str, str] = Field(description="The field that each column of a table is read as.")
    findings: list[dict[str, Any]] = Field(description="Remarks with row, column, code and hint.")


class MappingIn(Schema):
    """How to read the columns of a table."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: Kind = "organisation"
    columns: dict[Line, Line] = Field(examples=[{"Firma": "name", "Ort": "city"}])


class DecisionsIn(Schema):
    """What records in doubt are."""

    model_config = ConfigDict(extra="forbid", strict=True)

    decisions: dict[Id, Id] = Field(
        description="By kind and id (“organisation x”): new, skip, or the id of a stored record.",
        examples=[{"organisation x": "new"}],
    )


class Upload(Schema):
    """What goes with a file: what its rows are, and what is said once for those that do not say it."""

    kind: Kind = Field("", description="What the rows of a table are; guessed from the headers if missing.")
    owner: Line = Field("", description="Whose its plans are: id or name of an organisation.")
    network: Line = Field("", description="Of which network its members are: id or name.")
    visibility: Literal["public", "circle", "blind"] = "circle"
    certainty: Literal["", "idea", "planned", "confirmed", "postponed", "cancelled"] = ""
    kind_within: Line = Field("", description="Of which kind its plans or organisations are.")
    language: Literal["", "de", "pl", "en"] = ""
    consent_purpose: Line = Field("", description="What the persons in it agreed to.")
    consent_given_on: date | None = None
    consent_by: Line = Field("", description="Who says so.")

    def answers(self) -> Answers:
        """As `formats.answers` takes them."""
        said = {name: getattr(self, name) for name in ("owner", "network", "certainty", "language")}
        consent = {
            "purpose": self.consent_purpose,
            "given_on": str(self.consent_given_on),
            "by": self.consent_by,
        }
        said |= {"visibility": self.visibility, "kind": self.kind_within}
        return answers_of(said | ({"consent": consent} if self.consent_given_on else {}))


class Undone(Schema):
    """What undoing did; `kept` are the ids of records that were changed since or are used by others.

    Plans that are closed to you stay too; they are not named.
    """

    removed: int
    restored: int
    kept: list[str]


@router.get("", auth=KNOWN, response={200: Page[ImportOut], **ERRORS}, summary="List imports")
def list_imports(request: HttpRequest, query: Annotated[PageQuery, Query()]) -> HttpResponse:
    """Your own imports, newest first; all of them for managers."""
    _importer(request)
    taken = imports_of(request.user)
    return page_of(request, taken, query, lambda part: [shown(batch) for batch in part])


@router.post("", auth=KNOWN, response={201: ImportOut, **ERRORS}, summary="Upload a file")
def upload(
    request: HttpRequest, file: Annotated[UploadedFile, File()], form: Annotated[Upload, Form()]
) -> HttpResponse:
    """Read a file and show what importing it would do. Nothing is stored before it is confirmed.

    Members bring plans of their own organisation.
    """
    _importer(request)
    name, data, answers = file.name or "file", file.read(), form.answers()
    if not answers.owner and not request.user.has_perm(storing.FOR_ALL):
        answers = replace(answers, owner=own_organisation(request.user)[0])
    batch = imports.upload(name, data, actor=request.user, kind=form.kind, answers=answers)
    with imports.given_up(batch, actor=request.user):
        imports.prepare(batch, actor=request.user)
    return answer(request, shown(batch), status=201)


@router.get("/{int:pk}", auth=KNOWN, response={200: ImportOut, **ERRORS}, summary="Look at an import")
def get_import(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview, or what was done."""
    return answer(request, shown(_batch(request, pk)))


@router.post(
    "/{int:pk}/mapping", auth=KNOWN, response={200: ImportOut, **ERRORS}, summary="Correct the columns"
)
def correct(request: HttpRequest, pk: int, data: MappingIn) -> HttpResponse:
    """Read the columns as you say, now and whenever a file has the same headers."""
    batch = _batch(request, pk)
    imports.correct_mapping(batch, data.kind, data.columns, actor=request.user)
    return answer(request, shown(batch))


@router.post(
    "/{int:pk}/decisions", auth=KNOWN, response={200: ImportOut, **ERRORS}, summary="Decide what is in doubt"
)
def decide(request: HttpRequest, pk: int, data: DecisionsIn) -> HttpResponse:
    """Say of records in doubt whether they are new."""
    batch = _batch(request, pk)
    imports.decide(batch, data.decisions, actor=request.user)
    return answer(request, shown(batch))


@router.post("/{int:pk}/confirm", auth=KNOWN, response={200: ImportOut, **ERRORS}, summary="Confirm")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Store what is new or changed: up to 500 records all or nothing, more in parts; confirm again what was cut off."""
    batch = _batch(request, pk)
    storing.confirm(batch, actor=request.user)
    return answer(request, shown(batch))


@router.post("/{int:pk}/discard", auth=KNOWN, response={200: ImportOut, **ERRORS}, summary="Discard")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the import up; its file is forgotten."""
    batch = _batch(request, pk)
    imports.discard(batch, actor=request.user)
    return answer(request, shown(batch))


@router.post("/{int:pk}/undo", auth=KNOWN, response={200: Undone, **ERRORS}, summary="Undo")
def undo_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a confirmed import back."""
    done = undo.undo_import(_batch(request, pk), actor=request.user)
    kept = [record.key for record in done.kept if record.key]
    return answer(request, {"removed": done.removed, "restored": done.restored, "kept": kept})


def shown(batch: ImportBatch) -> dict[str, Any]:
    """An import as the API shows it."""
    return {
        "id": batch.pk,
        "file": batch.file_name,
        "format": batch.format,
        "kind": batch.kind,
        "state": batch.state,
        "counts": {name: batch.counts.get(name, 0) for name in Counts.model_fields},
        "columns": batch.mapping.get("columns", {}),
        "findings": batch.findings,
    }


def _importer(request: HttpRequest) -> None:
    if not request.user.has_perm("record.import"):
        raise forbidden("imports")


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    _importer(request)
    batch = imports_of(request.user).filter(pk=pk).first()
    if batch is None:
        raise not_found(f"imports/{pk}")
    return batch
