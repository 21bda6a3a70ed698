"""The instance itself, its search index, long tasks, mails, counters, sent forms, saved views, the log of erasures."""

from neisse.web.core.models.instance import Instance
from neisse.web.core.models.jobs import Job, Periodic
from neisse.web.core.models.limits import Tries
from neisse.web.core.models.mail import Mail, key_of
from neisse.web.core.models.personal import Erasure
from neisse.web.core.models.saved import SavedView
from neisse.web.core.models.search import SearchDocument, SearchShape
from neisse.web.core.models.sent import SentForm

__all__ = [
    "Erasure",
    "Instance",
    "Job",
    "Mail",
    "Periodic",
    "SavedView",
    "SearchDocument",
    "SearchShape",
    "SentForm",
    "Tries",
    "key_of",
]
