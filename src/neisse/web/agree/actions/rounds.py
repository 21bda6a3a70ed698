"""Rounds and what belongs to them: kept, opened, taken back, deleted. For managers alone."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from neisse.engine.values import NeisseError, say
from neisse.web.agree.models import Round, Seat
from neisse.web.agree.models.round import Part
from neisse.web.core.actions.rights import require
from neisse.web.core.actors import person
from neisse.web.core.constraints import refuse_broken

ALLOWED = "agree.run_round"
State = Round.State


def locked(round_: Round) -> Round:
    """The round as it is now, held for the caller's transaction. Errors: `round.gone`."""
    found = Round.objects.select_for_update().filter(pk=round_.pk).first()
    if found is None:
        raise NeisseError("round.gone", "round", say("this round is gone"), say("go back to the list"))
    return found


@transaction.atomic
def keep_round(round_: Round, *, actor: Any) -> Round:
    """Store what the form says; its state is changed by `move` alone."""
    require(actor, ALLOWED)
    refuse_broken(round_)
    if round_._state.adding:
        round_.created_by, round_.state = person(actor), State.DRAFT
    else:
        round_.state = locked(round_).state
    round_.save()
    return round_


@transaction.atomic
def keep_part(part: Part, *, actor: Any) -> None:
    """Store a seat, goal, budget, team or closed days."""
    require(actor, ALLOWED)
    locked(part.round)
    refuse_broken(part)
    part.save()


@transaction.atomic
def drop_part(part: Part, *, actor: Any) -> None:
    """Take something away from a round."""
    require(actor, ALLOWED)
    locked(part.round)
    part.delete()


@transaction.atomic
def open_round(round_: Round, *, web_address: str, actor: Any) -> Round:
    """Show a round to its circle. Errors: `round.no_seats` while nobody sits in it."""
    require(actor, ALLOWED)
    round_ = locked(round_)
    if round_.state == State.DRAFT:
        if not Seat.objects.filter(round=round_).exists():
            text = say("nobody has a seat in this round yet")
            raise NeisseError("round.no_seats", str(round_), text, say("add the organisations first"))
        round_.state, round_.web_address = State.OPEN, web_address[:200]
        round_.save()
    return round_


@transaction.atomic
def take_back(round_: Round, *, actor: Any) -> Round:
    """Back to the preparation: its circle no longer sees it."""
    require(actor, ALLOWED)
    round_ = locked(round_)
    if round_.state == State.OPEN:
        round_.state = State.DRAFT
        round_.save()
    return round_


@transaction.atomic
def delete_round(round_: Round, *, actor: Any) -> None:
    """Delete a round in preparation. Errors: `round.under_way` (its circle sees it), `round.minutes`."""
    require(actor, ALLOWED)
    round_ = locked(round_)
    if round_.state != State.DRAFT:
        text = say("a round under way is not deleted")
        raise NeisseError("round.under_way", str(round_), text, say("take it back to the preparation first"))
    if round_.minutes.exists():
        text = say("a round with minutes is kept")
        raise NeisseError("round.minutes", str(round_), text, say("leave it in preparation"))
    round_.delete()
