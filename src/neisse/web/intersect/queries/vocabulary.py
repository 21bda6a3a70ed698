"""The network's own topics."""

from __future__ import annotations

from neisse.web.core.bridge import fold
from neisse.web.intersect.models import Concept


def concepts(query: str = "") -> list[Concept]:
    """Those with these letters in the key, a label or a word, in any spelling."""
    wanted = fold(query)
    rows = Concept.objects.all()
    return [
        row
        for row in rows
        if wanted in fold(" ".join((row.key, row.label_de, row.label_pl, row.label_en, row.patterns)))
    ]
