"""Which rounds may be seen: a draft by managers, then by the people of its circle too. Nobody else knows of one."""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Q

from neisse.web.accounts.rules import is_manager
from neisse.web.agree.models import Question, Round, Seat, SeatLink
from neisse.web.core.seen import Seen, at, has, of_reader
from neisse.web.record.rules.seen import organisations_of

PAST_THE_DRAFT = tuple(state for state in Round.State if state != Round.State.DRAFT)


def _sits(user: Any, round_: Round | None) -> bool:
    mine = organisations_of(user)
    return bool(mine) and round_ is not None and round_.seats.filter(organisation__in=mine).exists()


def _seated(reader: Any, path: str) -> Q | bool:
    mine = organisations_of(reader)
    seats = Seat.objects.filter(organisation__in=mine)
    return Q(**{f"{path}pk__in": seats.values("round_id")}) if mine else False


is_under_way = has("state", lambda _user: PAST_THE_DRAFT)
# Speaks for an organisation that has a seat in the round.
has_a_seat = Seen(_sits, _seated)

may_see_round = of_reader(is_manager) | (is_under_way & has_a_seat)

# Speaks for the organisation that is asked.
answers_for = at("seat", has("organisation_id", organisations_of))


@rules.predicate
def holds_link(actor: Any, question: Question | None) -> bool:
    """Answers by the link of the seat that is asked: possession is the right, and it reaches no further."""
    return question is not None and isinstance(actor, SeatLink) and actor.seat_id == question.seat_id
