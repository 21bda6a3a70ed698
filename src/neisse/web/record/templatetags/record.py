"""Small look-ups that the templates of records need."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html

from neisse.web.record.labels import ONE_LABELS
from neisse.web.record.pictures.timeline import Row, Stretch

register = template.Library()
GLYPHS = {"duplicate": "=", "parallel": "∥", "synergy": "+"}


@register.simple_tag
def holiday_name(names: dict[tuple[date, str], str], stretch: Stretch) -> str:
    """The name of a holiday on the axis."""
    return names.get((stretch.start, stretch.style), "")


@register.simple_tag
def row_line(row: Row, number: int) -> int:
    """Where a line of a row's name stands."""
    return row.y + 20 + 14 * number


@register.simple_tag
def fact_source(record: Any, field: str) -> str:
    """Where one fact comes from, if that is not where the record comes from."""
    source = record.sources.get(field)
    return format_html(' <span class="source">{}</span>', source) if source else ""


@register.filter
def glyph(style: str) -> str:
    """A sign for a mark besides its colour."""
    return GLYPHS.get(style, "•")


@register.filter
def kind_label(kind: str) -> str:
    """What a record of a kind is called."""
    return str(ONE_LABELS.get(kind, kind))
