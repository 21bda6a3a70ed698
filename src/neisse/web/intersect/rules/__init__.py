"""Who may see and decide overlaps, open blind ones, and speak about partners."""

from __future__ import annotations

import rules

from neisse.web.accounts.rules import is_circle, is_manager, is_member
from neisse.web.intersect.rules.seen import may_see_overlap, owns_a_side
from neisse.web.record.rules.seen import speaks_for, speaks_for_owner

rules.add_perm("intersect.view_overlap", may_see_overlap)
rules.add_perm("intersect.read_decisions", is_member)
rules.add_perm("intersect.decide_overlap", may_see_overlap & (is_circle | owns_a_side))
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
