"""From rows of measures to what the picture of a timeline needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from neisse.web.core.filters import choice_label
from neisse.web.core.panels import Mark, marks_of
from neisse.web.core.queries import home_countries, the_instance, today
from neisse.web.core.sides import SIDES
from neisse.web.core.when import period_text
from neisse.web.record.holidays import holidays_between
from neisse.web.record.labels import side_label
from neisse.web.record.models import Measure
from neisse.web.record.pictures.timeline import Item, Window, sheets, timeline

GROUPS = {"owner": _("Owner"), "kind": _("Kind"), "country": _("Side of the border")}


def draw_timeline(
    request: HttpRequest,
    measures: Sequence[Measure],
    window: Window,
    group: str = "owner",
    *,
    on_sheets: bool = False,
) -> dict[str, Any]:
    """The picture, or its sheets, the marks of its measures, its holidays by name and the rows of its table twin."""
    instance = the_instance()
    marks = marks_of(request, [measure.pk for measure in measures])
    holidays = holidays_between(window.start, window.end, home_countries())
    items = [item_of(measure, group, is_marked=measure.pk in marks) for measure in measures]
    if group != "owner":
        items.sort(key=lambda item: item.row)
    free = [(h.day, h.country) for h in holidays]
    drawn = (sheets if on_sheets else timeline)(items, window, instance.today or today(), free)
    names: dict[tuple[Any, str], str] = {}
    for holiday in holidays:
        names[(holiday.day, holiday.country)] = holiday.name
    return {
        "sheets" if on_sheets else "picture": drawn,
        "marks": marks,
        "mark_styles": styles_of(marks),
        "holiday_names": names,
        "holidays": holidays,
        "measures": [(measure, marks.get(measure.pk, [])) for measure in measures],
    }


def styles_of(marks: dict[int, list[Mark]]) -> list[tuple[str, str]]:
    """The kinds of marks in a picture, for its legend: the words before the colon of a mark."""
    return sorted({(mark.style, mark.text.partition(":")[0]) for own in marks.values() for mark in own})


def item_of(measure: Measure, group: str, *, is_marked: bool = False) -> Item:
    """A measure as an item of the timeline; only measures with a start are drawn."""
    assert measure.start is not None  # noqa: S101 - the window leaves undated ones out
    side = measure.owner.country.lower() if measure.owner.country in SIDES else "other"
    return Item(
        measure.pk,
        measure.start,
        measure.end or measure.start,
        str(measure),
        row_of(measure, group),
        f"tone-{side} {measure.certainty}",
        measure.is_vague and bool(measure.precision),
        reverse("record:measure", args=[measure.slug]),
        f"{measure.owner}, {period_text(measure)}",
        is_marked,
    )


def row_of(measure: Measure, group: str) -> str:
    """The name of the row in which a measure is drawn."""
    if group == "kind":
        return choice_label(Measure.Kind.choices)(measure.kind)
    if group == "country":
        return side_label(measure.owner.country)
    return str(measure.owner)
