"""Which stored records an actor may name: those that it may see. What is hidden is answered like what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from neisse.web.core.actions.rights import may
from neisse.web.core.actors import SYSTEM
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.kinds import KINDS
from neisse.web.record.bridge.references import References
from neisse.web.record.queries.scoped import visible
from neisse.web.record.rules.seen import organisations_of

CHUNK = 500
SIGNS = 6
ALL = "record.import_for_all"


def reach(actor: Any, kind: str) -> QuerySet[Any]:
    """The records of a kind that an actor may see; the instance itself sees all."""
    rows: QuerySet[Any] = KINDS[kind].model.objects.all() if actor is SYSTEM else visible(kind, actor)
    return rows


def reaching(actor: Any) -> Callable[[str], QuerySet[Any]]:
    """`reach` of one actor."""
    return partial(reach, actor)


def references_for(actor: Any) -> References:
    """References that find no more than the actor may see."""
    return References(reaching(actor))


def hidden_keys(actor: Any, kind: str, keys: Sequence[str]) -> set[str]:
    """Those of the keys that are taken by records which the actor may not see. Cost: two queries per 500."""
    if actor is SYSTEM:
        return set()
    there: set[str] = set()
    for part in _chunks(keys):
        there |= set(KINDS[kind].model.objects.filter(key__in=part).values_list("key", flat=True))
    return there - _seen(actor, kind, sorted(there))


def unseen_keys(actor: Any, kind: str, keys: Sequence[str]) -> set[str]:
    """Those of the keys under which an actor may not store: the hidden ones; for who sees only a part of a kind, all
    that it does not see, so that a guess does not tell whether there is one. Cost: two queries per 500.
    """
    if kind != "measure" or may(actor, ALL):
        return hidden_keys(actor, kind, keys)
    return set(keys) - _seen(actor, kind, keys)


def own_keys(actor: Any, kind: str, keys: Sequence[str]) -> dict[str, str]:
    """Under which other keys an actor stores what it calls by these; what is not in it keeps its own.

    Always the same other one, so that a file that is read twice finds its records again, also for somebody who has
    come to speak for one more organisation since. Cost: some queries per 500.
    """
    unseen = sorted(unseen_keys(actor, kind, keys))
    whose = [""] if may(actor, ALL) else [f" {pk}" for pk in sorted(organisations_of(actor))] or [""]
    options = {key: [_other_key(kind, key, each) for each in whose] for key in unseen}
    there = _seen(actor, kind, [other for several in options.values() for other in several])
    found = {key: next((o for o in several if o in there), several[0]) for key, several in options.items()}
    while clash := hidden_keys(actor, kind, sorted(found.values())):
        found = {k: _other_key(kind, other, "") if other in clash else other for k, other in found.items()}
    return found


def _seen(actor: Any, kind: str, keys: Sequence[str]) -> set[str]:
    return {
        key
        for part in _chunks(keys)
        for key in reach(actor, kind).filter(key__in=part).values_list("key", flat=True)
    }


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))


def _other_key(kind: str, key: str, whose: str) -> str:
    return f"{key[:180]}-{salted_hmac('record key', f'{kind} {key}{whose}').hexdigest()[:SIGNS]}"


def own_plan(obj: Object, owner: str, actor: Any) -> Object:
    """A plan that others sent for an organisation (its key) under an id that is not another one's.

    What comes through a link or a calendar never changes what others own, whatever rights has who lets it in. Hidden
    plans are no part of this: the import sets them aside.
    """
    taken = reach(actor, "measure").filter(key=obj["id"]).exclude(owner__key=owner).exists()
    key = f"{owner}-{obj['id']}"[:200] if taken else obj["id"]
    return {**obj, "id": key, "owner": owner, "type": "measure"}
