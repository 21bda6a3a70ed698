"""What one-to-one meetings are arranged in: the plan of an event, slots, tables, interpreters."""

from __future__ import annotations

from datetime import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from neisse.web.meet.models.event import Event, EventSession
from neisse.web.meet.models.registration import Registration


class MeetingPlan(models.Model):
    """The rules of the meetings of one event; an event without this row has none."""

    class State(models.TextChoices):
        """From the first wish to the day after."""

        COLLECTING = "collecting", _("requests are collected")
        SCHEDULED = "scheduled", _("the schedule is fixed")
        RUNNING = "running", _("meetings take place")
        OVER = "over", _("over")

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="meeting_plan")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.COLLECTING)
    meeting_min = models.PositiveSmallIntegerField(
        _("minutes of a meeting"), default=20, validators=[MinValueValidator(5)]
    )
    pause_min = models.PositiveSmallIntegerField(_("minutes between two meetings"), default=5)
    requests_until = models.DateTimeField(_("requests and answers until"), null=True, blank=True)
    most_open_requests = models.PositiveSmallIntegerField(_("open requests a person may have"), default=20)
    same_organisation_allowed = models.BooleanField(
        _("several people of one organisation may meet the same person"), default=False
    )
    fairness = models.PositiveSmallIntegerField(
        _("by how many breaks two people may differ"), null=True, blank=True
    )
    min_break = models.PositiveSmallIntegerField(_("free slots after each meeting"), default=0)
    max_in_a_row = models.PositiveSmallIntegerField(
        _("at most so many meetings in a row"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    lunch_for_all = models.BooleanField(
        _("everybody has one of the lunch slots of a day free"), default=False
    )

    def __str__(self) -> str:
        return f"{self.event} {self.state}"

    def takes_requests(self, now: datetime) -> bool:
        """Whether people may ask and answer at this time."""
        open_still = self.requests_until is None or now < self.requests_until
        return self.state == self.State.COLLECTING and open_still


class MeetingSlot(models.Model):
    """A time in which everybody can have one meeting, `[starts_at, ends_at)` in UTC; slots never overlap."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="slots")
    session = models.ForeignKey(
        EventSession, null=True, blank=True, on_delete=models.SET_NULL, related_name="slots"
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    is_lunch = models.BooleanField(_("around lunch"), default=False)

    class Meta:
        ordering = ["event", "starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["event", "starts_at"], name="slot_once"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="slot_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class MeetingTable(models.Model):
    """A place for one meeting a slot; somebody's own booth takes their meetings and nobody else's."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="meeting_tables")
    name = models.CharField(_("name"), max_length=60)
    zone = models.CharField(_("part of the hall"), max_length=60, blank=True)
    booth_of = models.OneToOneField(
        Registration,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="booth",
        verbose_name=_("own booth of"),
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["event", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="meeting_table_once")]

    def __str__(self) -> str:
        return self.name


class TableClosure(models.Model):
    """A table that cannot be used in a slot."""

    table = models.ForeignKey(MeetingTable, on_delete=models.CASCADE, related_name="closures")
    slot = models.ForeignKey(MeetingSlot, on_delete=models.CASCADE, related_name="closures")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "slot"], name="table_closed_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.slot}"


class InterpreterPool(models.Model):
    """How many meetings at a time can be interpreted between two languages; `pair` is ordered: "de-pl"."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="interpreters")
    pair = models.CharField(_("languages"), max_length=5)
    people = models.PositiveSmallIntegerField(_("interpreters"))

    class Meta:
        ordering = ["event", "pair"]
        constraints = [models.UniqueConstraint(fields=["event", "pair"], name="interpreters_once")]

    def __str__(self) -> str:
        return f"{self.pair}: {self.people}"
