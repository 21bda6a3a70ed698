"""Writes of workshops: seats at topic tables, notes, and ideas."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions.rights import require
from neisse.web.core.actors import person
from neisse.web.meet.actions.places import locked
from neisse.web.meet.actions.rights import require_organiser
from neisse.web.meet.models import EventSession, Idea, Registration, TableNote, TableSeat, TopicTable


@transaction.atomic
def take_seat(table: TopicTable, registration: Registration, *, actor: Any) -> TableSeat:
    """Sit somebody at a table; their seat at another table of the session is given up.

    Errors: `table.full`, `table.stranger` (no place at this event).
    """
    event = locked(table.session.event)
    require_organiser(actor, event)
    if registration.event_id != event.pk or registration.state != Registration.State.REGISTERED:
        raise NeisseError(
            "table.stranger", str(registration), "only who has a place can sit at a table", "register first"
        )
    others = table.seats.exclude(registration=registration).count()
    if others >= table.places:
        raise NeisseError(
            "table.full",
            str(table),
            say("all %(places)s seats are taken", places=table.places),
            "choose another table",
        )
    seat, _is_new = TableSeat.objects.update_or_create(
        session=table.session, registration=registration, defaults={"table": table}
    )
    return seat


@transaction.atomic
def spread(session: EventSession, *, actor: Any) -> int:
    """Sit everybody who has a place and no table at the table with most free seats; returns how many."""
    require_organiser(actor, locked(session.event))
    free = {table.pk: table.places - table.seats.count() for table in session.tables.all()}
    seated = session.seats.values("registration_id")
    waiting = session.event.registrations.filter(state=Registration.State.REGISTERED).exclude(pk__in=seated)
    seats = []
    for registration in waiting.order_by("country", "name", "pk"):
        table = max(free, key=lambda pk: (free[pk], -pk), default=None)
        if table is None or free[table] <= 0:
            break
        free[table] -= 1
        seats.append(TableSeat(session=session, table_id=table, registration=registration))
    TableSeat.objects.bulk_create(seats)
    return len(seats)


def add_note(table: TopicTable, text: str, author_name: str = "", *, actor: Any) -> TableNote:
    """Note what was said."""
    require(actor, "meet.write_notes", table.session.event)
    author = person(actor)
    return TableNote.objects.create(
        table=table, text=text, author_name=author_name or str(author or ""), author=author
    )


def decide_idea(idea: Idea, state: str, *, actor: Any) -> Idea:
    """Keep an idea for a project, drop it, or open it again."""
    require_organiser(actor, idea)
    idea.state, idea.decided_by = state, person(actor)
    idea.save(update_fields=["state", "decided_by"])
    return idea
