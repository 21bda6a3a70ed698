"""The instance itself, its search index and its long tasks."""

from neisse.web.core.models.instance import Instance
from neisse.web.core.models.jobs import Job
from neisse.web.core.models.search import SearchDocument

__all__ = ["Instance", "Job", "SearchDocument"]
