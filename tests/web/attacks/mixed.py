"""Whose a row is, and attempts with addresses and bodies that mix what is one's own with what is of others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.apps import apps
from tests.web.attacks.harvest import Target, send
from tests.web.attacks.snapshot import Rows, undone
from tests.web.attacks.world import World

EVENTS = (
    "event",
    "session",
    "stop",
    "table",
    "version",
    "registration",
    "profile",
    "asker",
    "delegation",
    "slot",
)
PEOPLE = ("registration", "asker", "asked", "wisher", "profile")
OWN, OTHER = "event-owner", "event-stranger"
NUMBER = re.compile(r"(?<=/)\d+(?=/)")
NOBODY = 2**31 - 7
# What makes an event anew: rows of that one are written as well, and lead to nothing of the one it was made from.
MAKES_EVENT = {"meet:event_copy"}
# Who is shown that something is there, although they may not decide it.
SEEN = {"record:office_decide": {"manager", "circle"}, "intersect:opening": {"partner"}}


def event_of(row: Any) -> int | None:
    """The event that a row of the meet stage belongs to."""
    if row._meta.label == "meet.Event":
        return int(row.pk)
    names = {f.name for f in row._meta.concrete_fields if f.is_relation}
    for name in EVENTS:
        if name in names and getattr(row, name) is not None:
            return event_of(getattr(row, name))
    return None


def people_of(row: Any) -> set[int]:
    """The registrations that a row is about."""
    names = {f.name for f in row._meta.concrete_fields if f.is_relation}
    found = {row.pk} if row._meta.label == "meet.Registration" else set()
    for name in PEOPLE:
        if name in names and (other := getattr(row, name)) is not None:
            found |= {other.registration_id if name == "profile" else other.pk}
    return found


def stored(label: str, key: Any) -> Any:
    return apps.get_model(label)._base_manager.filter(pk=key).first()


def meet_rows() -> Iterator[Any]:
    for model in apps.get_app_config("meet").get_models():
        if "istorical" not in model.__name__:
            yield from model._base_manager.all()


def owners() -> tuple[dict[tuple[str, Any], int | None], dict[tuple[str, Any], set[int]]]:
    """Event and people of every row of the meet stage."""
    found = [((row._meta.label, row.pk), event_of(row), people_of(row)) for row in meet_rows()]
    return {key: event for key, event, _p in found}, {key: people for key, _e, people in found}


def foreign_event(world: World, client: Any, target: Target, before: Rows, events: Any) -> Iterator[str]:
    """The organiser of another event sends to the own one what holds the numbers of somebody else's."""
    if OWN not in target.path:
        return
    mine = world.rows["other_event"].pk
    with undone(before) as attempt:
        send(client, replace(target, path=target.path.replace(OWN, OTHER)))
        attempt.compare(before)
        written = [found for found in (*attempt.new, *attempt.changed) if found[0].startswith("meet.")]
        made = {key for label, key in attempt.new if label == "meet.Event" and target.name in MAKES_EVENT}
        for row in (stored(*found) for found in written if "istorical" not in found[0]):
            yield from astray(row, {mine, *made}, target)
    for key in attempt.gone:
        if events.get(key, mine) != mine:
            yield f"{target.said}: deletes {key} of another event"


def astray(row: Any, ours: set[int], target: Target) -> Iterator[str]:
    """What of a row that was written belongs to another event; of the own ones none leads to another either."""
    home = event_of(row)
    if home not in {None, *ours}:
        yield f"{target.said}: writes {row._meta.label} of another event"
    for f in row._meta.concrete_fields:
        is_ours = f.is_relation and f.related_model._meta.app_label == "meet"
        other = getattr(row, f.name) if is_ours else None
        if other is not None and event_of(other) not in {None, *(ours if home is None else {home})}:
            yield f"{target.said}: {row._meta.label}.{f.name} leads to another event"


def foreign_secret(world: World, client: Any, target: Target, before: Rows, people: Any) -> Iterator[str]:
    """A holder of another secret sends to the own address what holds the numbers of somebody else's."""
    own = world.secrets.get(target.seen_by, "")
    if not own or own not in target.path:
        return
    for holder, secret in world.secrets.items():
        if secret == own or holder.startswith(("token", "reads")):
            continue
        with undone(before) as attempt:
            answer = send(client, replace(target, path=target.path.replace(own, secret)))
        me = getattr(world.rows.get(holder), "pk", None)
        is_same_kind = me is not None and isinstance(world.rows.get(target.seen_by), type(world.rows[holder]))
        if not is_same_kind and (attempt.touched or answer.status_code != 404):
            yield f"{target.said}: the secret of {holder} opens it ({answer.status_code})"
        for key in (*attempt.changed, *attempt.gone):
            if people.get(key) and me not in people[key] and not people[key] & world.waiting:
                yield f"{target.said}: {holder} writes {key} of others"


def hidden(clients: dict[str, Any], target: Target, before: Rows, allowed: set[str]) -> Iterator[str]:
    """Where somebody may not, a number that there is and one that there is not are answered alike; so are blind plans."""
    pairs = []
    if NUMBER.search(target.path):
        pairs.append(
            (target.path, NUMBER.sub(str(NOBODY), target.path), allowed | SEEN.get(target.name, set()))
        )
    if "plan-public" in target.path:
        blind, missing = (target.path.replace("plan-public", name) for name in ("plan-blind", "plan-nowhere"))
        pairs.append((blind, missing, {"owner", "partner"}))
    for there, missing, but in pairs:
        for who in sorted({"stranger", "circle"} - but):
            with undone(before):
                said = [send(clients[who], replace(target, path=path)) for path in (there, missing)]
            told = [
                (answer.status_code, answer.get("Location", "").replace(path, "-"))
                for answer, path in zip(said, (there, missing), strict=True)
            ]
            if told[0] != told[1]:
                yield f"{who} at {target.said}: {told[0]} if there is one, {told[1]} if not"
