"""Calendars of others, looked at again and again: what is new waits as an import, what vanished is told, never deleted."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from neisse.engine.values import NeisseError, packed, say
from neisse.formats.answers import Answers
from neisse.web.core import later
from neisse.web.core.actions.rights import denied, may, require
from neisse.web.core.actors import person
from neisse.web.core.outside import Fetched, checked, fetch
from neisse.web.core.queries import today
from neisse.web.record.actions import imports, storing
from neisse.web.record.actions.reach import own_keys
from neisse.web.record.models import ImportBatch, Measure, Organisation, Subscription

FOR, SEE = "record.add_measure_for", "record.view_subscription"
EVERY = timedelta(hours=6)
NOT_AGAIN_WITHIN = timedelta(minutes=10)
# After a failure twice as long, and so on, up to a week.
MOST_DOUBLED = 5
MOST_EACH = 5
MOST_KNOWN = 5000
LOOK_EVERY_S = 900


@transaction.atomic
def subscribe(
    organisation: Organisation, address: str, *, stores_at_once: bool = False, actor: Any
) -> Subscription:
    """Begin to look at a calendar for plans of an organisation; it is looked at soon, by a worker.

    Errors: `outside.address`, `calendar.many` beyond `MOST_EACH`. The same address again changes what is done with it.
    """
    require(actor, FOR, organisation)
    address = checked(address).geturl()
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    mine = Subscription.objects.filter(organisation=organisation)
    if mine.exclude(address=address).count() >= MOST_EACH:
        text = say("an organisation has at most %(most)s calendars here", most=MOST_EACH)
        raise NeisseError("calendar.many", str(organisation), text, say("end another one first"))
    given = {"stores_at_once": stores_at_once, "created_by": person(actor), "due_at": timezone.now()}
    row, _is_new = Subscription.objects.update_or_create(
        organisation=organisation, address=address, defaults=given
    )
    later.once(look, row.pk)
    return row


@transaction.atomic
def end(subscription: Subscription, *, actor: Any) -> None:
    """Look no more; what was stored stays."""
    require(actor, SEE, subscription)
    subscription.delete()


@transaction.atomic
def look_now(subscription: Subscription, *, actor: Any) -> bool:
    """Look again before its time; not within ten minutes. Returns whether it will be."""
    require(actor, SEE, subscription)
    row = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription.pk)
    if row.checked_at and row.checked_at > timezone.now() - NOT_AGAIN_WITHIN:
        return False
    row.due_at = timezone.now()
    row.save(update_fields=["due_at"])
    later.once(look, row.pk)
    return True


@later.work(repeats=True)
def look_at_all() -> int:
    """What the worker does every quarter of an hour: have each calendar looked at whose time has come."""
    due = list(Subscription.objects.filter(due_at__lte=timezone.now()).values_list("pk", flat=True))
    for pk in due:
        later.once(look, pk)
    return len(due)


@later.work(queue=later.HEAVY, repeats=True)
def look(pk: int) -> None:
    """Ask the address, unless somebody did a moment ago. What fails is noted, and tried again later and later."""
    row = _taken(pk, timezone.now())
    if row is None:
        return
    try:
        _may_still(row)
        found = fetch(row.address, etag=row.etag, modified=row.modified)
        _read(row, found)
    except NeisseError as error:
        row.failures += 1
        row.error = {"code": error.code, "text": packed(error.text), "hint": packed(error.hint)}
    else:
        row.failures, row.error = 0, {}
    row.due_at = timezone.now() + EVERY * 2 ** min(row.failures, MOST_DOUBLED)
    fields = (
        "failures",
        "error",
        "due_at",
        "etag",
        "modified",
        "digest",
        "known",
        "gone",
        "batch",
        "changed_at",
    )
    Subscription.objects.filter(pk=pk).update(**{name: getattr(row, name) for name in fields})


@transaction.atomic
def _taken(pk: int, now: datetime) -> Subscription | None:
    """The calendar, put off so that no second worker looks at it meanwhile; None where it is not its time."""
    row = Subscription.objects.select_for_update(of=("self",)).filter(pk=pk, due_at__lte=now).first()
    if row is not None:
        row.due_at, row.checked_at = now + NOT_AGAIN_WITHIN, now
        row.save(update_fields=["due_at", "checked_at"])
        row = Subscription.objects.select_related("organisation", "created_by", "batch").get(pk=pk)
    return row


def _may_still(row: Subscription) -> None:
    """Who subscribed must still be one who may bring plans of the organisation."""
    if row.created_by is None or not may(row.created_by, FOR, row.organisation):
        raise denied(FOR)


def _read(row: Subscription, found: Fetched) -> None:
    """Make an import of what has changed; the one of last time that nobody looked at gives way."""
    row.etag, row.modified = found.etag or row.etag, found.modified or row.modified
    if found.data is None or (digest := hashlib.sha256(found.data).hexdigest()) == row.digest:
        return
    actor, owner = row.created_by, row.organisation.key
    answers = Answers(owner=owner)
    batch = imports.upload(
        f"{row.host}.ics", found.data, actor=actor, kind="measure", answers=answers, only_of=owner
    )
    with imports.given_up(batch, actor=actor):
        imports.prepare(batch, actor=actor)
    if batch.format != "calendar":
        imports.discard(batch, actor=actor)
        text = say("the address answered %(what)s instead of a calendar", what=batch.format)
        raise NeisseError("outside.answer", row.host, text, say("is the calendar shared by this address?"))
    _give_way(row.batch, actor)
    row.digest, row.changed_at = digest, timezone.now()
    _compare(row, batch)
    if not batch.counts.get("new") and not batch.counts.get("changed") and not batch.counts.get("doubtful"):
        imports.discard(batch, actor=actor)
        row.batch = None
        return
    row.batch = batch
    if row.stores_at_once:
        storing.confirm(batch, actor=actor)


def _give_way(batch: ImportBatch | None, actor: Any) -> None:
    if batch is not None and batch.state == ImportBatch.State.PREVIEWED:
        imports.discard(batch, actor=actor)


def _compare(row: Subscription, batch: ImportBatch) -> None:
    """Note what came, and which stored plans that lie ahead came no more: told until they come again or are over."""
    came = {str(e["object"]["id"]): _last_day(e["object"]) for e in batch.objects_read}
    moved = own_keys(row.created_by, "measure", list(came))
    now = {moved.get(key, key): last for key, last in came.items()}
    day = today().isoformat()
    ahead = {key: last for key, last in row.known.items() if last >= day and key not in now}
    mine = Measure.objects.filter(owner=row.organisation, key__in=sorted(ahead))
    row.gone = sorted(mine.values_list("key", flat=True))
    row.known = dict(sorted((ahead | now).items(), key=lambda pair: pair[1], reverse=True)[:MOST_KNOWN])


def _last_day(obj: dict[str, Any]) -> str:
    return str(obj.get("ends") or obj.get("starts") or "")[:10]
