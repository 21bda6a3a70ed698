"""Which events and delegations may be seen. What carries a plan out is seen by nobody who may not see the plan."""

from __future__ import annotations

from neisse.web.accounts.rules import is_manager
from neisse.web.core.seen import at, has, of_reader
from neisse.web.meet.models import Event
from neisse.web.record.rules.seen import is_not_blind, may_see_measure, of_level, organisations_of

PAST_THE_DRAFT = tuple(state for state in Event.State if state != Event.State.DRAFT)

# Holds an office in the organising organisation of an event or a delegation.
speaks_for_organiser = has("organiser_id", organisations_of)
is_shown = has("state", lambda _user: PAST_THE_DRAFT)
# There is no plan behind it, or one that the user may see; who organises it knows it, unless it is blind.
plan_is_seen = at("measure", may_see_measure, or_none=True) | (
    speaks_for_organiser & at("measure", is_not_blind)
)
is_organiser = plan_is_seen & (of_reader(is_manager) | speaks_for_organiser)

may_see_event = plan_is_seen & (is_organiser | (is_shown & of_level))
may_see_delegation = plan_is_seen & (is_organiser | of_level)
