"""Reads of the intersect stage. Nothing here writes; everything is scoped to the reader."""

from neisse.web.intersect.queries.comparison import COMPARISON, last_comparison
from neisse.web.intersect.queries.fields import Point, Side, points, side, side_choices
from neisse.web.intersect.queries.openings import Closed, closed_overlap, closed_overlaps, other_side
from neisse.web.intersect.queries.overlaps import (
    counts,
    filtered,
    groups,
    listed_overlaps,
    marks,
    overlaps_of,
    shown,
    visible_overlaps,
)
from neisse.web.intersect.queries.partners import (
    Proposal,
    declined_by,
    facets_of,
    is_proposed,
    narrowed,
    profile_of,
    proposals_for,
)

__all__ = [
    "COMPARISON",
    "Closed",
    "Point",
    "Proposal",
    "Side",
    "closed_overlap",
    "closed_overlaps",
    "counts",
    "declined_by",
    "facets_of",
    "filtered",
    "groups",
    "is_proposed",
    "last_comparison",
    "listed_overlaps",
    "marks",
    "narrowed",
    "other_side",
    "overlaps_of",
    "points",
    "profile_of",
    "proposals_for",
    "shown",
    "side",
    "side_choices",
    "visible_overlaps",
]
