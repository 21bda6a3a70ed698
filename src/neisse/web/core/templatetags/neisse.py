"""Tags that are built into every template of the product."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from neisse.web.core.panels import panels_at

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: template.Context, place: str, subject: Any = None) -> SafeString:
    """Everything that later stages show at `place` about `subject`."""
    request = context["request"]
    parts = []
    for panel in panels_at(place):
        filled = panel.context(request, subject)
        if filled is not None:
            parts.append(render_to_string(panel.template, filled, request=request))
    return mark_safe("".join(parts))  # noqa: S308 - the parts are rendered templates
