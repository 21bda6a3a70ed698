"""Where two sides are both strong and do nothing together: a picture, the links that are missing, a table."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from neisse.web.core.downloads import filters_in_words
from neisse.web.intersect import queries
from neisse.web.intersect.exports import export_fields
from neisse.web.intersect.forms import FieldsForm
from neisse.web.intersect.pictures import scatter
from neisse.web.intersect.queries.fields import largest_sides
from neisse.web.intersect.wording import topic_text
from neisse.web.record.models import Organisation

MOST_LINKS = 12


@require_GET
def fields(request: HttpRequest) -> HttpResponse:
    """The fields between two sides that the reader chooses; at first between the two regions with most organisations."""
    form = _form(request)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        a, b = (queries.side(request.user, form.cleaned_data[name]) for name in "ab")
        context |= {"a": a, "b": b} | (_found(request, a, b) if a.rows and b.rows else {})
    return render(request, "intersect/fields.html", context)


@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The fields as a file; `kind` is `fields`."""
    if kind != "fields":
        raise Http404
    form = _form(request)
    found: list[queries.Point] = []
    if form.is_valid():
        a, b = (queries.side(request.user, form.cleaned_data[name]) for name in "ab")
        found = queries.points(request.user, a, b) if a.rows and b.rows else []
    return export_fields(request.GET.get("format", "csv"), list(found), filters_in_words(form))


def _form(request: HttpRequest) -> FieldsForm:
    choices = queries.side_choices(request.user)
    asked = {name: request.GET[name] for name in "ab" if name in request.GET}
    return FieldsForm(asked or largest_sides(choices), choices)


def _found(request: HttpRequest, a: queries.Side, b: queries.Side) -> dict[str, Any]:
    points = queries.points(request.user, a, b)
    best = points[0].field.score if points else 1.0
    rows = [(point, topic_text(point.field.label), point.field.score / best) for point in points]
    links = [
        (
            label,
            point.field.topic,
            (a.name, b.name) if from_a else (b.name, a.name),
            kinds_of(offers),
            kinds_of(needs),
        )
        for point, label, _share in rows
        for from_a, offers, needs in point.links
    ]
    return {
        "rows": rows,
        "links": links[:MOST_LINKS],
        "picture": scatter(
            [(p.field.topic, label, len(p.a), len(p.b), p.field.missing) for p, label, _share in rows]
        ),
    }


def kinds_of(rows: list[Organisation]) -> list[tuple[str, int]]:
    """What kinds of organisations they are, with how many, most first."""
    return Counter(row.get_kind_display() for row in rows).most_common()
