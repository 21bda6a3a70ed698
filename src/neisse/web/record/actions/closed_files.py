"""Files with blind plans, between upload and confirmation: what other managers than who uploaded them do not get."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from neisse.engine.values import Finding, say
from neisse.web.core.actions.rights import denied
from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions.plan import Planned
from neisse.web.record.bridge.fields import Object
from neisse.web.record.models import ImportBatch, Visibility

# Said of an import in which anything was read as blind once, by the file or by an answer: its first rows are shown
# to nobody, and how it is read is for who uploaded it.
BLIND_ONCE = "blind"


def is_any_blind(objects: Iterable[Object], planned: Iterable[Planned]) -> bool:
    """Whether a file says of a plan that it is blind, or an answer does for it."""
    return any(map(is_blind, objects)) or any(is_blind(p.item.obj) for p in planned)


def is_blind(obj: Object) -> bool:
    """Whether an object is a blind plan."""
    return bool(obj.get("visibility") == Visibility.BLIND.value)


def open_remarks(findings: Iterable[Finding], planned: Sequence[Planned]) -> list[Finding]:
    """The remarks; one on a blind plan only says where it is, for managers may not read blind plans."""
    blind = {p.item.row for p in planned if is_blind(p.item.obj)} - {0}
    return [
        replace(f, subject="", text=say("a remark on a blind plan"), hint="") if f.row in blind else f
        for f in findings
    ]


def may_read_anew(batch: ImportBatch, actor: Any) -> bool:
    """Whether somebody may say how an open import is read: read otherwise, its blind plans would open."""
    is_uploader = actor is SYSTEM or batch.created_by_id == getattr(actor, "pk", None)
    return is_uploader or not batch.mapping.get(BLIND_ONCE)


def check_reader(batch: ImportBatch, actor: Any) -> None:
    """Raise DeniedError (`rights.denied`) for who may not say how an import is read."""
    if not may_read_anew(batch, actor):
        raise denied("record.import")
