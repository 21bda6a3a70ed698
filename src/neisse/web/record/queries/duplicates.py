"""Duplicates for the review: what is proposed, what was decided, what a merge would move, where old addresses lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise

from neisse.web.core.bridge import fold
from neisse.web.record.bridge.kinds import to_object
from neisse.web.record.merging import CHOSEN, Reference, references
from neisse.web.record.models import Distinction, DuplicateProposal, Measure, Merge, Organisation
from neisse.web.record.queries.visible import visible_measures, visible_organisations
from neisse.web.record.rules.seen import levels_of

SIDES = ("a", "b")


def proposed(filters: Mapping[str, Any]) -> QuerySet[DuplicateProposal]:
    """The pairs that nobody has decided on, the most probable first."""
    told = Distinction.objects.filter(
        Q(a=OuterRef("a"), b=OuterRef("b")) | Q(a=OuterRef("b"), b=OuterRef("a"))
    )
    rows = DuplicateProposal.objects.filter(~Exists(told), score__gte=filters.get("least", 0))
    found: QuerySet[DuplicateProposal] = _narrowed(rows, filters).select_related(*SIDES)
    parts = (f"{side}__{name}" for side in SIDES for name in ("offers", "needs"))
    return found.prefetch_related(*parts)


def distinctions(filters: Mapping[str, Any]) -> QuerySet[Distinction]:
    """The pairs that are not the same, the latest first."""
    rows = Distinction.objects.select_related(*SIDES, "decided_by")
    found: QuerySet[Distinction] = _narrowed(rows, filters)
    return found


def merges(filters: Mapping[str, Any]) -> QuerySet[Merge]:
    """What was merged, the latest first."""
    rows = Merge.objects.select_related("survivor", "merged_by", "undone_by")
    said = str(filters.get("q") or "")
    named = Q(survivor__folded_name__contains=fold(said)) | Q(name__icontains=said)
    return rows.filter(named) if said else rows


def evidence_of(one: Organisation, other: Organisation) -> DuplicateProposal | None:
    """What the engine says of two organisations, if it proposes them."""
    return DuplicateProposal.objects.filter(Q(a=one, b=other) | Q(a=other, b=one)).first()


def distinction_of(one: Organisation, other: Organisation) -> Distinction | None:
    """Whether somebody said that they are not the same."""
    return Distinction.objects.filter(Q(a=one, b=other) | Q(a=other, b=one)).first()


def what_moves(user: Any, gone: Organisation) -> list[tuple[str | Promise, int]]:
    """What refers to an organisation, in words and numbers, most first; what is computed anyway is left out.

    Plans that the reader may not see are not counted: the number would tell of them.
    """
    counts: dict[str, tuple[str | Promise, int]] = {}
    for reference in references():
        words = reference.words
        if words == "" or reference.model in CHOSEN:
            continue
        shown = words or str(reference.model._meta.verbose_name_plural)
        number = _seen(user, reference, gone).count()
        if number:
            counts[str(shown)] = (shown, counts.get(str(shown), (shown, 0))[1] + number)
    return sorted(counts.values(), key=lambda found: -found[1])


def richer(user: Any, one: Organisation, other: Organisation) -> Organisation | None:
    """Which of two says more: more fields first, then more that refers to it; None where they say as much."""
    weights = [(filled(row), sum(number for _words, number in what_moves(user, row))) for row in (one, other)]
    return None if weights[0] == weights[1] else one if weights[0] > weights[1] else other


def filled(row: Organisation) -> int:
    """How many facts an organisation states."""
    return sum(len(value) if isinstance(value, dict | list) else 1 for value in to_object(row).values())


def _seen(user: Any, reference: Reference, gone: Organisation) -> QuerySet[Any]:
    rows: QuerySet[Any] = reference.rows(gone.pk)
    for field in reference.model._meta.concrete_fields:
        if field.related_model is Measure:
            rows = rows.filter(
                Q(**{f"{field.name}__in": visible_measures(user).values("pk")}) | Q(**{field.name: None})
            )
    return rows.filter(pk__in=visible_measures(user).values("pk")) if reference.model is Measure else rows


def merged_away(user: Any, slug: str) -> Merge | None:
    """The merge in force that an old address stands for.

    Only where the reader may see what it went into (a merge gives that the name of what was there, at the visibility
    that was chosen for both), or, where that is gone too, might have seen what was there.
    """
    rows = Merge.objects.filter(slug=slug, undone_at=None)
    return next((row for row in rows if address_after(user, row) or _was_seen(user, row)), None)


def _was_seen(user: Any, merged: Merge) -> bool:
    is_gone = merged.survivor_id is None
    return is_gone and merged.taken.get("visibility", "public") in levels_of(user)


def address_after(user: Any, merged: Merge) -> str:
    """The slug where a merged organisation is now; empty where this reader may not see it."""
    found = visible_organisations(user).filter(merges=merged).values_list("slug", flat=True).first()
    return found or ""


def survivors(pks: list[int]) -> dict[int, int]:
    """Primary keys that were merged away, with the one that each is now."""
    rows = Merge.objects.filter(gone_pk__in=pks, undone_at=None, survivor__isnull=False)
    return dict(rows.values_list("gone_pk", "survivor_id"))


def _narrowed(rows: Any, filters: Mapping[str, Any]) -> Any:
    if said := fold(str(filters.get("q") or "")):
        rows = rows.filter(Q(a__folded_name__contains=said) | Q(b__folded_name__contains=said))
    if country := filters.get("country"):
        rows = rows.filter(Q(a__country=country) | Q(b__country=country))
    return rows
