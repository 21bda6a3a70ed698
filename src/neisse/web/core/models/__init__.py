"""The instance itself, its search index, its long tasks, its mails and its counters."""

from neisse.web.core.models.instance import Instance
from neisse.web.core.models.jobs import Job
from neisse.web.core.models.limits import Tries
from neisse.web.core.models.mail import Mail, key_of
from neisse.web.core.models.search import SearchDocument

__all__ = ["Instance", "Job", "Mail", "SearchDocument", "Tries", "key_of"]
