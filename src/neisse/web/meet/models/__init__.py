"""The rows of the meet stage."""

from neisse.web.meet.models.delegation import Delegation, DelegationMember, Stop, Visit
from neisse.web.meet.models.event import Event, EventSession, FeedToken, ProgrammeVersion, Room, Speaker
from neisse.web.meet.models.mail import Mail
from neisse.web.meet.models.registration import Question, Quota, Registration, RegistrationChange
from neisse.web.meet.models.workshop import Idea, TableNote, TableSeat, TopicTable

__all__ = [
    "Delegation",
    "DelegationMember",
    "Event",
    "EventSession",
    "FeedToken",
    "Idea",
    "Mail",
    "ProgrammeVersion",
    "Question",
    "Quota",
    "Registration",
    "RegistrationChange",
    "Room",
    "Speaker",
    "Stop",
    "TableNote",
    "TableSeat",
    "TopicTable",
    "Visit",
]
