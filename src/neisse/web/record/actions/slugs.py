"""Addresses of new records: short, readable, unique."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.text import slugify

from neisse.web.core.bridge import fold
from neisse.web.core.reserved import reserved_words
from neisse.web.record.models import Merge, Organisation

LIMIT = 180


def give_slugs(model: type[Any], rows: Sequence[Any]) -> None:
    """Set `slug` from the key (without a web address' head); a taken one gets a number behind it.

    An address that was merged away still leads somewhere, so it is taken too; so are the words of the product's own
    addresses: an event called “Export” would be hidden behind `events/export/`.
    """
    bases = [slugify(fold(row.key.split("://")[-1]))[:LIMIT] or "record" for row in rows]
    taken: set[str] = set(reserved_words())
    for start in range(0, len(bases), 500):
        taken.update(model.objects.filter(slug__in=bases[start : start + 500]).values_list("slug", flat=True))
    if model is Organisation:
        taken.update(Merge.objects.filter(undone_at=None).values_list("slug", flat=True))
    for row, base in zip(rows, bases, strict=True):
        slug, number = base, 1
        while slug in taken or (number > 1 and model.objects.filter(slug=slug).exists()):
            number += 1
            slug = f"{base}-{number}"
        taken.add(slug)
        row.slug = slug
