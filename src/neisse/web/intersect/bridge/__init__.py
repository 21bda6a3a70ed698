"""Rows <-> the overlap and partner engines: a live index per process, vectors from the database."""

from neisse.web.intersect.bridge.live import (
    all_overlaps,
    encode_missing,
    instance_measures,
    overlaps_of,
    similar_to,
)
from neisse.web.intersect.bridge.partners import (
    all_partners,
    confirmed_on,
    distance_km,
    freshness,
    instance_organisations,
    why_not_partners,
)
from neisse.web.intersect.bridge.rows import (
    Found,
    Proposed,
    Similar,
    concept_in,
    content_of,
    draft_measure,
    notice_of,
    period_of_code,
)

__all__ = [
    "Found",
    "Proposed",
    "Similar",
    "all_overlaps",
    "all_partners",
    "concept_in",
    "confirmed_on",
    "content_of",
    "distance_km",
    "draft_measure",
    "encode_missing",
    "freshness",
    "instance_measures",
    "instance_organisations",
    "notice_of",
    "overlaps_of",
    "period_of_code",
    "similar_to",
    "why_not_partners",
]
