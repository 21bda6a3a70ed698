"""Schedules of meetings: versions, who sits where when, what was left out, what happened afterwards.

That nobody sits at two tables in a slot, and no table has two meetings, is kept by unique constraints.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.core.models import Job
from neisse.web.meet.models.event import Event
from neisse.web.meet.models.meetings import MeetingSlot, MeetingTable
from neisse.web.meet.models.registration import Registration
from neisse.web.meet.models.wishes import MeetingRequest


class ScheduleVersion(models.Model):
    """One schedule. The requests it saw are those of its meetings and of what it left out; others are newer.

    `breaks_bound` is proven for the placed requests, `weight_bound` for all; `moved` counts the meetings
    that had another slot or table in `based_on`.
    """

    class State(models.TextChoices):
        """At most one of an event is published."""

        COMPUTING = "computing", _("being computed")
        IMPOSSIBLE = "impossible", _("does not work out")
        DRAFT = "draft", _("draft")
        FROZEN = "frozen", _("frozen")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", _("was published")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="schedules")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.COMPUTING)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="schedules")
    based_on = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="repairs")
    seed = models.PositiveIntegerField(_("seed"), default=0)
    requested = models.PositiveIntegerField(_("accepted requests"), default=0)
    placed = models.PositiveIntegerField(_("placed"), default=0)
    weight = models.PositiveIntegerField(_("weight"), default=0)
    weight_bound = models.PositiveIntegerField(_("most possible weight"), default=0)
    breaks = models.PositiveIntegerField(_("breaks"), default=0)
    breaks_bound = models.PositiveIntegerField(_("fewest possible breaks"), default=0)
    idle = models.PositiveIntegerField(_("idle slots"), default=0)
    worst_breaks = models.PositiveIntegerField(_("most breaks of a person"), default=0)
    moved = models.PositiveIntegerField(_("moved meetings"), default=0)
    proven = models.BooleanField(_("proven best"), default=False)
    reasons = models.JSONField(default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["event", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="schedule_number_once"),
            models.UniqueConstraint(
                fields=["event"], condition=Q(state="published"), name="one_published_schedule"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.number}"


class Meeting(models.Model):
    """One placed request."""

    version = models.ForeignKey(ScheduleVersion, on_delete=models.CASCADE, related_name="meetings")
    slot = models.ForeignKey(MeetingSlot, on_delete=models.RESTRICT, related_name="meetings")
    table = models.ForeignKey(MeetingTable, on_delete=models.RESTRICT, related_name="meetings")
    request = models.ForeignKey(MeetingRequest, on_delete=models.CASCADE, related_name="meetings")

    class Meta:
        ordering = ["version", "slot__starts_at", "table__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "slot", "table"], name="table_once_in_a_slot"),
            models.UniqueConstraint(fields=["version", "request"], name="request_placed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.slot} {self.table}: {self.request}"


class MeetingSeat(models.Model):
    """One of the two people of a meeting; the slot stands here again so that the database can count."""

    version = models.ForeignKey(ScheduleVersion, on_delete=models.CASCADE, related_name="seats")
    slot = models.ForeignKey(MeetingSlot, on_delete=models.RESTRICT, related_name="+")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="meeting_seats")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "slot", "registration"], name="nobody_twice_in_a_slot")
        ]

    def __str__(self) -> str:
        return f"{self.registration} {self.slot}"


class Unplaced(models.Model):
    """An accepted request that a version has no slot for; `code` and `numbers` say why in any language."""

    version = models.ForeignKey(ScheduleVersion, on_delete=models.CASCADE, related_name="unplaced")
    request = models.ForeignKey(MeetingRequest, on_delete=models.CASCADE, related_name="unplaced")
    code = models.CharField(max_length=20)
    person = models.ForeignKey(Registration, null=True, on_delete=models.CASCADE, related_name="+")
    numbers = models.JSONField(default=dict)

    class Meta:
        ordering = ["version", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "request"], name="unplaced_once")]

    def __str__(self) -> str:
        return f"{self.request}: {self.code}"


class MeetingChange(models.Model):
    """Something that happened after publishing and asks for a repair; said by the organiser or by the person.

    `version` is the schedule that took it into account.
    """

    class Kind(models.TextChoices):
        """What happened; which of the columns below are filled."""

        NO_SHOW = "no_show", _("does not come")
        LATE = "late", _("comes later")
        ABSENT = "absent", _("cannot come to a slot")
        TABLE_CLOSED = "table_closed", _("table cannot be used")
        REQUEST_ADDED = "request_added", _("new meeting")
        REQUEST_REMOVED = "request_removed", _("meeting cancelled")

    class State(models.TextChoices):
        """Until the organiser has dealt with it."""

        OPEN = "open", _("open")
        DONE = "done", _("taken into account")
        DISMISSED = "dismissed", _("put aside")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="meeting_changes")
    kind = models.CharField(_("what happened"), max_length=16, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    registration = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.CASCADE, related_name="meeting_changes"
    )
    slot = models.ForeignKey(MeetingSlot, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(MeetingTable, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(
        MeetingRequest, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    version = models.ForeignKey(ScheduleVersion, null=True, on_delete=models.SET_NULL, related_name="changes")
    did = models.JSONField(
        default=list, help_text="beginnings of the slots that publishing it closed or emptied"
    )
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    said_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["event", "said_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.registration or self.table or self.request}"


class MeetingFeedback(models.Model):
    """What one of the two says of a meeting afterwards; the deliver stage reads it."""

    class FollowUp(models.TextChoices):
        """What follows."""

        NONE = "none", _("nothing")
        CONTACT = "contact", _("we stay in touch")
        OFFER = "offer", _("an offer")
        PROJECT = "project", _("a joint project")
        CONTRACT = "contract", _("a contract")

    request = models.ForeignKey(MeetingRequest, on_delete=models.CASCADE, related_name="feedback")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="meeting_feedback")
    took_place = models.BooleanField(_("took place"), default=True)
    useful = models.PositiveSmallIntegerField(_("useful, 1 to 5"), null=True, blank=True)
    follow_up = models.CharField(
        _("what follows"), max_length=10, choices=FollowUp.choices, default=FollowUp.NONE
    )
    note = models.TextField(_("own note"), max_length=2000, blank=True)
    said_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "registration"], name="meeting_feedback_once"),
            models.CheckConstraint(
                condition=Q(useful__isnull=True) | Q(useful__range=(1, 5)), name="useful_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration}: {self.request}"
