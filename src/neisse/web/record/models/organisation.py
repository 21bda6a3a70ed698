"""Organisations, what they offer and what they need."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from translated_fields import TranslatedField

from neisse.web.record.models.provenance import Record, Visibility


class Organisation(Record):
    """An agency, association, city, chamber, company, institute, clinic ... of the network."""

    class Kind(models.TextChoices):
        """The kinds of the file contract; another word is kept in `kind` and shown as it is."""

        AGENCY = "agency", _("agency")
        ASSOCIATION = "association", _("association")
        NETWORK = "network", _("network")
        MUNICIPALITY = "municipality", _("municipality")
        REGION = "region", _("region")
        MINISTRY = "ministry", _("ministry")
        CHAMBER = "chamber", _("chamber")
        COMPANY = "company", _("company")
        RESEARCH = "research", _("research institute")
        UNIVERSITY = "university", _("university")
        CLINIC = "clinic", _("clinic")
        LOCATION = "location", _("location")
        PROGRAMME = "programme", _("programme")
        PROJECT = "project", _("project")
        FUNDER = "funder", _("funder")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=300)
    names = TranslatedField(models.CharField(_("name"), max_length=300, blank=True))
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    kind = models.CharField(_("kind"), max_length=40, default=Kind.OTHER, db_index=True)
    city = models.CharField(_("town"), max_length=120, blank=True, db_index=True)
    country = models.CharField(_("country"), max_length=2, blank=True, db_index=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    sectors = models.JSONField(_("sectors"), default=list, blank=True)
    sectors_index = models.CharField(max_length=400, blank=True, editable=False)
    descriptions = TranslatedField(models.TextField(_("description"), blank=True))
    ror = models.CharField("ROR", max_length=40, blank=True, db_index=True)
    lei = models.CharField("LEI", max_length=20, blank=True, db_index=True)
    nip = models.CharField("NIP", max_length=15, blank=True, db_index=True)
    regon = models.CharField("REGON", max_length=14, blank=True)
    krs = models.CharField("KRS", max_length=12, blank=True)
    hrb = models.CharField("HRB", max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    mail = models.EmailField(_("e-mail"), blank=True)
    contact_visibility = models.CharField(
        _("who sees address, telephone and e-mail"),
        max_length=10,
        choices=[(Visibility.PUBLIC, _("public")), (Visibility.CIRCLE, _("circle"))],
        default=Visibility.CIRCLE,
    )
    url = models.URLField(_("website"), max_length=300, blank=True)
    size = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    founded = models.PositiveSmallIntegerField(_("founded"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=20, blank=True)
    visibility = models.CharField(
        _("visibility"), max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    folded_name = models.CharField(max_length=300, editable=False, db_index=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["folded_name", "pk"]
        indexes = [models.Index(fields=["visibility", "folded_name", "id"], name="organisation_listed")]

    def __str__(self) -> str:
        """The name in the reader's language, else the name as given."""
        return getattr(self, f"names_{(get_language() or 'de')[:2]}", "") or self.name

    def get_kind_display(self) -> str:
        """The words of a known kind; another kind as it is written."""
        return str(dict(self.Kind.choices).get(self.kind, self.kind))


class ProfileText(models.Model):
    """One sentence of a profile, in any of the three languages; it fades when nobody confirms it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="%(class)ss")
    text = models.CharField(_("text"), max_length=500)
    language = models.CharField(_("language"), max_length=2, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["organisation", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Offer(ProfileText):
    """What an organisation has for others."""


class Need(ProfileText):
    """What an organisation looks for."""
