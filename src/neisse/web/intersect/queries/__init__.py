"""Reads of the intersect stage. Nothing here writes; everything is scoped to the reader."""

from neisse.web.intersect.queries.fields import Point, Side, points, side, side_choices
from neisse.web.intersect.queries.openings import Closed, closed_overlap, closed_overlaps, other_side
from neisse.web.intersect.queries.overlaps import (
    counts,
    filtered,
    groups,
    listed_overlaps,
    marks,
    near_misses,
    overlaps_of,
    similar,
    told_of,
    visible_overlaps,
)
from neisse.web.intersect.queries.partners import (
    Proposal,
    across_first,
    declined_by,
    is_proposed,
    profile_of,
    proposals_for,
)
from neisse.web.intersect.queries.within import Within, choices_for, partners_within

__all__ = [
    "Closed",
    "Point",
    "Proposal",
    "Side",
    "Within",
    "across_first",
    "choices_for",
    "closed_overlap",
    "closed_overlaps",
    "counts",
    "declined_by",
    "filtered",
    "groups",
    "is_proposed",
    "listed_overlaps",
    "marks",
    "near_misses",
    "other_side",
    "overlaps_of",
    "partners_within",
    "points",
    "profile_of",
    "proposals_for",
    "side",
    "side_choices",
    "similar",
    "told_of",
    "visible_overlaps",
]
