"""The list of overlaps as a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.http import HttpResponse

from neisse.formats.sheets import write_sheet
from neisse.web.intersect.models import Overlap
from neisse.web.intersect.queries import Point, Proposal
from neisse.web.intersect.wording import said, topic_text
from neisse.web.record.models import Organisation

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def overlap_objects(pairs: Iterable[Overlap]) -> list[dict[str, Any]]:
    """The contract's objects `a, b, verdict, score, reasons[]`, with what people decided."""
    return [
        {
            "a": pair.a.key,
            "b": pair.b.key,
            "verdict": pair.verdict,
            "score": round(pair.score, 4),
            "reasons": pair.reasons,
            "state": pair.state,
            "note": pair.note,
        }
        for pair in pairs
    ]


COLUMNS = ("verdict", "score", "state", "title_a", "owner_a", "title_b", "owner_b", "why", "note", "a", "b")


def sheet_rows(pairs: Iterable[Overlap]) -> list[dict[str, Any]]:
    """One row per pair, in words, for people with a spreadsheet."""
    return [
        {
            "verdict": pair.get_verdict_display(),
            "score": round(pair.score, 2),
            "state": pair.get_state_display(),
            "title_a": str(pair.a),
            "owner_a": str(pair.a.owner),
            "title_b": str(pair.b),
            "owner_b": str(pair.b.owner),
            "why": "; ".join(reason.text for reason in said(pair.reasons)),
            "note": pair.note,
            "a": pair.a.key,
            "b": pair.b.key,
        }
        for pair in pairs
    ]


def export_overlaps(form: str, pairs: Iterable[Overlap]) -> HttpResponse:
    """The pairs as `jsonl`, `csv`, `xlsx` or `ods`; another form is `sheet.form`."""
    pairs = list(pairs)
    if form == "jsonl":
        return as_file("overlaps", form, overlap_objects(pairs))
    return as_file("overlaps", form, sheet_rows(pairs), COLUMNS)


PARTNER_COLUMNS = (
    "score",
    "partner",
    "kind",
    "city",
    "country",
    "you_offer",
    "you_need",
    "why",
    "answer",
    "id",
)


def export_partners(form: str, organisation: Organisation, proposals: Iterable[Proposal]) -> HttpResponse:
    """The proposals for an organisation; as `jsonl` the contract's objects, seen from its side (`a`)."""
    proposals = list(proposals)
    name = f"partners-{organisation.slug}"
    if form == "jsonl":
        objects = [
            {
                "a": organisation.key, "b": p.partner.key, "score": round(p.score, 4),
                "offers_to_b": p.gives, "offers_to_a": p.takes, "reasons": p.reasons,
            }
            for p in proposals
        ]  # fmt: skip
        return as_file(name, form, objects)
    rows = [
        {
            "score": round(p.score, 2),
            "partner": str(p.partner),
            "kind": p.partner.get_kind_display(),
            "city": p.partner.city,
            "country": p.partner.country,
            "you_offer": "; ".join(f"{offer} → {need}" for offer, need in p.gives),
            "you_need": "; ".join(f"{offer} → {need}" for offer, need in p.takes),
            "why": "; ".join(reason.text for reason in said(p.reasons) if reason.weight >= 0),
            "answer": p.answer,
            "id": p.partner.key,
        }
        for p in proposals
    ]
    return as_file(name, form, rows, PARTNER_COLUMNS)


FIELD_COLUMNS = (
    "topic", "score", "organisations_a", "organisations_b", "offer", "need", "joint", "stability", "names_a", "names_b",
)  # fmt: skip


def export_fields(form: str, points: Iterable[Point]) -> HttpResponse:
    """The fields between two sides; as `jsonl` with the ids of the organisations behind each."""
    points = list(points)
    if form == "jsonl":
        return as_file("fields", form, [asdict(point.field) for point in points])
    rows = [
        {
            "topic": topic_text(p.field.label),
            "score": round(p.field.score, 3),
            "organisations_a": len(p.a),
            "organisations_b": len(p.b),
            "offer": len(p.field.offers),
            "need": len(p.field.needs),
            "joint": p.field.joint,
            "stability": round(p.field.stability, 2),
            "names_a": "; ".join(map(str, p.a)),
            "names_b": "; ".join(map(str, p.b)),
        }
        for p in points
    ]
    return as_file("fields", form, rows, FIELD_COLUMNS)


def as_file(name: str, form: str, rows: list[dict[str, Any]], columns: Sequence[str] = ()) -> HttpResponse:
    """Rows as a download; `jsonl` line by line, else a sheet with these columns."""
    if form == "jsonl":
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        response = HttpResponse("".join(lines), content_type="application/jsonl; charset=utf-8")
    else:
        content = write_sheet(rows, form, title=name.capitalize()[:31], columns=columns)
        response = HttpResponse(content, content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
