"""Rows of the agree stage."""

from neisse.web.agree.models.answers import Minute, Question, SeatLink
from neisse.web.agree.models.proposals import Group, Proposal
from neisse.web.agree.models.round import Budget, ClosedDays, Goal, Round, Seat, Team

__all__ = [
    "Budget", "ClosedDays", "Goal", "Group", "Minute", "Proposal", "Question", "Round", "Seat", "SeatLink", "Team",
]  # fmt: skip
