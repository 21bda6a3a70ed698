"""Who may write what of an event or a delegation: its organiser, and people about themselves.

A person without a login acts as the registration that their link opens: `actor` is that `Registration`.
"""

from __future__ import annotations

from typing import Any

from neisse.web.core.actions.rights import denied, require
from neisse.web.core.actors import SYSTEM
from neisse.web.meet.models import Delegation, Event, Registration
from neisse.web.record.models import Measure, Visibility

PARENTS = ("event", "delegation", "session", "stop", "table", "version", "registration")


def subject_of(row: Any) -> Event | Delegation:
    """The event or delegation that a row belongs to."""
    if isinstance(row, Event | Delegation):
        return row
    return subject_of(next(found for name in PARENTS if (found := getattr(row, name, None)) is not None))


def require_organiser(actor: Any, row: Any) -> None:
    """Raise DeniedError unless the actor organises what the row belongs to, as it stands in the database."""
    if actor is not SYSTEM:
        subject = subject_of(row)
        stored = type(subject)._base_manager.filter(pk=subject.pk).first()
        require(actor, f"meet.organise_{subject._meta.model_name}", stored)


def is_holder(actor: Any, registration: Registration | None) -> bool:
    """Whether the actor is the person of this registration, by link."""
    return registration is not None and isinstance(actor, Registration) and actor.pk == registration.pk


def require_holder(actor: Any, registration: Registration) -> None:
    """Raise DeniedError for everybody but the person themselves (and the instance)."""
    if actor is not SYSTEM and not is_holder(actor, registration):
        raise denied("registration")


def require_holder_or_organiser(actor: Any, registration: Registration) -> None:
    """Raise DeniedError for everybody else."""
    if not is_holder(actor, registration):
        require_organiser(actor, registration)


def check_keep(row: Any, actor: Any) -> None:
    """Raise DeniedError unless the actor may store this row: an organiser of what it was and of what it becomes."""
    if actor is SYSTEM:
        return
    before = None if row._state.adding else type(row)._base_manager.select_for_update().get(pk=row.pk)
    if before is not None:
        require_organiser(actor, before)
    if not isinstance(row, Event | Delegation):
        require_organiser(actor, row)
        return
    name = row._meta.model_name
    if before is None:
        require(actor, f"meet.add_{name}")
    require(actor, f"meet.organise_{name}", row)
    old_plan = before.measure if before is not None else None
    if old_plan != row.measure:
        for plan in filter(None, (old_plan, row.measure)):
            _check_plan(plan, actor)


def _check_plan(measure: Measure, actor: Any) -> None:
    """Who carries out a plan may change it; a blind one is shown to others by its owner's people only."""
    require(actor, "record.change_measure", measure)
    if measure.visibility == Visibility.BLIND:
        require(actor, "record.share_measure", measure)
