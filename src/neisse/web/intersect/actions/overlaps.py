"""What the engine found, and what people decided about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from neisse.web.core.actions.rights import require
from neisse.web.core.actors import person
from neisse.web.core.kept import forget as forget_kept
from neisse.web.core.queries import today
from neisse.web.intersect import bridge
from neisse.web.intersect.actions.partners import keep_proposals
from neisse.web.intersect.bridge import Found
from neisse.web.intersect.models import IndexState, Overlap, PartnerProposal, TextVector
from neisse.web.record.models import Measure

Tell = Callable[[str, int, int], None]


def bump() -> None:
    """Tell every process that its index is old."""
    IndexState.objects.get_or_create(pk=1)
    IndexState.objects.filter(pk=1).update(version=F("version") + 1)


def refresh(tell: Tell = lambda _step, _done, _total: None) -> dict[str, int]:
    """Compute all overlaps and partner proposals; returns how many there are of each verdict.

    `tell` hears the step, how much of it is done and, where it is known, of how much; what it raises ends the work
    there and then, and what the steps before have found is kept.
    """
    encode_texts(partial(tell, "texts"))
    tell("overlaps", 0, 0)
    keep_overlaps(bridge.all_overlaps(partial(tell, "overlaps")), Overlap.objects.all())
    keep_proposals(bridge.all_partners(today(), partial(tell, "partners")))
    counts = dict.fromkeys(Overlap.Verdict.values, 0)
    for verdict in Overlap.objects.filter(stale=False).values_list("verdict", flat=True):
        counts[verdict] += 1
    return counts | {"partners": PartnerProposal.objects.count()}


def encode_texts(tell: Callable[[int, int], None] = lambda _done, _total: None) -> None:
    """Vectors for all texts of measures, offers and needs that have none yet."""
    encoded = 0

    def keep(rows: Iterable[Any]) -> None:
        nonlocal encoded
        kept = list(rows)
        keep_vectors(kept)
        encoded += len(kept)
        tell(encoded, 0)

    tell(0, 0)
    bridge.encode_missing(keep)
    bridge.encode_profiles(keep)


def recompute(pks: Sequence[int], *, wait: bool = True) -> bool:
    """Compute the overlaps of some measures again; nothing else is touched. Whether that is done.

    Without `wait` it is not where the index of this process is not at hand.
    """
    bridge.encode_missing(keep_vectors, pks)
    if not wait and not bridge.at_hand():
        return False
    found = bridge.overlaps_of(pks)
    with transaction.atomic():
        touched = Overlap.objects.filter(touching(pks) | Q(through__in=pks))
        follow, beside = following(found, set(pks), set(touched.values_list("a", "b")))
        known = list(touched.values_list("pk", flat=True)) + beside
        keep_overlaps([*found, *follow], Overlap.objects.filter(pk__in=known))
    return True


def touching(pks: Iterable[int]) -> Q:
    """Overlaps with one of these measures at a side."""
    return Q(a__in=pks) | Q(b__in=pks)


def following(
    found: Sequence[Found], pks: set[int], known: set[tuple[int, int]]
) -> tuple[list[Found], list[int]]:
    """What follows from duplicates where measures have changed, and the rows of such pairs away from those measures.

    `found` are the overlaps that the measures have now, `known` the pairs that overlapped with them or through them.
    What follows over one step begins and ends at a neighbour of a changed measure, so the neighbours' own overlaps
    are all that is read.
    """
    ends = pks | {pk for pair in found for pk in (pair.a, pair.b)} | {pk for pair in known for pk in pair}
    direct = Overlap.objects.filter(touching(ends), stale=False, through=None).exclude(touching(pks))
    beside = [Found(*row, []) for row in direct.values_list("a", "b", "verdict", "score")]
    middles = {pk for pair in (*found, *beside) for pk in (pair.a, pair.b)}
    seen = dict(Measure.objects.filter(pk__in=middles).values_list("pk", "visibility"))
    follow = [
        pair
        for pair in bridge.what_follows([*found, *beside], seen)
        if {pair.a, pair.b, pair.through} & pks or (pair.a, pair.b) in known
    ]
    wanted = {(pair.a, pair.b) for pair in follow}
    rows = Overlap.objects.filter(a__in={a for a, _b in wanted}).values_list("pk", "a", "b")
    return follow, [pk for pk, a, b in rows if (a, b) in wanted]


@transaction.atomic
def keep_overlaps(found: Iterable[Found], among: Any) -> None:
    """Replace the overlaps in `among` by those that the engine found; decisions survive.

    What is not found any more goes, unless somebody decided about it: then it is kept and marked stale. A
    dismissed pair opens again when the content of one side has changed since.
    """
    known = {(row.a_id, row.b_id): row for row in among.select_related("a", "b")}
    new, old = [], []
    for pair in found:
        row = known.pop((pair.a, pair.b), None)
        if row is None:
            new.append(
                Overlap(
                    a_id=pair.a,
                    b_id=pair.b,
                    verdict=pair.verdict,
                    score=pair.score,
                    reasons=pair.reasons,
                    through_id=pair.through,
                )
            )
            continue
        row.verdict, row.score, row.reasons, row.stale = pair.verdict, pair.score, pair.reasons, False
        row.through_id = pair.through
        if row.state == Overlap.State.DISMISSED and row.decided_digest != bridge.content_of(row.a, row.b):
            row.state = Overlap.State.OPEN
        old.append(row)
    forget_kept()
    Overlap.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    Overlap.objects.bulk_update(
        old, ["verdict", "score", "reasons", "through", "stale", "state"], batch_size=200
    )
    gone = [row.pk for row in known.values()]
    for start in range(0, len(gone), 500):
        part = Overlap.objects.filter(pk__in=gone[start : start + 500])
        part.filter(state=Overlap.State.OPEN).delete()
        part.exclude(state=Overlap.State.OPEN).update(stale=True)


def keep_vectors(rows: Iterable[Any]) -> None:
    """Add vectors to the cache."""
    TextVector.objects.bulk_create(list(rows), batch_size=500, ignore_conflicts=True)


@transaction.atomic
def decide(pair: Overlap, state: str, note: str = "", *, actor: Any) -> Overlap:
    """Accept, dismiss or reopen an overlap; who, when and why are kept, and on which content."""
    rows = Overlap.objects.select_for_update(of=("self",)).select_related("a__owner", "b__owner")
    pair = rows.get(pk=pair.pk)
    require(actor, "intersect.decide_overlap", pair)
    pair.state = state
    pair.note = note
    pair.decided_by = person(actor)
    pair.decided_at = timezone.now()
    pair.decided_digest = bridge.content_of(pair.a, pair.b)
    forget_kept()
    pair._change_reason = note  # type: ignore[attr-defined] # read by the history
    pair.save()
    return pair
