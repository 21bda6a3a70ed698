"""Reads of the record stage. Nothing here writes; everything that lists is scoped to the reader."""

from neisse.web.record.queries.visible import (
    visible_measures,
    visible_memberships,
    visible_organisations,
    visible_people,
)

__all__ = [
    "visible_measures",
    "visible_memberships",
    "visible_organisations",
    "visible_people",
]
