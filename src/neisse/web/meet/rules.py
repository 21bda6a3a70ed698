"""Who may do what with events. Everything that is not said here is denied.

The organiser of an event is a manager, or somebody who speaks for the organising organisation.
"""

from __future__ import annotations

from typing import Any

import rules

from neisse.web.accounts.rules import is_circle, is_manager, is_member, role_of
from neisse.web.meet.models import Event, Registration
from neisse.web.record.models import Measure, Visibility
from neisse.web.record.queries import organisations_of
from neisse.web.record.rules import may_see_measure


@rules.predicate
def speaks_for_organiser(user: Any, subject: Any) -> bool:
    """Holds an office in the organising organisation of an event or a delegation."""
    return subject is not None and subject.organiser_id in organisations_of(user)


@rules.predicate
def is_shown(user: Any, event: Event | None) -> bool:
    """Past the draft."""
    return event is not None and event.state != Event.State.DRAFT


@rules.predicate
def is_public(user: Any, subject: Any) -> bool:
    """Everybody may see it."""
    return subject is not None and subject.visibility == Visibility.PUBLIC


@rules.predicate
def plan_is_seen(user: Any, subject: Any) -> bool:
    """There is no plan behind it, or one that the user may see; who organises it knows it, unless it is blind."""
    plan = (
        None if subject is None or subject.measure_id is None else Measure.objects.get(pk=subject.measure_id)
    )
    organised = subject is not None and subject.organiser_id in organisations_of(user)
    return plan is None or may_see_measure(user, plan) or (organised and plan.visibility != Visibility.BLIND)


@rules.predicate
def takes_part(user: Any, event: Event | None) -> bool:
    """Has a place at the event, by login."""
    if event is None or not role_of(user):
        return False
    return event.registrations.filter(user=user, state=Registration.State.REGISTERED).exists()


is_organiser = plan_is_seen & (is_manager | speaks_for_organiser)

rules.add_perm("meet.add_event", is_member)
rules.add_perm("meet.view_event", plan_is_seen & (is_organiser | (is_shown & (is_public | is_circle))))
rules.add_perm("meet.organise_event", is_organiser)
rules.add_perm("meet.read_notes", is_organiser | is_circle | takes_part)
rules.add_perm("meet.write_notes", is_organiser | takes_part)
rules.add_perm("meet.add_delegation", is_member)
rules.add_perm("meet.view_delegation", plan_is_seen & (is_organiser | is_public | is_circle))
rules.add_perm("meet.organise_delegation", is_organiser)

# Fields from which these rules are computed: who may change them. A registration is moved by its person or by the
# organiser and nobody writes whose login it is: that follows from the address.
EMPOWERING = {
    "event": dict.fromkeys(("organiser", "visibility", "state", "measure"), "meet.organise_event"),
    "delegation": dict.fromkeys(("organiser", "visibility", "measure"), "meet.organise_delegation"),
    "registration": dict.fromkeys(("event", "state", "user"), "meet.organise_event"),
}
