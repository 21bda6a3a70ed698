"""Pages of the intersect stage."""

from neisse.web.intersect.views.comparison import refresh
from neisse.web.intersect.views.fields import export as export_fields
from neisse.web.intersect.views.fields import fields
from neisse.web.intersect.views.overlaps import decide, export, groups, opening, overlap, overlaps
from neisse.web.intersect.views.partners import answer, confirm, export_all, partner_index, partners
from neisse.web.intersect.views.partners import export as export_partners
from neisse.web.intersect.views.similar import near_misses, similar
from neisse.web.intersect.views.vocabulary import drop as drop_concept
from neisse.web.intersect.views.vocabulary import export as export_vocabulary
from neisse.web.intersect.views.vocabulary import read as read_vocabulary
from neisse.web.intersect.views.vocabulary import vocabulary

__all__ = [
    "answer",
    "confirm",
    "decide",
    "drop_concept",
    "export",
    "export_all",
    "export_fields",
    "export_partners",
    "export_vocabulary",
    "fields",
    "groups",
    "near_misses",
    "opening",
    "overlap",
    "overlaps",
    "partner_index",
    "partners",
    "read_vocabulary",
    "refresh",
    "similar",
    "vocabulary",
]
