"""Rows that a reader may see, by the rules of `rules.seen`; what they refer to is closed as far as it has to be."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from neisse.web.record.models import Figure, Measure, Membership, Organisation, Person, Visibility
from neisse.web.record.queries.veil import register_scope, scoped
from neisse.web.record.rules.seen import (
    may_see_figure,
    may_see_measure,
    may_see_membership,
    may_see_organisation,
    may_see_person,
)


def is_seen(user: Any, measure: Measure) -> bool:
    """Whether a reader may see a measure as it is in the database."""
    return bool(may_see_measure.among(Measure.objects.filter(pk=measure.pk), user).exists())


def visible_organisations(user: Any) -> QuerySet[Organisation]:
    """Public ones for everybody; the circle sees those for the circle; everybody sees their own."""
    return scoped(may_see_organisation.among(Organisation.objects.all(), user), user)  # type: ignore[no-any-return]


def visible_measures(user: Any) -> QuerySet[Measure]:
    """Public ones; for the circle those of the circle; blind ones only for owner, co-owners and whom they are
    opened to.
    """
    return scoped(may_see_measure.among(Measure.objects.all(), user), user)  # type: ignore[no-any-return]


def visible_people(user: Any) -> QuerySet[Person]:
    """Those without an organisation, of organisations that the reader may see, and the reader's own entry."""
    return scoped(may_see_person.among(Person.objects.all(), user), user)  # type: ignore[no-any-return]


def visible_memberships(user: Any) -> QuerySet[Membership]:
    """Memberships of the organisations that the reader may see."""
    return scoped(may_see_membership.among(Membership.objects.all(), user), user)  # type: ignore[no-any-return]


def visible_figures(user: Any) -> QuerySet[Figure]:
    """Figures about nothing in particular, a network, or what the reader may see."""
    return scoped(may_see_figure.among(Figure.objects.all(), user), user)  # type: ignore[no-any-return]


def _is_public(row: Any) -> bool:
    return bool(row.visibility == Visibility.PUBLIC)


register_scope(Organisation, visible_organisations, _is_public)
register_scope(Measure, visible_measures, _is_public)
register_scope(Person, visible_people)
