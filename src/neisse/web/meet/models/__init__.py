"""The rows of the meet stage."""

from neisse.web.meet.models.delegation import Delegation, DelegationMember, Stop, Visit
from neisse.web.meet.models.event import Event, EventSession, FeedToken, ProgrammeVersion, Room, Speaker
from neisse.web.meet.models.meetings import (
    InterpreterPool,
    MeetingPlan,
    MeetingSlot,
    MeetingTable,
    TableClosure,
)
from neisse.web.meet.models.registration import Question, Quota, Registration, RegistrationChange
from neisse.web.meet.models.schedules import (
    Meeting,
    MeetingChange,
    MeetingFeedback,
    MeetingSeat,
    ScheduleVersion,
    Unplaced,
)
from neisse.web.meet.models.wishes import Absence, MeetingProfile, MeetingRequest, Wish
from neisse.web.meet.models.workshop import Idea, TableNote, TableSeat, TopicTable

__all__ = [
    "Absence",
    "Delegation",
    "DelegationMember",
    "Event",
    "EventSession",
    "FeedToken",
    "Idea",
    "InterpreterPool",
    "Meeting",
    "MeetingChange",
    "MeetingFeedback",
    "MeetingPlan",
    "MeetingProfile",
    "MeetingRequest",
    "MeetingSeat",
    "MeetingSlot",
    "MeetingTable",
    "ProgrammeVersion",
    "Question",
    "Quota",
    "Registration",
    "RegistrationChange",
    "Room",
    "ScheduleVersion",
    "Speaker",
    "Stop",
    "TableClosure",
    "TableNote",
    "TableSeat",
    "TopicTable",
    "Unplaced",
    "Visit",
    "Wish",
]
