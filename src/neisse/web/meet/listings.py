"""What the sheets of events say: events, who takes part, and their one-to-one meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from neisse.web.core.bridge import country_name
from neisse.web.core.content import reader_language
from neisse.web.core.downloads import Column, Listing
from neisse.web.core.filters import language_name
from neisse.web.meet.bridge.meetings import interpreter_pair
from neisse.web.meet.exports import answer_text, event_object
from neisse.web.meet.models import Delegation, Event, Meeting, MeetingRequest, Registration
from neisse.web.meet.queries.meetings import Load
from neisse.web.meet.rules.clock import standing
from neisse.web.record.models import Visibility

Object = dict[str, Any]
CZECH = "cs"


def country_of(code: str) -> str:
    """A country in the words of the page; nothing for another one."""
    return "" if code in {"", "XX"} else country_name(code, reader_language())


def spoken(codes: Sequence[str]) -> list[str]:
    """Languages by their names."""
    return [_say("Czech") if code == CZECH else language_name(code) for code in codes]


def iso(moment: Any) -> str:
    """An instant for programs."""
    return moment.isoformat() if moment else ""


def on_the_spot(event: Event, moment: Any) -> Any:
    """An instant as the clock at the place of the event shows it."""
    return timezone.make_aware(moment.astimezone(event.tz).replace(tzinfo=None)) if moment else None


def event_objects(events: Sequence[Event]) -> list[Object]:
    """Events in the words of the measure contract."""
    return [event_object(event) for event in events]


EVENTS = Listing(
    _("Events"),
    (
        Column(_("Event"), str),
        Column(_("Organiser"), lambda e: e.organiser),
        Column(_("Begins"), lambda e: on_the_spot(e, e.starts_at)),
        Column(_("Ends"), lambda e: on_the_spot(e, e.ends_at)),
        Column(_("Venue"), lambda e: e.place),
        Column(_("Town"), lambda e: e.city),
        Column(_("Country"), lambda e: country_of(e.country)),
        Column(pgettext_lazy("of an event", "State"), lambda e: standing(e, timezone.now()).label),
        Column(_("Registration until"), lambda e: on_the_spot(e, e.registers_until)),
        Column(_("Visibility"), lambda e: dict(Visibility.choices).get(e.visibility, "")),
    ),
    event_objects,
)


def delegation_objects(rows: Sequence[Delegation]) -> list[Object]:
    """Delegations for programs."""
    return [
        {
            "id": row.key,
            "title": row.title,
            "organiser": row.organiser.key,
            "stops": [str(stop) for stop in row.stops.all()],
            "members": len(row.members.all()),
            "visibility": row.visibility,
        }
        for row in rows
    ]


DELEGATIONS = Listing(
    _("Delegations"),
    (
        Column(_("Delegation"), str),
        Column(_("Organiser"), lambda d: d.organiser),
        Column(_("Begins"), lambda d: min((s.arrives_at for s in d.stops.all()), default=None)),
        Column(_("Ends"), lambda d: max((s.leaves_at for s in d.stops.all()), default=None)),
        Column(_("Stops"), lambda d: [str(stop) for stop in d.stops.all()]),
        Column(_("People"), lambda d: len(d.members.all())),
        Column(_("Visibility"), lambda d: dict(Visibility.choices).get(d.visibility, "")),
    ),
    delegation_objects,
)


def registration_objects(rows: Sequence[Registration]) -> list[Object]:
    """Who takes part, for programs; answers by the number of their question."""
    return [
        {
            "name": row.name,
            "office": row.office,
            "organisation": row.comes_from,
            "country": row.country,
            "email": row.email,
            "group": row.group,
            "state": row.state,
            "languages": row.languages,
            "code": row.badge_code,
            "checked_in": iso(row.checked_in_at),
            "answers": row.answers,
        }
        for row in rows
    ]


def salutation(row: Registration) -> str:
    """How a letter begins."""
    return _say("Dear %(name)s,") % {"name": row.name}


REGISTRATIONS = Listing(
    _("Participants"),
    (
        Column(pgettext_lazy("of a person", "Name"), lambda r: r.name),
        Column(_("Function"), lambda r: r.office),
        Column(_("Organisation"), lambda r: r.comes_from),
        Column(_("Country"), lambda r: country_of(r.country)),
        Column(_("E-mail"), lambda r: r.email),
        Column(_("Group"), lambda r: r.get_group_display()),
        Column(pgettext_lazy("of a registration", "State"), lambda r: r.get_state_display()),
        Column(_("Languages spoken"), lambda r: spoken(r.languages)),
        Column(_("Code"), lambda r: r.badge_code),
        Column(_("Checked in"), lambda r: r.checked_in_at),
        Column(_("Salutation"), salutation),
    ),
    registration_objects,
)


def question_columns(questions: Mapping[str, str]) -> list[Column]:
    """A column for each question of the organiser."""

    def column(key: str, text: str) -> Column:
        return Column(text, lambda r: answer_text(r.answers.get(key, "")))

    return [column(key, text) for key, text in questions.items()]


def load_objects(loads: Sequence[Load]) -> list[Object]:
    """People with what they asked, answered and agreed, for programs."""
    numbers = ("sent", "received", "unanswered", "accepted", "room", "placed")
    return [
        {
            "name": load.registration.name,
            "organisation": load.registration.comes_from,
            "country": load.registration.country,
            **{name: getattr(load, name) for name in numbers},
        }
        for load in loads
    ]


LOADS = Listing(
    _("People and their meetings"),
    (
        Column(pgettext_lazy("of a person", "Name"), lambda p: p.registration.name),
        Column(_("Organisation"), lambda p: p.registration.comes_from),
        Column(_("Country"), lambda p: country_of(p.registration.country)),
        Column(_("Requests sent"), lambda p: p.sent),
        Column(_("Requests received"), lambda p: p.received),
        Column(_("Not answered"), lambda p: p.unanswered),
        Column(_("Agreed"), lambda p: p.accepted),
        Column(_("Possible meetings"), lambda p: p.room),
        Column(_("Placed"), lambda p: p.placed),
    ),
    load_objects,
)


def request_objects(rows: Sequence[MeetingRequest]) -> list[Object]:
    """Who asked whom, for programs; what they wrote to each other is theirs."""
    return [
        {
            "from": row.asker.name,
            "from_organisation": row.asker.comes_from,
            "to": row.asked.name,
            "to_organisation": row.asked.comes_from,
            "state": row.state,
            "asked": iso(row.asked_at),
            "answered": iso(row.answered_at),
        }
        for row in rows
    ]


REQUESTS = Listing(
    _("Requests for meetings"),
    (
        Column(_("From (person)"), lambda r: r.asker.name),
        Column(_("Organisation"), lambda r: r.asker.comes_from),
        Column(_("To (person)"), lambda r: r.asked.name),
        Column(_("Organisation (to)"), lambda r: r.asked.comes_from),
        Column(pgettext_lazy("of a meeting request", "State"), lambda r: r.get_state_display()),
        Column(_("Asked"), lambda r: r.asked_at),
        Column(_("Answered"), lambda r: r.answered_at),
    ),
    request_objects,
)


def meeting_objects(rows: Sequence[Meeting]) -> list[Object]:
    """Meetings of a schedule, for programs."""
    return [
        {
            "begins": iso(row.slot.starts_at),
            "ends": iso(row.slot.ends_at),
            "table": row.table.name,
            "part_of_the_hall": row.table.zone,
            "a": row.request.asker.name,
            "a_organisation": row.request.asker.comes_from,
            "b": row.request.asked.name,
            "b_organisation": row.request.asked.comes_from,
            "interpreter": pair_of(row),
        }
        for row in rows
    ]


def pair_of(row: Meeting) -> str:
    """The pair of languages that an interpreter is needed for."""
    return interpreter_pair(row.request.asker.languages, row.request.asked.languages)


MEETINGS = Listing(
    _("Schedule of meetings"),
    (
        Column(_("Day"), lambda m: timezone.localtime(m.slot.starts_at).date()),
        Column(_("Begins"), lambda m: timezone.localtime(m.slot.starts_at).time()),
        Column(_("Ends"), lambda m: timezone.localtime(m.slot.ends_at).time()),
        Column(_("Table"), lambda m: m.table.name),
        Column(_("Part of the hall"), lambda m: m.table.zone),
        Column(_("Person"), lambda m: m.request.asker.name),
        Column(_("Organisation"), lambda m: m.request.asker.comes_from),
        Column(_("meets"), lambda m: m.request.asked.name),
        Column(_("Organisation (meets)"), lambda m: m.request.asked.comes_from),
        Column(_("Interpreter"), lambda m: " – ".join(spoken(pair_of(m).split("-"))) if pair_of(m) else ""),
    ),
    meeting_objects,
)
FEEDBACK = Listing(
    _("Feedback"),
    (
        Column(_("Question"), lambda row: row[0]),
        Column(_("Answer"), lambda row: int(row[1]) if row[1].isdecimal() else row[1]),
        Column(_("Number"), lambda row: row[2]),
    ),
    lambda rows: [{"question": q, "answer": answer, "number": n} for q, answer, n in rows],
)
