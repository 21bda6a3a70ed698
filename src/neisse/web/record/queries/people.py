"""Reads of persons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q, QuerySet

from neisse.web.core.ordering import ordered
from neisse.web.record.models import Organisation, Person
from neisse.web.record.queries.facets import found_keys
from neisse.web.record.queries.visible import visible_people

ORDERS = {
    "name": (F("folded_name"), F("pk")),
    "organisation": (F("organisation__folded_name").asc(nulls_last=True), F("folded_name"), F("pk")),
}


def people(user: Any, filters: Mapping[str, Any]) -> QuerySet[Person]:
    """Persons that the reader may see and that pass every filter, by name; words are looked for in the name,
    the office and the organisation.
    """
    rows = visible_people(user)
    if query := filters.get("q"):
        at = Organisation.objects.filter(key__in=found_keys("organisation", query))
        rows = rows.filter(Q(key__in=found_keys("person", query)) | Q(organisation__in=at))
    if organisation := filters.get("organisation"):
        rows = rows.filter(organisation__slug=organisation)
    if account := filters.get("account"):
        rows = rows.filter(user__isnull=account != "yes")
    return rows.order_by(*ordered(ORDERS, filters.get("sort") or "", "name"))
