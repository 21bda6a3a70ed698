"""Measures: anything that an organisation plans."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from translated_fields import TranslatedField

from neisse.web.record.models.organisation import Organisation
from neisse.web.record.models.provenance import Record, Visibility


class Measure(Record):
    """One planned action. `start` and `end` are days, half-open; `precision` says how exact they are."""

    class Kind(models.TextChoices):
        """The kinds of the file contract; another word is kept in `kind` and treated as `other`."""

        EVENT = "event", _("event")
        MEETING = "meeting", _("meeting")
        TRAINING = "training", _("training")
        FAIR = "fair", _("fair")
        TRADE_MISSION = "trade_mission", _("trade mission")
        DELEGATION = "delegation", _("delegation")
        MARKETING = "marketing", _("marketing")
        PROJECT = "project", _("project")
        CALL = "call", _("call")
        PUBLICATION = "publication", _("publication")
        OTHER = "other", _("other")

    class Certainty(models.TextChoices):
        """How sure the owner is."""

        IDEA = "idea", _("idea")
        PLANNED = "planned", _("planned")
        CONFIRMED = "confirmed", _("confirmed")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    class Precision(models.TextChoices):
        """How exactly the time is known."""

        TIME = "time", _("to the minute")
        DAY = "day", _("to the day")
        WEEK = "week", _("in a week")
        MONTH = "month", _("in a month")
        SEASON = "season", _("in a season")
        QUARTER = "quarter", _("in a quarter")
        HALF = "half", _("in half a year")
        YEAR = "year", _("in a year")

    title = models.CharField(_("title"), max_length=500)
    titles = TranslatedField(models.CharField(_("title"), max_length=500, blank=True))
    description = models.TextField(_("description"), blank=True)
    descriptions = TranslatedField(models.TextField(_("description"), blank=True))
    language = models.CharField(_("language"), max_length=2, blank=True)
    kind = models.CharField(_("kind"), max_length=40, default=Kind.EVENT, db_index=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="measures")
    partners = models.ManyToManyField(Organisation, blank=True, related_name="partner_measures")
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)
    precision = models.CharField(_("how exact"), max_length=10, choices=Precision.choices, blank=True)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    period = models.CharField(_("period"), max_length=40, blank=True)
    certainty = models.CharField(
        _("certainty"), max_length=10, choices=Certainty.choices, default=Certainty.PLANNED
    )
    venue = models.CharField(_("venue"), max_length=300, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True, db_index=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    online = models.BooleanField(_("online"), default=False)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    topics_index = models.CharField(max_length=1000, blank=True, editable=False)
    audience = models.JSONField(_("audience"), default=list, blank=True)
    cost_cents = models.BigIntegerField(_("cost in cents"), null=True, blank=True)
    staff_days = models.FloatField(_("staff days"), null=True, blank=True)
    visibility = models.CharField(
        _("visibility"), max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    url = models.URLField(_("website"), max_length=500, blank=True)

    history = HistoricalRecords(m2m_fields=[partners])

    class Meta:
        ordering = [F("start").asc(nulls_last=True), "pk"]
        indexes = [
            # Windows of days are counted and walked inside these two, without a look at the rows.
            models.Index(fields=["start", "id", "end", "visibility"], name="measure_in_window"),
            models.Index(fields=["visibility", "start", "id", "end"], name="measure_listed"),
            models.Index(fields=["end", "start"], name="measure_by_end"),
            models.Index(fields=["owner", "start"], name="measure_of_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(start__lt=F("end")),
                name="measure_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        """The title in the reader's language, else as given."""
        return getattr(self, f"titles_{(get_language() or 'de')[:2]}", "") or self.title

    def get_kind_display(self) -> str:
        """The words of a known kind; another kind as it is written."""
        return str(dict(self.Kind.choices).get(self.kind, self.kind))

    @property
    def last_day(self) -> date | None:
        """The last day that counts; none for a single day and for an open time."""
        if self.start is None or self.end is None or (self.end - self.start).days == 1:
            return None
        return self.end - timedelta(days=1)

    @property
    def is_vague(self) -> bool:
        """Whether the real days are not known yet."""
        return self.precision not in {self.Precision.TIME, self.Precision.DAY}
