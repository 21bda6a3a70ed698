"""Who may do what with events. Everything that is not said here is denied.

The organiser of an event is a manager, or somebody who speaks for the organising organisation.
"""

from __future__ import annotations

from typing import Any

import rules

from neisse.web.accounts.rules import is_circle, is_member, role_of
from neisse.web.meet.models import Event, FeedToken, Registration
from neisse.web.meet.rules.seen import is_organiser, may_see_delegation, may_see_event


@rules.predicate
def takes_part(user: Any, event: Event | None) -> bool:
    """Has a place at the event, by login."""
    if event is None or not role_of(user):
        return False
    return event.registrations.filter(user=user, state=Registration.State.REGISTERED).exists()


@rules.predicate
def is_own_feed(user: Any, feed: FeedToken | None) -> bool:
    """The feed of one person's agenda, and the registration that their link opens."""
    return feed is not None and isinstance(user, Registration) and feed.registration_id == user.pk


@rules.predicate
def organises_feed(user: Any, feed: FeedToken | None) -> bool:
    """The feed of a programme, for who organises the event; the agenda of a person is theirs alone."""
    if feed is None or feed.registration_id is not None:
        return False
    return bool(rules.has_perm("meet.organise_event", user, feed.event))


rules.add_perm("meet.add_event", is_member)
rules.add_perm("meet.view_event", may_see_event)
rules.add_perm("meet.organise_event", is_organiser)
rules.add_perm("meet.read_notes", is_organiser | is_circle | takes_part)
rules.add_perm("meet.write_notes", is_organiser | takes_part)
rules.add_perm("meet.revoke_feedtoken", is_own_feed | organises_feed)
rules.add_perm("meet.add_delegation", is_member)
rules.add_perm("meet.view_delegation", may_see_delegation)
rules.add_perm("meet.organise_delegation", is_organiser)

# Fields from which these rules are computed: who may change them. A registration is moved by its person or by the
# organiser and nobody writes whose login it is: that follows from the address.
EMPOWERING = {
    "event": dict.fromkeys(("organiser", "visibility", "state", "measure"), "meet.organise_event"),
    "delegation": dict.fromkeys(("organiser", "visibility", "measure"), "meet.organise_delegation"),
    "feedtoken": dict.fromkeys(("event", "registration"), "meet.organise_event"),
    "registration": dict.fromkeys(("event", "state", "user"), "meet.organise_event"),
}
