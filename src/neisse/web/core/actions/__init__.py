"""Writes of the core: the instance, the search index, jobs."""

from neisse.web.core.actions.index import Entry, hand_over, index, unindex
from neisse.web.core.actions.instance import describe_instance
from neisse.web.core.actions.jobs import begin_job, end_job, report, request_stop

__all__ = [
    "Entry",
    "begin_job",
    "describe_instance",
    "end_job",
    "hand_over",
    "index",
    "report",
    "request_stop",
    "unindex",
]
