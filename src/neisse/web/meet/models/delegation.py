"""Delegations: a group travels through towns, and meets hosts at every stop."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from neisse.engine.values import HOME_ZONE
from neisse.web.meet.models.event import Event, Titled, check_zone
from neisse.web.record.models import Measure, Organisation, Person, Visibility
from neisse.web.record.models.provenance import Record


class Delegation(Titled, Record):
    """A journey of a group; often the carrying out of a measure, sometimes on the way to an event."""

    measure = models.OneToOneField(
        Measure,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="delegation",
        verbose_name=_("plan"),
    )
    event = models.ForeignKey(
        Event,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="delegations",
        verbose_name=_("event"),
    )
    organiser = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="delegations", verbose_name=_("organiser")
    )
    visibility = models.CharField(
        _("visibility"),
        max_length=10,
        choices=[choice for choice in Visibility.choices if choice[0] != Visibility.BLIND],
        default=Visibility.CIRCLE,
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["title", "pk"]


class DelegationMember(models.Model):
    """Who travels."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=200)
    organisation_name = models.CharField(_("organisation"), max_length=300, blank=True)
    office = models.CharField(_("function"), max_length=200, blank=True)
    leads = models.BooleanField(_("leads the delegation"), default=False)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)

    class Meta:
        ordering = ["delegation", "-leads", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "name", "organisation_name"], name="delegation_member_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Stop(models.Model):
    """A stay in a town, `[arrives_at, leaves_at)` in UTC, and how the group gets there."""

    class Travel(models.TextChoices):
        """How the group comes from the stop before."""

        COACH = "coach", _("coach")
        CAR = "car", _("car")
        RAIL = "rail", _("rail")
        AIR = "air", _("air")

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="stops")
    city = models.CharField(_("town"), max_length=120)
    country = models.CharField(_("country"), max_length=2, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=60, default=HOME_ZONE, validators=[check_zone])
    arrives_at = models.DateTimeField(_("arrival"))
    leaves_at = models.DateTimeField(_("departure"))
    travel = models.CharField(
        _("comes by"), max_length=10, choices=Travel.choices, default=Travel.COACH, blank=True
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["delegation", "arrives_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(arrives_at__lt=F("leaves_at")), name="stop_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.city

    @property
    def tz(self) -> ZoneInfo:
        """The zone of the town."""
        return ZoneInfo(self.zone)


class Visit(models.Model):
    """A meeting with a host at a stop."""

    stop = models.ForeignKey(Stop, on_delete=models.CASCADE, related_name="visits")
    host = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="visits",
        verbose_name=_("host"),
    )
    host_name = models.CharField(_("host by name"), max_length=300, blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    place = models.CharField(_("place"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    briefing = models.TextField(_("briefing"), blank=True)

    class Meta:
        ordering = ["stop", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="visit_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def host_text(self) -> str:
        """The host as people read it."""
        return str(self.host) if self.host else self.host_name
