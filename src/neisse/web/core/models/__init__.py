"""The instance itself, its search index, its long tasks and its mails."""

from neisse.web.core.models.instance import Instance
from neisse.web.core.models.jobs import Job
from neisse.web.core.models.mail import Mail, key_of
from neisse.web.core.models.search import SearchDocument

__all__ = ["Instance", "Job", "Mail", "SearchDocument", "key_of"]
