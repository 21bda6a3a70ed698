"""The instance itself, its search index, its long tasks, its mails, its counters, and the log of erasures."""

from neisse.web.core.models.instance import Instance
from neisse.web.core.models.jobs import Job, Periodic
from neisse.web.core.models.limits import Tries
from neisse.web.core.models.mail import Mail, key_of
from neisse.web.core.models.personal import Erasure
from neisse.web.core.models.search import SearchDocument

__all__ = ["Erasure", "Instance", "Job", "Mail", "Periodic", "SearchDocument", "Tries", "key_of"]
