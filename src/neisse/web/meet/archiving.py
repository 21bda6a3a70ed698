"""What of this stage travels in the archive of an instance: events and delegations with all that belongs to them."""

from __future__ import annotations

from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from neisse.web.core.archive import Tree, leaves_out, register
from neisse.web.core.links import new_secret
from neisse.web.meet.links import digest_of_seed
from neisse.web.meet.models import Delegation, Event, Registration

BRANCHES = (
    ("meet.Room", "event"),
    ("meet.Quota", "event"),
    ("meet.Question", "event"),
    ("meet.Registration", "event"),
    ("meet.RegistrationChange", "registration__event"),
    ("meet.EventSession", "event"),
    ("meet.Speaker", "session__event"),
    ("meet.ProgrammeVersion", "event"),
    ("meet.MeetingPlan", "event"),
    ("meet.MeetingSlot", "event"),
    ("meet.MeetingTable", "event"),
    ("meet.TableClosure", "table__event"),
    ("meet.InterpreterPool", "event"),
    ("meet.MeetingProfile", "registration__event"),
    ("meet.Absence", "profile__registration__event"),
    ("meet.Wish", "event"),
    ("meet.MeetingRequest", "event"),
    ("meet.ScheduleVersion", "event"),
    ("meet.Meeting", "version__event"),
    ("meet.MeetingSeat", "version__event"),
    ("meet.Unplaced", "version__event"),
    ("meet.MeetingChange", "event"),
    ("meet.MeetingFeedback", "request__event"),
    ("meet.TopicTable", "session__event"),
    ("meet.TableSeat", "session__event"),
    ("meet.TableNote", "table__session__event"),
    ("meet.Idea", "table__session__event"),
)


def register_archive() -> None:
    """Called once, when the app is ready."""
    register(
        Tree(
            "event",
            _(
                "events with programme, registrations (with consent and day of deletion), wishes, requests, schedules, feedback"
            ),
            "meet.Event",
            ("key",),
            BRANCHES,
            left_out=frozenset(
                {"meet.Registration.link_seed", "meet.Registration.digest", "meet.MeetingRequest.digest"}
            ),
            fresh={"meet.Registration": _new_link, "meet.Event": _free_slug},
        )
    )
    register(
        Tree(
            "delegation",
            _("delegations with members, stops and visits"),
            "meet.Delegation",
            ("key",),
            (
                ("meet.DelegationMember", "delegation"),
                ("meet.Stop", "delegation"),
                ("meet.Visit", "stop__delegation"),
            ),
            fresh={"meet.Delegation": _free_slug},
        )
    )
    leaves_out(_("secrets of links, and what waits behind them"), "meet.FeedToken")


def _new_link(row: Registration) -> None:
    """The personal link of a registration is a secret of the instance that mailed it; here it gets another."""
    row.link_seed = new_secret()
    row.digest = digest_of_seed(row.link_seed)


def _free_slug(row: Event | Delegation) -> None:
    """The address as it was, unless another has it here."""
    if type(row)._base_manager.filter(slug=row.slug).exists():
        row.slug = f"{row.slug[:180]}-{uuid4().hex[:8]}"
