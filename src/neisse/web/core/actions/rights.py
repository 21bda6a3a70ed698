"""Asked by every action, once references are resolved and the row is locked: may this actor do this?"""

from __future__ import annotations

from typing import Any

import rules

from neisse.engine.values import NeisseError
from neisse.web.core.actors import SYSTEM


class DeniedError(NeisseError):
    """An actor may not do this (`rights.denied` and what rooms add); answered with 403."""


def may(actor: Any, permission: str, *subject: Any) -> bool:
    """Whether the rules allow it; the instance itself may everything, nobody (`None`) is the public."""
    return actor is SYSTEM or bool(rules.has_perm(permission, actor, *subject))


def denied(what: str) -> DeniedError:
    """The refusal of a permission, or of what only who holds a link may do. It never names the record."""
    return DeniedError("rights.denied", what, "you may not do this", "ask a manager of the instance")


def require(actor: Any, permission: str, *subject: Any) -> None:
    """Raise DeniedError unless the rules allow it. The error names the permission, never the record."""
    if not may(actor, permission, *subject):
        raise denied(permission)
