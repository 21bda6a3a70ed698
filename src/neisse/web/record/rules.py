"""Who may do what with records. Everything that is not said here is denied.

The same rules stand twice: as predicates on one object (here) and as a filter on many (`queries.visible`);
a test walks every role and every visibility and compares the two.
"""

from __future__ import annotations

from typing import Any

import rules

from neisse.web.accounts.rules import is_circle, is_manager, is_member, role_of
from neisse.web.record.models import Measure, OfficeRequest, Organisation, Person, Visibility
from neisse.web.record.queries.offices import speaking_for
from neisse.web.record.queries.visible import is_opened, organisations_of


@rules.predicate
def speaks_for(user: Any, organisation: Organisation | None) -> bool:
    """A user speaks for the organisations in which they hold an office, unless they are only a guest."""
    return organisation is not None and organisation.pk in organisations_of(user)


@rules.predicate
def owns(user: Any, measure: Measure | None) -> bool:
    """Owner and co-owners of a measure."""
    if measure is None or not role_of(user):
        return False
    mine = organisations_of(user)
    return bool(mine) and (
        measure.owner_id in mine or any(partner.pk in mine for partner in measure.partners.all())
    )


@rules.predicate
def speaks_for_owner(user: Any, measure: Measure | None) -> bool:
    """Only the owner's own people, not the co-owners'."""
    return measure is not None and measure.owner_id in organisations_of(user)


@rules.predicate
def opened_to(user: Any, measure: Measure | None) -> bool:
    """The other side of an overlap that both sides have opened."""
    return measure is not None and is_opened(user, measure)


@rules.predicate
def is_public(user: Any, record: Any) -> bool:
    """Everybody may see it."""
    return record is not None and record.visibility == Visibility.PUBLIC


@rules.predicate
def is_not_blind(user: Any, record: Any) -> bool:
    """Blind plans are closed even to managers."""
    return record is not None and record.visibility != Visibility.BLIND


@rules.predicate
def is_self(user: Any, person: Person | None) -> bool:
    """The person's own entry."""
    return person is not None and person.user_id is not None and person.user_id == getattr(user, "pk", None)


@rules.predicate
def is_of_others(user: Any, person: Person | None) -> bool:
    """Not the own entry: nobody gives an office to oneself."""
    return person is None or not is_self(user, person)


@rules.predicate
def has_asked(user: Any, asked: OfficeRequest | None) -> bool:
    """Who wants the office."""
    return asked is not None and asked.user_id == getattr(user, "pk", None)


@rules.predicate
def may_grant(user: Any, asked: OfficeRequest | None) -> bool:
    """The organisation's people; where it has none, a manager. Nobody grants to oneself."""
    if asked is None or has_asked(user, asked):
        return False
    if speakers := speaking_for(asked.organisation_id):
        return user in speakers
    return bool(is_manager(user))


@rules.predicate
def is_about_visible(user: Any, record: Any) -> bool:
    """What a person, a membership or a figure belongs to may be seen."""
    organisation, measure = getattr(record, "organisation", None), getattr(record, "measure", None)
    seen = organisation is None or may_see_organisation(user, organisation)
    return seen and (measure is None or may_see_measure(user, measure))


may_see_organisation = is_public | is_circle | speaks_for
may_see_measure = is_public | (is_circle & is_not_blind) | owns | opened_to

rules.add_perm("record.view_organisation", may_see_organisation)
rules.add_perm("record.add_organisation", is_manager)
rules.add_perm("record.change_organisation", is_manager | speaks_for)
rules.add_perm("record.delete_organisation", is_manager)

rules.add_perm("record.view_measure", may_see_measure)
rules.add_perm("record.add_measure", is_manager | is_member)
rules.add_perm("record.add_measure_for", is_manager | speaks_for)
rules.add_perm("record.change_measure", (is_manager & is_not_blind) | owns)
rules.add_perm("record.delete_measure", (is_manager & is_not_blind) | speaks_for_owner)
rules.add_perm("record.speak_for_measure", speaks_for_owner)
rules.add_perm("record.share_measure", (is_manager & is_not_blind) | speaks_for_owner)

rules.add_perm("record.view_person", is_about_visible | is_self)
rules.add_perm("record.view_contact", is_circle | is_self)
rules.add_perm("record.change_person", is_manager | is_self)
rules.add_perm("record.give_office", is_manager & is_of_others)
rules.add_perm("record.ask_for_office", is_manager)
rules.add_perm("record.grant_office", may_grant)
rules.add_perm("record.take_office", is_manager & has_asked)
rules.add_perm("record.refuse_office", may_grant | has_asked)
rules.add_perm("record.see_office_requests", is_circle | speaks_for)
for kind in ("person", "network", "membership", "section", "topicgroup", "figure"):
    rules.add_perm(f"record.add_{kind}", is_manager)
    rules.add_perm(f"record.delete_{kind}", is_manager)
    if kind != "person":
        about = is_about_visible if kind in {"membership", "figure"} else rules.always_allow
        rules.add_perm(f"record.view_{kind}", about)
        rules.add_perm(f"record.change_{kind}", is_manager)

rules.add_perm("record.import", is_manager)
rules.add_perm("record.merge", is_manager)
rules.add_perm("record.manage_intake", is_manager)
rules.add_perm("record.view_history", is_circle | owns)

# Fields from which a rule is computed (and what names an office): who may change them on a row that exists.
# No one of them may be written by whom it empowers; `tests/web/test_rights_declared.py` reads the rules for others.
EMPOWERING: dict[str, dict[str, str]] = {
    "measure": {
        "owner": "record.share_measure",
        "partners": "record.share_measure",
        "visibility": "record.share_measure",
    },
    "person": {
        "organisation": "record.give_office",
        "office": "record.give_office",
        "user": "record.give_office",
    },
    "organisation": {"visibility": "record.change_organisation"},
    "membership": {"organisation": "record.change_membership"},
    "figure": {"organisation": "record.change_figure", "measure": "record.change_figure"},
}
