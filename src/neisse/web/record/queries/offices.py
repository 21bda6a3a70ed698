"""Who asks to speak for an organisation."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from neisse.web.record.models import OfficeRequest, Organisation


def office_requests(reader: Any, organisation: Organisation) -> QuerySet[OfficeRequest]:
    """The managers who ask to speak for an organisation: a notice for the circle and its own people."""
    rows = OfficeRequest.objects.filter(organisation=organisation).select_related("user", "organisation")
    return rows if reader.has_perm("record.see_office_requests", organisation) else rows.none()
