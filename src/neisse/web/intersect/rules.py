"""Who may see and decide overlaps, and speak about partners."""

from __future__ import annotations

from typing import Any

import rules

from neisse.web.accounts.rules import is_circle, is_manager, is_member
from neisse.web.intersect.models import Overlap
from neisse.web.record.rules import may_see_measure, owns, speaks_for


@rules.predicate
def sees_both(user: Any, overlap: Overlap | None) -> bool:
    """Only who may see both measures may see what they have in common."""
    return overlap is not None and may_see_measure(user, overlap.a) and may_see_measure(user, overlap.b)


@rules.predicate
def owns_a_side(user: Any, overlap: Overlap | None) -> bool:
    """Owner or co-owner of one of the two measures."""
    return overlap is not None and (owns(user, overlap.a) or owns(user, overlap.b))


rules.add_perm("intersect.view_overlap", sees_both)
rules.add_perm("intersect.list_overlaps", is_member)
rules.add_perm("intersect.decide_overlap", sees_both & (is_circle | owns_a_side))
rules.add_perm("intersect.view_partners", is_circle | speaks_for)
rules.add_perm("intersect.answer_partner", is_manager | speaks_for)
rules.add_perm("intersect.refresh", is_manager)
