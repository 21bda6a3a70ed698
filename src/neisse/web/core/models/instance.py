"""The instance itself: whose network this is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField


class Instance(models.Model):
    """The one row that says whose network this is."""

    name = TranslatedField(models.CharField(_("name"), max_length=200, blank=True))
    region = TranslatedField(models.CharField(_("region"), max_length=200, blank=True))
    about = TranslatedField(models.TextField(_("about"), blank=True))
    countries = models.JSONField(_("countries"), default=list)
    default_language = models.CharField(_("default language"), max_length=2, default="de")
    today = models.DateField(
        _("reference day"),
        null=True,
        blank=True,
        help_text=_("Only in a demonstration: the day that counts as today."),
    )
    example_digest = models.CharField(max_length=64, blank=True, editable=False)

    def __str__(self) -> str:
        return str(self.name)
