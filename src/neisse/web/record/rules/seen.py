"""What of the records may be seen, and who speaks for whom: each rule serves one row and many (see `core.seen`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import rules
from django.db.models import Q, QuerySet

from neisse.web.accounts.models import Role, User
from neisse.web.accounts.rules import is_circle, is_manager, role_of
from neisse.web.core.seen import Seen, at, has, of_reader
from neisse.web.record.models import Measure, Person, Visibility

PLANNERS = {Role.CIRCLE, Role.MANAGER}
Opener = Callable[[Iterable[int]], QuerySet[Any, Any]]
_openers: list[Opener] = []


def register_opener(opener: Opener) -> None:
    """Let a later stage show more measures to people: `opener(organisations)` is a query of their primary keys."""
    if opener not in _openers:
        _openers.append(opener)


def levels_of(user: Any) -> list[Visibility]:
    """The visibilities that a reader may see whoever owns the record."""
    return [Visibility.PUBLIC, Visibility.CIRCLE] if role_of(user) in PLANNERS else [Visibility.PUBLIC]


def organisations_of(user: Any) -> frozenset[int]:
    """Primary keys of the organisations that a user speaks for; read once per user object."""
    if role_of(user) in {"", Role.GUEST}:
        return frozenset()
    known: frozenset[int] | None = getattr(user, "_organisations", None)
    if known is None:
        mine = Person.objects.filter(user=user, organisation__isnull=False)
        known = frozenset(mine.values_list("organisation_id", flat=True))
        user._organisations = known
    return known


@rules.predicate
def speaks_for_any(user: Any) -> bool:
    """Speaks for an organisation, whose plans they may bring."""
    return bool(organisations_of(user))


def speaking_for(organisation: int | None) -> list[User]:
    """The active users who speak for an organisation (a primary key); guests never do."""
    if organisation is None:
        return []
    people = User.objects.filter(people__organisation=organisation, is_active=True).distinct()
    return [user for user in people.order_by("pk") if organisation in organisations_of(user)]


def _oneself(user: Any) -> tuple[int, ...]:
    return (user.pk,) if role_of(user) else ()


def _co_owns(user: Any, measure: Measure | None) -> bool:
    mine = organisations_of(user)
    if measure is None or not mine:
        return False
    return any(partner.pk in mine for partner in measure.partners.all())


def _co_owned(reader: Any, path: str) -> Q | bool:
    mine = organisations_of(reader)
    rows = Measure.partners.through.objects.filter(organisation_id__in=mine)
    return Q(**{f"{path}pk__in": rows.values("measure_id")}) if mine else False


def _is_opened(user: Any, measure: Measure | None) -> bool:
    found = _opened(user, "")
    if measure is None or not isinstance(found, Q):
        return False
    return Measure.objects.filter(found, pk=measure.pk).exists()


def _opened(reader: Any, path: str) -> Q | bool:
    found: Q | bool = False
    for opener in _openers if (mine := organisations_of(reader)) else ():
        opened = Q(**{f"{path}pk__in": opener(mine)})
        found = found | opened if isinstance(found, Q) else opened
    return found


# Public for everybody; of the circle for those who plan together; a blind plan for no level.
of_level = has("visibility", levels_of)
is_public = has("visibility", lambda _user: (Visibility.PUBLIC,))
is_not_blind = has("visibility", lambda _user: (Visibility.PUBLIC, Visibility.CIRCLE))
# A user speaks for the organisations in which they hold an office, unless they are only a guest.
speaks_for = has("pk", organisations_of)
speaks_for_owner = has("owner_id", organisations_of)
# Owner and co-owners of a measure.
owns = speaks_for_owner | Seen(_co_owns, _co_owned)
# The other side of an overlap that both sides have opened.
opened_to = Seen(_is_opened, _opened)
is_self = has("user_id", _oneself)

may_see_organisation = of_level | of_reader(is_circle) | speaks_for
may_see_measure = of_level | owns | opened_to
may_see_membership = at("organisation", may_see_organisation)
may_see_person = at("organisation", may_see_organisation, or_none=True) | is_self
may_see_figure = at("organisation", may_see_organisation, or_none=True) & at(
    "measure", may_see_measure, or_none=True
)
# A file on its way in: for who brought it and for managers, as long as they may import.
may_see_import = of_reader(is_manager) | (of_reader(speaks_for_any) & has("created_by_id", _oneself))
# A calendar that is looked at: for who may bring plans of its organisation.
may_see_subscription = of_reader(is_manager) | has("organisation_id", organisations_of)
# What was removed: for whom may bring it back. A blind plan stays with its owner, as it was.
may_see_removal = (
    of_reader(is_manager) & has("visibility", lambda _user: ("", Visibility.PUBLIC, Visibility.CIRCLE))
) | has("owner_id", organisations_of)
