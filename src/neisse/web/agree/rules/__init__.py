"""Who may do what in a round. Everything that is not said here is denied."""

from __future__ import annotations

import rules

from neisse.web.accounts.rules import is_manager, is_member
from neisse.web.agree.rules.seen import answers_for, holds_link, may_see_round

rules.add_perm("agree.list_rounds", is_member)
rules.add_perm("agree.view_round", may_see_round)
rules.add_perm("agree.run_round", is_manager)
rules.add_perm("agree.answer_question", answers_for | holds_link)

# Fields from which these rules are computed: who may change them.
EMPOWERING = {
    "round": {"state": "agree.run_round"},
    "seat": {"organisation": "agree.run_round", "round": "agree.run_round"},
    "question": {"seat": "agree.run_round"},
    "seatlink": {"seat": "agree.run_round"},
}
