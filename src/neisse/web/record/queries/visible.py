"""What a reader may see, as filters: the same rules as `rules.py`, for many rows at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from neisse.web.accounts.models import Role
from neisse.web.accounts.rules import role_of
from neisse.web.record.models import Measure, Membership, Organisation, Person, Visibility
from neisse.web.record.queries.veil import register_scope, scoped

PLANNERS = {Role.CIRCLE, Role.MANAGER}
Opener = Callable[[Iterable[int]], QuerySet[Any, Any]]
_openers: list[Opener] = []


def register_opener(opener: Opener) -> None:
    """Let a later stage show more measures to people: `opener(organisations)` is a query of their primary keys."""
    if opener not in _openers:
        _openers.append(opener)


def is_opened(user: Any, measure: Measure) -> bool:
    """Whether a measure was opened to an organisation that the user speaks for."""
    mine = organisations_of(user)
    return bool(mine) and any(
        Measure.objects.filter(pk=measure.pk, pk__in=opener(mine)).exists() for opener in _openers
    )


def is_seen(user: Any, measure: Measure) -> bool:
    """Whether a reader may see a measure."""
    return bool(visible_measures(user).filter(pk=measure.pk).exists())


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


def visible_organisations(user: Any) -> QuerySet[Organisation]:
    """Public ones for everybody; the circle sees those for the circle; everybody sees their own."""
    return scoped(_seen_organisations(user), user)  # type: ignore[no-any-return]


def _seen_organisations(user: Any) -> QuerySet[Organisation]:
    if role_of(user) in PLANNERS:
        return Organisation.objects.all()
    seen = Q(visibility=Visibility.PUBLIC)
    if mine := organisations_of(user):
        seen |= Q(pk__in=mine)
    return Organisation.objects.filter(seen)


def visible_measures(user: Any) -> QuerySet[Measure]:
    """Public ones; for the circle those of the circle; blind ones only for owner, co-owners and whom they are
    opened to.
    """
    seen = Q(visibility__in=levels_of(user))
    if mine := organisations_of(user):
        co_owned = Measure.partners.through.objects.filter(organisation_id__in=mine).values("measure_id")
        seen |= Q(owner_id__in=mine) | Q(pk__in=co_owned)
        for opener in _openers:
            seen |= Q(pk__in=opener(mine))
    return scoped(Measure.objects.filter(seen), user)  # type: ignore[no-any-return]


def visible_people(user: Any) -> QuerySet[Person]:
    """Those without an organisation, of organisations that the reader may see, and the reader's own entry."""
    if role_of(user) in PLANNERS:
        return scoped(Person.objects.all(), user)  # type: ignore[no-any-return]
    seen = Q(organisation=None) | Q(organisation__in=_seen_organisations(user).values("pk"))
    if role_of(user):
        seen |= Q(user_id=user.pk)
    return scoped(Person.objects.filter(seen), user)  # type: ignore[no-any-return]


def visible_memberships(user: Any) -> QuerySet[Membership]:
    """Memberships of the organisations that the reader may see."""
    rows = Membership.objects.all()
    if role_of(user) not in PLANNERS:
        rows = rows.filter(organisation__in=_seen_organisations(user).values("pk"))
    return scoped(rows, user)  # type: ignore[no-any-return]


def _is_public(row: Any) -> bool:
    return bool(row.visibility == Visibility.PUBLIC)


register_scope(Organisation, visible_organisations, _is_public)
register_scope(Measure, visible_measures, _is_public)
register_scope(Person, visible_people)
