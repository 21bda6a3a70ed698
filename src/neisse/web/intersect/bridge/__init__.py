"""Rows <-> the overlap and partner engines: a live index per process, vectors from the database."""

from neisse.web.intersect.bridge.fields import Field, between, regions_of, standing_in
from neisse.web.intersect.bridge.live import (
    all_overlaps,
    at_hand,
    instance_measures,
    near_misses,
    overlaps_of,
    prepare,
    similar_to,
)
from neisse.web.intersect.bridge.partners import (
    all_partners,
    best_partners,
    confirmed_on,
    distance_km,
    encode_profiles,
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
    groups_of,
    notice_of,
    period_of_code,
)
from neisse.web.intersect.bridge.vectors import encode_missing
from neisse.web.intersect.bridge.vocabulary import own_topics, read_table, shipped_keys, write_table

__all__ = [
    "Field",
    "Found",
    "Proposed",
    "Similar",
    "all_overlaps",
    "all_partners",
    "at_hand",
    "best_partners",
    "between",
    "concept_in",
    "confirmed_on",
    "content_of",
    "distance_km",
    "draft_measure",
    "encode_missing",
    "encode_profiles",
    "freshness",
    "groups_of",
    "instance_measures",
    "instance_organisations",
    "near_misses",
    "notice_of",
    "overlaps_of",
    "own_topics",
    "period_of_code",
    "prepare",
    "read_table",
    "regions_of",
    "shipped_keys",
    "similar_to",
    "standing_in",
    "why_not_partners",
    "write_table",
]
