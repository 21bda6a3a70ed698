"""Who may see and decide overlaps, open blind ones, and speak about partners."""

from __future__ import annotations

from typing import Any

import rules

from neisse.web.accounts.rules import is_circle, is_manager, is_member
from neisse.web.intersect.models import Overlap
from neisse.web.intersect.queries.openings import opened_consents
from neisse.web.record.models import Visibility
from neisse.web.record.rules import is_not_blind, may_see_measure, owns, speaks_for, speaks_for_owner


@rules.predicate
def sees_both(user: Any, overlap: Overlap | None) -> bool:
    """Only who may see both measures may see what they have in common, and the one between them where there is one."""
    if overlap is None or not (may_see_measure(user, overlap.a) and may_see_measure(user, overlap.b)):
        return False
    between = overlap.through
    return between is None or (is_not_blind(user, between) and may_see_measure(user, between))


@rules.predicate
def owns_a_side(user: Any, overlap: Overlap | None) -> bool:
    """Owner or co-owner of one of the two measures."""
    return overlap is not None and (owns(user, overlap.a) or owns(user, overlap.b))


@rules.predicate
def is_not_closed(user: Any, overlap: Overlap | None) -> bool:
    """No side is blind, or the reader owns both, or the sides have opened it and the reader belongs to one."""
    if overlap is None:
        return False
    if Visibility.BLIND not in {overlap.a.visibility, overlap.b.visibility}:
        return True
    if owns(user, overlap.a) and owns(user, overlap.b):
        return True
    is_open = opened_consents().filter(measure=overlap.a_id, other=overlap.b_id).exists()
    return bool(is_open and owns_a_side(user, overlap))


sees = sees_both & is_not_closed
rules.add_perm("intersect.view_overlap", sees)
rules.add_perm("intersect.read_decisions", is_member)
rules.add_perm("intersect.decide_overlap", sees & (is_circle | owns_a_side))
rules.add_perm("intersect.answer_notice", speaks_for_owner)
rules.add_perm("intersect.view_partners", is_circle | speaks_for)
rules.add_perm("intersect.choose_partners", is_circle)
rules.add_perm("intersect.answer_partner", is_manager | speaks_for)
rules.add_perm("intersect.refresh", is_manager)
rules.add_perm("intersect.change_vocabulary", is_manager)

# Fields from which these rules are computed: who may change them. Verdict and sides are the engine's.
EMPOWERING = {
    "consent": {
        "answer": "intersect.answer_notice",
        "organisation": "intersect.answer_notice",
        "measure": "intersect.answer_notice",
        "other": "intersect.answer_notice",
    }
}
