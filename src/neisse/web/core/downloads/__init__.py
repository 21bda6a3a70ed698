"""Files that leave the product: how they are handed over, and lists for people and for programs."""

from neisse.web.core.downloads.files import (
    LISTS,
    TYPES,
    attached,
    chosen,
    document,
    handed_over,
    heads_of,
    json_lines,
    listed,
    plain_name,
    rows_done,
    told_rows,
)
from neisse.web.core.downloads.listing import (
    PEOPLE,
    PROGRAMS,
    Column,
    Listing,
    day_in_words,
    filters_in_words,
)

__all__ = [
    "LISTS",
    "PEOPLE",
    "PROGRAMS",
    "TYPES",
    "Column",
    "Listing",
    "attached",
    "chosen",
    "day_in_words",
    "document",
    "filters_in_words",
    "handed_over",
    "heads_of",
    "json_lines",
    "listed",
    "plain_name",
    "rows_done",
    "told_rows",
]
