"""What the meet stage keeps about people (rows of the register of personal data)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from neisse.web.core import personal
from neisse.web.core.personal import ANONYMOUS, BLANKED, DELETED, MENTIONS, Holding
from neisse.web.meet.actions import retention
from neisse.web.meet.queries import subjects

EVENTS = (
    "meet.Event",
    "meet.Room",
    "meet.EventSession",
    "meet.ProgrammeVersion",
    "meet.Delegation",
    "meet.Stop",
    "meet.Visit",
    "meet.Question",
)
MEETINGS = (
    "meet.MeetingProfile",
    "meet.Absence",
    "meet.Wish",
    "meet.MeetingRequest",
    "meet.Meeting",
    "meet.MeetingSeat",
    "meet.Unplaced",
    "meet.MeetingChange",
    "meet.MeetingFeedback",
    "meet.FeedToken",
)


def register() -> None:
    """Called once, when the app is ready."""
    for row in (_registrations(), _meetings(), _travellers(), _workshops(), _schedules(), _events()):
        personal.register(row)
    personal.no_person("numbers of places", "meet.Quota")
    personal.no_person(
        "slots, tables and rules of meetings",
        "meet.MeetingPlan",
        "meet.MeetingSlot",
        "meet.MeetingTable",
        "meet.TableClosure",
        "meet.InterpreterPool",
    )


def _registrations() -> Holding:
    return Holding(
        "registrations",
        whose=_("Participants of events"),
        what=_(
            "Registration for an event: name, e-mail, organisation, function, country, languages, answers, check-in"
        ),
        purpose=_("Carrying out the event that the person registered for"),
        basis=_("Consent with the registration"),
        retention=_(
            "until the days that the event names are over after its end; mails until then, their text until sent"
        ),
        erasure=ANONYMOUS,
        models=("meet.Registration", "meet.RegistrationChange"),
        find=subjects.find_registrations,
        own=subjects.own_registrations,
        export=subjects.registrations,
        erase=retention.erase_registrations,
        due={"participants": retention.forget_people, "unconfirmed": retention.forget_unconfirmed},
    )


def _meetings() -> Holding:
    return Holding(
        "meetings",
        whose=_("Participants of one-to-one meetings"),
        what=_(
            "One-to-one meetings: offers, needs, topics, wishes, requests with message and answer, absences, agenda, feedback"
        ),
        purpose=_("Arranging the meetings that the person asked for or accepted"),
        basis=_("Consent with the registration"),
        retention=_("as long as the registration; without names afterwards, for the count of meetings"),
        erasure=ANONYMOUS,
        models=MEETINGS,
        export=subjects.meetings,  # erased with the registration
    )


def _travellers() -> Holding:
    return Holding(
        "travellers",
        whose=_("Travellers of delegations, speakers of sessions"),
        what=_("Delegations and programmes: name, organisation, function, languages"),
        purpose=_("Carrying out the journey or the session"),
        basis=_("Agreement to travel or to speak"),
        retention=_("travellers 90 days after the journey; speakers as long as the programme"),
        erasure=DELETED,
        models=("meet.DelegationMember", "meet.Speaker"),
        find=subjects.find_travellers,
        own=subjects.own_travellers,
        export=subjects.travellers,
        erase=retention.erase_travellers,
        due={"travellers": retention.forget_travellers},
    )


def _workshops() -> Holding:
    return Holding(
        "workshops",
        whose=_("Hosts of tables, authors of notes, who sat at a table"),
        what=_("Workshops: tables and seats, notes with the name of who wrote them, ideas"),
        purpose=_("Keeping what was worked out"),
        basis=_("Consent with the registration"),
        retention=_("names as long as the registrations of the event; notes and ideas without them"),
        erasure=BLANKED,
        models=("meet.TopicTable", "meet.TableSeat", "meet.TableNote", "meet.Idea"),
        find=subjects.find_workshops,
        own=subjects.own_workshops,
        export=subjects.workshops,
        erase=retention.erase_workshops,
        due={"hosts": retention.forget_hosts},
    )


def _schedules() -> Holding:
    return Holding(
        "schedules",
        whose=_("Who computes and publishes schedules"),
        what=_("Versions of schedules: who made and published them"),
        purpose=_("Every decision keeps its author and its sources"),
        basis=_("Legitimate interest of the network in traceable decisions"),
        retention=_("with the event; the name goes when the account is deleted"),
        erasure=BLANKED,
        models=("meet.ScheduleVersion",),
    )


def _events() -> Holding:
    return Holding(
        "events",
        whose=_("Who is named in texts of events and journeys"),
        what=_("Events, sessions, published programmes, journeys with hosts and briefings"),
        purpose=_("Announcing and carrying out events"),
        basis=_("Legitimate interest of the network in its events"),
        retention=_("as long as the event"),
        erasure=MENTIONS,
        models=EVENTS,
    )
