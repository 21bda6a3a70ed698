"""The remarks on an imported file, to take along: for whoever sent it, and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from neisse.engine.values import Severity
from neisse.web.core.downloads import Column, Listing
from neisse.web.core.said import kept_finding
from neisse.web.core.views.downloads import deferred
from neisse.web.record.models import ImportBatch
from neisse.web.record.views.imports import of_import

Remark = Mapping[str, Any]
WEIGHTS = {
    Severity.ERROR: pgettext_lazy("of a remark", "error"),
    Severity.WARNING: pgettext_lazy("of a remark", "warning"),
    Severity.NOTE: pgettext_lazy("of a remark", "note"),
}


def objects(remarks: Sequence[Remark]) -> list[dict[str, Any]]:
    """The codes with their values and sentences."""
    names = ("code", "subject", "severity", "row", "column", "data", "text", "hint")
    return [{name: remark[name] for name in names} for remark in remarks]


REMARKS = Listing(
    _("Remarks"),
    (
        Column(_("Row"), lambda r: r["row"] or None),
        Column(_("Column"), lambda r: r["column"]),
        Column(_("Weight"), lambda r: WEIGHTS[Severity(r["severity"])]),
        Column(_("What"), lambda r: r["text"]),
        Column(_("What helps"), lambda r: r["hint"]),
        Column(_("Code"), lambda r: r["code"]),
    ),
    objects,
)


@require_safe
@of_import
def export(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """All remarks and notes on a file, in the order of the page."""
    if away := deferred(request, len(found.findings)):
        return away
    remarks = sorted(found.findings, key=lambda kept: kept["severity"] == Severity.NOTE)
    said = [kept_finding(remark) for remark in remarks]
    title = _say("Remarks on %(file)s") % {"file": found.file_name}
    return REMARKS.file(said, request.GET.get("format", "csv"), f"remarks-{found.pk}", title=title)
