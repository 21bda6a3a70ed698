"""Writes of events and of what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions import Entry, index, unindex
from neisse.web.core.actors import person
from neisse.web.core.constraints import refuse_broken
from neisse.web.meet.actions.keeping_time import keep_as_long_as
from neisse.web.meet.actions.places import offer_free_places
from neisse.web.meet.actions.rights import check_keep, require_organiser
from neisse.web.meet.models import Delegation, Event
from neisse.web.meet.rules.clock import standing, steps_from
from neisse.web.record.actions.slugs import give_slugs
from neisse.web.record.bridge.search import named

State = Event.State
MOST_OF_TITLE, BY_CHANCE, HEXADECIMAL = 160, 6, "0123456789abcdef"
TITLES = ("title", "titles_de", "titles_pl", "titles_en")


@transaction.atomic
def keep(
    row: Any, *, actor: Any, reason: str = "", related: Mapping[str, Iterable[Any]] | None = None
) -> Any:
    """Store an event, a delegation or a part of one, with who and why where the kind has a history.

    New events and delegations get a key and an address; they can be found as soon as they are shown.
    Errors: `row.there_already`, `row.contradiction`.
    """
    check_keep(row, actor)
    if isinstance(row, Event | Delegation):
        if row._state.adding:
            _name(row)
        row.version += 1
    refuse_broken(row)
    row._change_reason = reason
    row._history_user = person(actor)
    row.save()
    for name, rows in (related or {}).items():
        getattr(row, name).set(rows)
    if isinstance(row, Event | Delegation):
        show(row)
    if isinstance(row, Event):
        keep_as_long_as([row], timezone.now())
    return row


@transaction.atomic
def drop(row: Any, *, actor: Any) -> None:
    """Delete a part of an event or of a delegation."""
    row = type(row)._base_manager.select_for_update().get(pk=row.pk)
    require_organiser(actor, row)
    row._history_user = person(actor)
    row.delete()


@transaction.atomic
def set_state(event: Event, state: str, *, actor: Any) -> Event:
    """Take an event a step on (or back); `event.step` for a step that does not exist, `event.known` to a draft."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    require_organiser(actor, event)
    now = timezone.now()
    if state not in steps_from(event, now):
        raise no_step(event, state)
    if state == State.DRAFT and event.registrations.exclude(name="").exists():
        text = say("people have registered: an event that they know is no draft")
        raise NeisseError("event.known", str(event), text, say("close registration, postpone or cancel it"))
    event.state = state
    keep(event, actor=actor, reason=f"state: {state}")
    offer_free_places(event, now)
    return event


@transaction.atomic
def show_to(event: Event, visibility: str, *, actor: Any) -> Event:
    """Publish an event, or take it back to the circle."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    require_organiser(actor, event)
    event.visibility = visibility
    kept: Event = keep(event, actor=actor, reason=f"visibility: {visibility}")
    return kept


def no_step(event: Event, state: str) -> NeisseError:
    """That an event does not become this now: not from where it is, or its dates would end it at once."""
    text = say(
        "an event that is “%(state)s” does not become “%(label)s” in one step",
        state=standing(event, timezone.now()).label,
        label=State(state).label,
    )
    return NeisseError("event.step", str(event), text, say("reload the page, and look at the dates"))


def _name(row: Event | Delegation) -> None:
    """A key from the year of the beginning, the title, and signs by chance.

    The signs stand behind every title, so that a new address does not tell of a hidden event of that title.
    """
    year = f"{row.starts_at:%Y}-" if isinstance(row, Event) else ""
    row.key = row.key or f"{year}{row.title}"[:MOST_OF_TITLE] + "-" + get_random_string(
        BY_CHANCE, HEXADECIMAL
    )
    give_slugs(type(row), [row])
    row.key = row.slug


def show_all() -> int:
    """Write the search entries of all events and delegations anew; returns how many. Cost: a short transaction each."""
    count = 0
    for model in (Event, Delegation):
        for pk in list(model.objects.order_by("pk").values_list("pk", flat=True)):
            with transaction.atomic():
                row = model.objects.select_for_update().filter(pk=pk).first()
                if row is not None:
                    show(row)
                    count += 1
    return count


def show(row: Event | Delegation) -> None:
    """Keep the search index as the event is; drafts are not found."""
    kind = "event" if isinstance(row, Event) else "delegation"
    if isinstance(row, Event) and row.state == State.DRAFT:
        unindex(kind, [row.key])
        return
    texts = [
        getattr(row, name) for name in (*TITLES, "descriptions_de", "descriptions_pl", "descriptions_en")
    ]
    place = [row.city, row.place] if isinstance(row, Event) else []
    index(
        [
            Entry(
                kind,
                row.key,
                reverse(f"meet:{kind}", args=[row.slug]),
                row.title,
                " ".join(filter(None, [*texts, *place, named(row.organiser)])),
                " · ".join(filter(None, [named(row.organiser), *place[:1]])),
                row.visibility,
                (row.organiser_id,),
                timezone.localdate(row.starts_at) if isinstance(row, Event) else None,
            )
        ]
    )
