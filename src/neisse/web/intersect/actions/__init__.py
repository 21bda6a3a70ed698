"""Writes of the intersect stage."""

from neisse.web.intersect.actions.comparison import compare_all, request_refresh
from neisse.web.intersect.actions.openings import answer_notice
from neisse.web.intersect.actions.overlaps import bump, decide, keep_overlaps, recompute, refresh
from neisse.web.intersect.actions.partners import answer_partner, confirm_text, forget_answer, set_type
from neisse.web.intersect.actions.vocabulary import drop_concept, keep_concepts

__all__ = [
    "answer_notice",
    "answer_partner",
    "bump",
    "compare_all",
    "confirm_text",
    "decide",
    "drop_concept",
    "forget_answer",
    "keep_concepts",
    "keep_overlaps",
    "recompute",
    "refresh",
    "request_refresh",
    "set_type",
]
