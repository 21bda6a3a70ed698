"""Merging two organisations and undoing it; saying that two are not the same; looking for duplicates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions import index
from neisse.web.core.actions.rights import require
from neisse.web.core.actors import person
from neisse.web.core.events import Changed, publish
from neisse.web.record.actions.aside import bring_back, is_free, without_lost
from neisse.web.record.actions.history import keep_history
from neisse.web.record.actions.moving import Moved, move, move_back, renew
from neisse.web.record.actions.notices import MERGED, tell_organisation
from neisse.web.record.actions.remove import remove
from neisse.web.record.actions.rights import check_own_side
from neisse.web.record.actions.store import store
from neisse.web.record.bridge.fields import differing
from neisse.web.record.bridge.kinds import rows_of, to_object
from neisse.web.record.bridge.merging import in_conflict, joined, proposals
from neisse.web.record.bridge.search import entry
from neisse.web.record.bridge.whole import instances, serialised
from neisse.web.record.models import Distinction, DuplicateProposal, Merge, Organisation
from neisse.web.record.rules.seen import speaking_for

KIND = "organisation"
ALLOWED = "record.merge"


@transaction.atomic
def merge(
    kept: Organisation,
    gone: Organisation,
    choices: Mapping[str, str],
    *,
    versions: tuple[int, int] | None = None,
    actor: Any,
) -> Merge:
    """Take `gone` into `kept`: fields as chosen, everything that refers to it handed over, its address kept.

    `versions` are those of the two that somebody looked at. Both organisations' people are told. Errors:
    `rights.own_side` for who speaks for one of the two only, `merge.gone` where one of them is no more,
    `merge.changed` where one changed since, `merge.identifiers` where they cannot be one, `merge.itself`.
    """
    require(actor, ALLOWED)
    if kept.pk == gone.pk:
        raise NeisseError("merge.itself", kept.key, "these are one record already", "choose another one")
    pair = {row.pk: row for row in _locked(kept.pk, gone.pk)}
    if len(pair) < 2:
        text = say("one of the two is no longer there; somebody merged or removed it meanwhile")
        raise NeisseError("merge.gone", gone.key, text, "look at the list again")
    kept, gone = pair[kept.pk], pair[gone.pk]
    check_own_side(pair, actor)
    if versions is not None and versions != (kept.version, gone.version):
        text = say("one of the two was changed meanwhile")
        raise NeisseError("merge.changed", gone.key, text, "look at both again, then merge")
    if in_conflict(kept, gone):
        text = say(
            "“%(kept)s” and “%(gone)s” carry different values of the same identifier", kept=kept, gone=gone
        )
        raise NeisseError("merge.identifiers", gone.key, text, "correct the wrong one first")
    return _merge(kept, gone, choices, actor)


def _merge(kept: Organisation, gone: Organisation, choices: Mapping[str, str], actor: Any) -> Merge:
    reason = f"merged: {gone.key} into {kept.key}"
    before, taken = to_object(kept), to_object(gone)
    found = Merge(
        gone_pk=gone.pk, key=gone.key, slug=gone.slug, name=str(gone.name), before=before, taken=taken
    )
    found.row, found.survivor, found.merged_by = serialised([gone])[0], kept, person(actor)
    has_people = bool(speaking_for(gone.pk))
    moved = move(gone, kept)
    remove(gone, actor=actor, reason=reason, keep=False)
    store(KIND, [joined(before, taken, choices)], actor=actor, reason=reason, merge=False)
    found.after = to_object(rows_of(KIND).get(pk=kept.pk))
    found.moved, found.aside = moved.rows, moved.aside
    found.save()
    renew(moved.rows, moved.aside, actor, reason)
    if has_people:
        tell_organisation(kept.pk, MERGED, actor)
    return found


@transaction.atomic
def undo_merge(merged: Merge, *, actor: Any) -> Organisation:
    """Bring the organisation back, with all that was handed over; returns it.

    What somebody changed since stays as they left it. Errors: `merge.undone`, `merge.later` where a later merge
    into the same organisation is in force, `merge.survivor`, `merge.id_taken`.
    """
    require(actor, ALLOWED)
    merged = Merge.objects.select_for_update().get(pk=merged.pk)
    kept = next(iter(_locked(merged.survivor_id)), None)
    _check_undo(merged, kept)
    assert kept is not None  # noqa: S101 - checked above
    reason = f"merge undone: {merged.key}"
    bring_back([without_lost(instances([merged.row])[0], merged.merged_at)])
    gone = Organisation.objects.get(pk=merged.gone_pk)
    moved = Moved(merged.moved, merged.aside)
    back = move_back(moved, gone, kept)
    now = to_object(rows_of(KIND).get(pk=kept.pk))
    fields = [f for f in differing(merged.before, merged.after) if now.get(f) == merged.after.get(f)]
    if fields:
        earlier = {f: merged.before.get(f, "") for f in fields} | {"id": kept.key}
        store(KIND, [earlier], actor=actor, reason=reason)
    keep_history(Organisation, [gone], "+", actor, reason)
    index([entry(rows_of(KIND).get(pk=gone.pk))])
    publish(Changed("stored", KIND, (gone.pk,), (gone.key,)))
    renew(back, merged.aside, actor, reason)
    merged.undone_by, merged.undone_at = person(actor), timezone.now()
    merged.save()
    return gone


def _check_undo(merged: Merge, kept: Organisation | None) -> None:
    if not merged.is_in_force:
        raise NeisseError("merge.undone", merged.key, "this merge was undone already", "reload the page")
    if kept is None:
        text = say("the organisation that it was merged into is no longer there")
        raise NeisseError("merge.survivor", merged.key, text, "import the organisation again")
    later = Merge.objects.filter(survivor=kept, undone_at=None, pk__gt=merged.pk).first()
    if later is not None:
        text = say("“%(later)s” was merged into “%(kept)s” later", later=later, kept=kept)
        raise NeisseError("merge.later", merged.key, text, "undo the later merge first")
    if not is_free(*instances([merged.row])):
        text = say("the id “%(key)s” is in use again", key=merged.key)
        raise NeisseError("merge.id_taken", merged.key, text, "give the other record another id")


@transaction.atomic
def distinguish(one: Organisation, other: Organisation, note: str = "", *, actor: Any) -> None:
    """Remember that two organisations are not the same."""
    require(actor, ALLOWED)
    told = Distinction.objects.filter(Q(a=one, b=other) | Q(a=other, b=one)).first()
    told = told or Distinction(a=one, b=other)
    told.note, told.decided_by, told.decided_at = note[:500], person(actor), timezone.now()
    told.save()


def forget_distinction(told: Distinction, *, actor: Any) -> None:
    """Let the two be proposed again."""
    require(actor, ALLOWED)
    told.delete()


def find_again() -> int:
    """Compute all proposals anew; returns how many there are. Nobody has to wait for the computing."""
    found = proposals()
    with transaction.atomic():
        there = set(Organisation.objects.values_list("pk", flat=True))
        kept = [pair for pair in found if {pair.a_id, pair.b_id} <= there]
        DuplicateProposal.objects.all().delete()
        DuplicateProposal.objects.bulk_create(kept, batch_size=500)
    return len(kept)


def _locked(*pks: int | None) -> list[Organisation]:
    """The rows in one order, so that two people who merge at once wait for each other, not both."""
    return list(
        Organisation.objects.select_for_update().filter(pk__in=[pk for pk in pks if pk]).order_by("pk")
    )
