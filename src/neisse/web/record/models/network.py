"""Networks, who belongs to them and since when, their sections and topic groups."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from translated_fields import TranslatedField

from neisse.web.record.models.measure import Measure
from neisse.web.record.models.organisation import Organisation
from neisse.web.record.models.person import Person
from neisse.web.record.models.provenance import Record


class Named(Record):
    """A record with a name in three languages."""

    name = models.CharField(_("name"), max_length=300)
    names = TranslatedField(models.CharField(_("name"), max_length=300, blank=True))

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return getattr(self, f"names_{(get_language() or 'de')[:2]}", "") or self.name


class Network(Named):
    """A network of organisations; often an association, which then is an organisation too."""

    kind = models.CharField(_("kind"), max_length=40, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="networks_run"
    )
    founded = models.PositiveSmallIntegerField(_("founded"), null=True, blank=True)
    history = HistoricalRecords()


class Membership(Record):
    """An organisation belongs to a network from a day until a day (half-open; open where empty)."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    kind = models.CharField(_("kind of membership"), max_length=60, blank=True)
    fee_class = models.CharField(_("fee class"), max_length=60, blank=True)
    representative = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["network", "organisation__folded_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_from__lt=F("valid_until")),
                name="membership_ends_after_it_starts",
            )
        ]

    @property
    def last_day(self) -> date | None:
        """The last day that counts."""
        return self.valid_until - timedelta(days=1) if self.valid_until else None

    def __str__(self) -> str:
        return f"{self.organisation} - {self.network}"


class Section(Named):
    """A part of a network for one branch, with a chair and members."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="sections")
    descriptions = TranslatedField(models.TextField(_("description"), blank=True))
    chair = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    chair_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    members = models.ManyToManyField(Organisation, blank=True, related_name="sections")
    topics = models.JSONField(_("topics"), default=list, blank=True)
    history = HistoricalRecords(m2m_fields=[members])


class TopicGroup(Named):
    """A group of a section (or network) that works on topics and meets."""

    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.SET_NULL, related_name="topic_groups"
    )
    network = models.ForeignKey(
        Network, null=True, blank=True, on_delete=models.SET_NULL, related_name="topic_groups"
    )
    chair = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    chair_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    members = models.ManyToManyField(Organisation, blank=True, related_name="topic_groups")
    topics = models.JSONField(_("topics"), default=list, blank=True)
    meetings = models.ManyToManyField(Measure, blank=True, related_name="topic_groups")
    history = HistoricalRecords(m2m_fields=[members, meetings])
