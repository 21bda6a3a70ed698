"""Small look-ups that the templates of rounds need."""

from __future__ import annotations

from datetime import date

from django import template

from neisse.web.agree.models import Minute
from neisse.web.agree.wording import told
from neisse.web.core.when import days_text

register = template.Library()


@register.simple_tag
def agree_days(first: str, last: str | None) -> str:
    """Days that are kept as texts, in the reader's language."""
    start = date.fromisoformat(first)
    return days_text(start, date.fromisoformat(last) if last else start, short=True)


@register.simple_tag
def minute_told(line: Minute) -> str:
    """What a line of the minutes says."""
    return told(line)
