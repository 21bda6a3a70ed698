"""The list of overlaps as a file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from neisse.formats.sheets import write_sheet
from neisse.web.intersect.models import Overlap
from neisse.web.intersect.wording import said

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
    if form == "jsonl":
        lines = (json.dumps(found, ensure_ascii=False) + "\n" for found in overlap_objects(pairs))
        response = HttpResponse("".join(lines), content_type="application/jsonl; charset=utf-8")
    else:
        content = write_sheet(sheet_rows(pairs), form, title="Overlaps", columns=COLUMNS)
        response = HttpResponse(content, content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="overlaps.{form}"'
    return response
