"""Pages of the intersect stage."""

from neisse.web.intersect.views.overlaps import decide, export, opening, overlap, overlaps, refresh
from neisse.web.intersect.views.partners import answer, confirm, partner_index, partners
from neisse.web.intersect.views.partners import export as export_partners
from neisse.web.intersect.views.similar import similar

__all__ = [
    "answer",
    "confirm",
    "decide",
    "export",
    "export_partners",
    "opening",
    "overlap",
    "overlaps",
    "partner_index",
    "partners",
    "refresh",
    "similar",
]
