"""Pages of the intersect stage."""

from neisse.web.intersect.views.overlaps import decide, export, overlap, overlaps, refresh
from neisse.web.intersect.views.partners import answer, partners
from neisse.web.intersect.views.similar import similar

__all__ = ["answer", "decide", "export", "overlap", "overlaps", "partners", "refresh", "similar"]
