"""People, as office holders; how to reach them only with their consent."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from neisse.web.record.models.organisation import Organisation
from neisse.web.record.models.provenance import Record


class Person(Record):
    """An office in an organisation. `user` lets the person speak for the organisation in the web."""

    name = models.CharField(_("name"), max_length=200)
    office = models.CharField(_("office"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    consent_purpose = models.CharField(_("consent for"), max_length=200, blank=True)
    consent_given_on = models.DateField(_("consent given on"), null=True, blank=True)
    consent_by = models.CharField(_("who says that there is a consent"), max_length=200, blank=True)
    consent_until = models.DateField(_("consent until"), null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="people"
    )
    folded_name = models.CharField(max_length=200, editable=False, db_index=True)

    history = HistoricalRecords(excluded_fields=["email", "phone"])

    class Meta:
        ordering = ["folded_name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day_of_consent(self) -> date | None:
        """The last day on which the consent holds."""
        return self.consent_until - timedelta(days=1) if self.consent_until else None

    def may_be_contacted(self, on: date) -> bool:
        """Whether consent to be contacted holds on a day."""
        return (
            self.consent_given_on is not None
            and self.consent_given_on <= on
            and (self.consent_until is None or on < self.consent_until)
        )
