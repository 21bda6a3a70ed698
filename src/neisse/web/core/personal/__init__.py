"""The register of personal data: what is kept of whom, why, until when, how it is handed out and erased.

Every stage registers its part in `AppConfig.ready`; the page about privacy, the export and the erasure of a person,
and the periodic forgetting are all made from it. A model or a place of files without an answer fails a test.
"""

from neisse.web.core.personal.answers import holding_of, place_of, tracked, unanswered
from neisse.web.core.personal.rows import (
    ANONYMOUS,
    BLANKED,
    DELETED,
    MENTIONS,
    Due,
    Found,
    Holding,
    Subject,
    holdings,
    no_person,
    nobody,
    register,
)
from neisse.web.core.personal.words import Needles, needles_of

__all__ = [
    "ANONYMOUS",
    "BLANKED",
    "DELETED",
    "MENTIONS",
    "Due",
    "Found",
    "Holding",
    "Needles",
    "Subject",
    "holding_of",
    "holdings",
    "needles_of",
    "no_person",
    "nobody",
    "place_of",
    "register",
    "tracked",
    "unanswered",
]
