"""Which overlaps may be seen, and what both sides of one with a blind plan have agreed to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from neisse.web.core.seen import Seen, at
from neisse.web.intersect.models import Consent, Overlap
from neisse.web.record.models import Measure
from neisse.web.record.rules.seen import is_not_blind, may_see_measure, owns


def opened_consents() -> QuerySet[Consent]:
    """Consents that are answered by the other side's: one row for each side of each open overlap.

    A consent holds for the owner who gave it; a measure that changes hands is closed again.
    """
    given = Consent.objects.filter(answer=Consent.Answer.AGREED, organisation=F("measure__owner"))
    return given.filter(Exists(given.filter(measure=OuterRef("other"), other=OuterRef("measure"))))


def opened_measures(mine: Iterable[int]) -> QuerySet[Consent, Any]:
    """Primary keys of the measures that were opened to the people of these organisations."""
    mine = list(mine)
    co_owned = Measure.partners.through.objects.filter(organisation_id__in=mine).values("measure_id")
    of_mine = Q(measure__owner_id__in=mine) | Q(measure_id__in=co_owned)
    return opened_consents().filter(of_mine).values("other")


def _is_opened(_user: Any, overlap: Overlap | None) -> bool:
    if overlap is None:
        return False
    return opened_consents().filter(measure=overlap.a_id, other=overlap.b_id).exists()


def _opened(_reader: Any, path: str) -> Q:
    pair = opened_consents().filter(measure=OuterRef(f"{path}a"), other=OuterRef(f"{path}b"))
    return Q(Exists(pair))


owns_a_side = at("a", owns) | at("b", owns)
owns_both_sides = at("a", owns) & at("b", owns)
# Found by comparing, or following through a plan that the reader may see and that is not blind.
between_is_seen = at("through", may_see_measure & is_not_blind, or_none=True)
sees_sides = at("a", may_see_measure) & at("b", may_see_measure) & between_is_seen
has_no_blind_side = at("a", is_not_blind) & at("b", is_not_blind)
# No side is blind, or the reader owns both, or the sides have opened it and the reader belongs to one.
may_see_overlap = sees_sides & (
    has_no_blind_side | owns_both_sides | (owns_a_side & Seen(_is_opened, _opened))
)
