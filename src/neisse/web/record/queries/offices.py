"""Who speaks for an organisation, and who asks to."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from neisse.web.accounts.models import User
from neisse.web.record.models import OfficeRequest, Organisation
from neisse.web.record.queries.visible import organisations_of


def speaking_for(organisation: int | None) -> list[User]:
    """The active users who speak for an organisation (a primary key); guests never do."""
    if organisation is None:
        return []
    people = User.objects.filter(people__organisation=organisation, is_active=True).distinct()
    return [user for user in people.order_by("pk") if organisation in organisations_of(user)]


def office_requests(reader: Any, organisation: Organisation) -> QuerySet[OfficeRequest]:
    """The managers who ask to speak for an organisation: a notice for the circle and its own people."""
    rows = OfficeRequest.objects.filter(organisation=organisation).select_related("user", "organisation")
    return rows if reader.has_perm("record.see_office_requests", organisation) else rows.none()
