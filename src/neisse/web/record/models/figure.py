"""Numbers with a unit, a year, a concept and a source."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from neisse.web.record.models.measure import Measure
from neisse.web.record.models.network import Network
from neisse.web.record.models.organisation import Organisation
from neisse.web.record.models.provenance import Record


class Figure(Record):
    """One published number. Two figures of different concepts are never set off against each other."""

    concept = models.CharField(_("concept"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, db_index=True)
    date = models.DateField(_("day"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="figures"
    )
    network = models.ForeignKey(
        Network, null=True, blank=True, on_delete=models.CASCADE, related_name="figures"
    )
    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.CASCADE, related_name="figures"
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["-year", "concept", "pk"]

    def __str__(self) -> str:
        return f"{self.concept}: {self.value:f} {self.unit}"
