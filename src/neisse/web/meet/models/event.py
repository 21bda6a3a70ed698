"""Events, their rooms, sessions and speakers, and the programmes that were published."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from translated_fields import TranslatedField

from neisse.engine.values import HOME_ZONE
from neisse.web.core.models.links import SecretLink
from neisse.web.record.models import Measure, Organisation, Person, Visibility
from neisse.web.record.models.provenance import Record


def check_zone(name: str) -> None:
    """The name of an IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is no time zone."), params={"name": name})


class Titled(models.Model):
    """A title as given and in three languages."""

    title = models.CharField(_("title"), max_length=500)
    titles = TranslatedField(models.CharField(_("title"), max_length=500, blank=True))
    descriptions = TranslatedField(models.TextField(_("description"), blank=True))
    language = models.CharField(_("language"), max_length=2, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """The title in the reader's language, else as given."""
        return getattr(self, f"titles_{(get_language() or 'de')[:2]}", "") or self.title


class Event(Titled, Record):
    """The carrying out of a measure: people come to a place at a time. Times are UTC, shown in `zone`."""

    class State(models.TextChoices):
        """From the first sketch to the day after."""

        DRAFT = "draft", _("draft")
        ANNOUNCED = "announced", _("announced")
        OPEN = "open", _("registration open")
        CLOSED = "closed", _("registration closed")
        RUNNING = "running", _("running")
        OVER = "over", _("over")
        CANCELLED = "cancelled", _("cancelled")
        POSTPONED = "postponed", _("postponed")

    measure = models.OneToOneField(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="event", verbose_name=_("plan")
    )
    organiser = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="events", verbose_name=_("organiser")
    )
    place = models.CharField(_("venue"), max_length=300, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    zone = models.CharField(_("time zone"), max_length=60, default=HOME_ZONE, validators=[check_zone])
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True
    )
    visibility = models.CharField(
        _("visibility"),
        max_length=10,
        choices=[choice for choice in Visibility.choices if choice[0] != Visibility.BLIND],
        default=Visibility.CIRCLE,
    )
    registers_until = models.DateTimeField(_("registration until"), null=True, blank=True)
    changes_until = models.DateTimeField(_("changes without approval until"), null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(_("hours to accept an offered place"), default=48)
    purpose = TranslatedField(
        models.CharField(_("what the data of participants are used for"), max_length=500, blank=True)
    )
    web_address = models.CharField(
        max_length=200,
        blank=True,
        editable=False,
        help_text="how the instance is reached; head of links in mails",
    )
    retention_days = models.PositiveSmallIntegerField(_("days until these data are deleted"), default=90)

    history = HistoricalRecords()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="event_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(registers_until=None) | Q(registers_until__lte=F("starts_at")),
                name="registration_ends_by_the_beginning",
            ),
            models.CheckConstraint(
                condition=Q(changes_until=None) | Q(changes_until__lte=F("ends_at")),
                name="changes_end_by_the_end",
            ),
        ]

    @property
    def tz(self) -> ZoneInfo:
        """The zone of the place."""
        return ZoneInfo(self.zone)


class Room(models.Model):
    """A room of an event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=120)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    note = models.CharField(_("how to find it"), max_length=200, blank=True)

    class Meta:
        ordering = ["event", "name"]
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="room_once")]

    def __str__(self) -> str:
        return self.name


class EventSession(Titled):
    """One entry of a programme, `[starts_at, ends_at)` in UTC."""

    class Kind(models.TextChoices):
        """What happens."""

        TALK = "talk", _("talk")
        PANEL = "panel", _("panel")
        LAB_VISIT = "lab_visit", _("lab visit")
        WORKSHOP = "workshop", _("workshop")
        MEETINGS = "meetings", _("one-to-one meetings")
        BREAK = "break", _("break")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TALK)
    room = models.ForeignKey(
        Room,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sessions",
        verbose_name=_("room"),
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))

    history = HistoricalRecords()

    class Meta:
        ordering = ["starts_at", "ends_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="event_session_ends_after_it_starts"
            )
        ]


class Speaker(models.Model):
    """Who speaks in a session: a person of the directory, or a name."""

    session = models.ForeignKey(EventSession, on_delete=models.CASCADE, related_name="speakers")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=200)
    organisation_name = models.CharField(_("organisation"), max_length=300, blank=True)
    chairs = models.BooleanField(_("chairs the session"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["session", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class ProgrammeVersion(models.Model):
    """A published programme as it was: never changed afterwards."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    note = models.CharField(_("what is new"), max_length=500, blank=True)
    published_at = models.DateTimeField(default=timezone.now, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["event", "-number"]
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="programme_version_once")]

    def __str__(self) -> str:
        return f"{self.event} {self.number}"


class FeedToken(SecretLink):
    """The secret in the address of a calendar feed. Only its hash is kept; it can be revoked."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="feed_tokens")
    registration = models.ForeignKey(
        "meet.Registration", null=True, on_delete=models.CASCADE, related_name="feed_tokens"
    )
    label = models.CharField(_("for whom"), max_length=120, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.label
