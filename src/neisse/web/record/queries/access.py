"""One record for a reader: found only where the reader may see it."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from neisse.web.record.bridge import KINDS
from neisse.web.record.bridge.kinds import rows_of


def permission(verb: str, kind: str) -> str:
    """The name of a permission: `change`, `topic_group` -> `record.change_topicgroup`."""
    return f"record.{verb}_{kind.replace('_', '')}"


def visible_record(user: Any, kind: str, slug: str) -> Any:
    """The row behind an address; 404 where there is none, or none for this reader."""
    if kind not in KINDS:
        raise Http404
    row = rows_of(kind).filter(slug=slug).first()
    if row is None or not user.has_perm(permission("view", kind), row):
        raise Http404
    return row
