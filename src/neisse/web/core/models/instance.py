"""The instance itself: whose network this is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField, to_attribute


def in_some_language(name: str, field: TranslatedField) -> Callable[[Any], str]:
    """Read a text in the language of the page, else in another one that it was given in."""

    def read(row: Any) -> str:
        codes = [get_language() or settings.LANGUAGE_CODE, *field.languages]
        found = (str(getattr(row, to_attribute(name, code), "")) for code in codes)
        return next(filter(None, found), "")

    return read


def text(field: models.Field[Any, Any]) -> TranslatedField:
    """A text of its own in each language."""
    return TranslatedField(field, attrgetter=in_some_language)


class Instance(models.Model):
    """The one row that says whose network this is. `logo`: SVG as text or PNG in base64, read only where it is sent."""

    name = text(models.CharField(_("name"), max_length=200, blank=True))
    region = text(models.CharField(_("region"), max_length=200, blank=True))
    about = text(models.TextField(_("about"), blank=True))
    countries = models.JSONField(_("countries"), default=list)
    public_address = models.URLField(_("public address"), max_length=200, blank=True)
    asks_yearly = models.BooleanField(
        _("ask once a year by mail whether entries are still right"), default=True
    )
    contact = models.EmailField(_("contact address"), blank=True)
    imprint = text(models.TextField(_("imprint"), blank=True))
    privacy_contact = models.EmailField(_("contact for personal data"), blank=True)
    accent = models.CharField(_("colour"), max_length=7, blank=True)
    logo = models.TextField(blank=True, editable=False)
    logo_digest = models.CharField(max_length=16, blank=True, editable=False)
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
