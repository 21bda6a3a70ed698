"""Who may do what with records. Everything that is not said here is denied.

What may be seen stands in `seen`, once for one row and for many; a test walks every role and every visibility.
"""

from __future__ import annotations

from typing import Any

import rules

from neisse.web.accounts.rules import is_circle, is_manager, is_member
from neisse.web.record.models import OfficeRequest, Person
from neisse.web.record.rules.seen import (
    is_not_blind,
    is_self,
    may_see_figure,
    may_see_import,
    may_see_measure,
    may_see_membership,
    may_see_organisation,
    may_see_person,
    may_see_removal,
    may_see_subscription,
    owns,
    speaking_for,
    speaks_for,
    speaks_for_any,
    speaks_for_owner,
)

SEEN = {"membership": may_see_membership, "figure": may_see_figure}


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

rules.add_perm("record.view_person", may_see_person)
rules.add_perm("record.list_people", is_circle)
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
        rules.add_perm(f"record.view_{kind}", SEEN.get(kind, rules.always_allow))
        rules.add_perm(f"record.change_{kind}", is_manager)

rules.add_perm("record.import", is_manager | speaks_for_any)
rules.add_perm("record.open_import", may_see_import)
rules.add_perm("record.import_for_all", is_manager)
rules.add_perm("record.view_subscription", may_see_subscription)
rules.add_perm("record.merge", is_manager)
rules.add_perm("record.manage_intake", is_manager)
rules.add_perm("record.revoke_intakelink", is_manager)
rules.add_perm("record.list_removed", is_manager | is_member)
rules.add_perm("record.view_removal", may_see_removal)
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
    "subscription": {"organisation": "record.view_subscription"},
    "removal": {"owner": "record.view_removal", "visibility": "record.view_removal"},
    "figure": {"organisation": "record.change_figure", "measure": "record.change_figure"},
}
