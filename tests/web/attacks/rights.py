"""What somebody may do with the rows that there are."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser

from neisse.web.agree.models import Round
from neisse.web.meet.models import Delegation, Event
from neisse.web.record.models import Measure, Organisation

VERBS = {
    Measure: ("record.view_measure", "record.change_measure", "record.share_measure", "record.speak_for_measure"),
    Organisation: ("record.view_organisation", "record.change_organisation", "intersect.view_partners"),
    Event: ("meet.view_event", "meet.organise_event"),
    Delegation: ("meet.organise_delegation",),
    Round: ("agree.view_round", "agree.run_round"),
}  # fmt: skip
# The tables from which rights are computed.
ABOUT = {"accounts_user", "record_person", "record_measure", "record_measure_partners", "record_organisation",
         "intersect_consent", "meet_event", "meet_delegation", "meet_registration",
         "agree_round", "agree_seat"}  # fmt: skip
Rights = set[tuple[str, str, int]]


def rights_of(person: Any, known: set[tuple[str, int]] | None = None) -> Rights:
    """(permission, model, row) of everything that a person may do; with `known`, with these rows only."""
    who = (person and type(person).objects.filter(pk=person.pk).first()) or AnonymousUser()
    found: Rights = {("role", getattr(who, "role", ""), 0)}
    for model, permissions in VERBS.items():
        label = model._meta.label
        for row in model._base_manager.all():
            if known is None or (label, row.pk) in known:
                found |= {(name, label, row.pk) for name in permissions if who.has_perm(name, row)}
    return found


def rows_there(before: dict[str, dict[Any, Any]]) -> set[tuple[str, int]]:
    """The rows that rights are about, as they were before."""
    return {(model._meta.label, pk) for model in VERBS for pk in before[model._meta.label]}
