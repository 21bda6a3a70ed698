"""One record for a reader: found only where the reader may see it."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from neisse.web.record.bridge import KINDS
from neisse.web.record.queries.scoped import visible, with_parts


def permission(verb: str, kind: str) -> str:
    """The name of a permission: `change`, `topic_group` -> `record.change_topicgroup`."""
    return f"record.{verb}_{kind.replace('_', '')}"


def visible_record(user: Any, kind: str, slug: str) -> Any:
    """The row behind an address; 404 where there is none, or none for this reader."""
    row = with_parts(kind, visible(kind, user)).filter(slug=slug).first() if kind in KINDS else None
    if row is None:
        raise Http404
    return row
