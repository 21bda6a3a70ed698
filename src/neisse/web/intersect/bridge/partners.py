"""Partner proposals of the instance."""

from __future__ import annotations

from neisse.engine import flow
from neisse.web.intersect.bridge.rows import Proposed, reasons_of
from neisse.web.record.bridge import organisation_value
from neisse.web.record.models import Organisation


def all_partners() -> list[Proposed]:
    """Proposed partners among all organisations that offer or need something."""
    rows = Organisation.objects.prefetch_related("offers", "needs").order_by("pk")
    with_profile = [row for row in rows.distinct() if row.offers.all() or row.needs.all()]
    pks = {row.key: row.pk for row in with_profile}
    if not hasattr(flow, "find_partners"):
        return []
    matches = flow.find_partners([organisation_value(row) for row in with_profile])
    found = []
    for match in matches:
        a, b = pks[match.a], pks[match.b]
        to_b, to_a = [list(p) for p in match.offers_to_b], [list(p) for p in match.offers_to_a]
        if a > b:
            a, b, to_a, to_b = b, a, to_b, to_a
        found.append(Proposed(a, b, match.score, to_b, to_a, reasons_of(match)))
    return found
