"""The form of an organisation."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from neisse.web.record.forms.base import Layout, OwnChoiceField, RecordForm
from neisse.web.record.forms.fields import LinesField
from neisse.web.record.models import Organisation, Visibility

VISIBILITIES = [(v.value, v.label) for v in (Visibility.PUBLIC, Visibility.CIRCLE)]


def short_text(label: object, limit: int = 60, **kwargs: object) -> forms.CharField:
    """An optional line of text."""
    return forms.CharField(label=label, required=False, max_length=limit, **kwargs)  # type: ignore[arg-type]


class OrganisationForm(RecordForm):
    """Facts, offers and needs of an organisation."""

    of = "organisation"
    translated: ClassVar = {"names": (300, False), "descriptions": (20_000, True)}
    layout: ClassVar[Layout] = (
        (_("Name"), ("name", "names__*", "aliases")),
        (_("What it is"), ("kind sectors", "size founded", "descriptions__*")),
        (_("Where"), ("address", "postcode city country", "phone mail", "url contact_visibility")),
        (_("Offers and needs"), ("offers", "needs")),
        (_("Identifiers"), ("ror lei", "nip regon", "krs hrb")),
        (_("Bookkeeping"), ("visibility source", "reason")),
    )

    name = forms.CharField(label=_("Name"), max_length=300)
    aliases = LinesField(label=_("Other names, abbreviations"), rows=2)
    kind = OwnChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)
    sectors = LinesField(label=_("Sectors"), commas=True)
    size = forms.IntegerField(label=_("Employees"), required=False, min_value=0, max_value=10_000_000)
    founded = forms.IntegerField(
        label=_("Founded"), required=False, min_value=800, max_value=2100, localize=False
    )
    city = short_text(_("Town"), 120)
    address = short_text(_("Street and number"), 300)
    postcode = short_text(_("Postcode"), 12)
    phone = short_text(_("Telephone"), 60)
    mail = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    contact_visibility = forms.ChoiceField(
        label=_("Who sees address, telephone and e-mail"),
        choices=VISIBILITIES,
        initial="circle",
        required=False,
    )
    country = short_text(_("Country"), 40, help_text=_("DE, PL, CZ or the name of the country"))
    url = short_text(_("Website"), 300)
    offers = LinesField(
        label=_("Offers"),
        rows=4,
        help_text=_("What you have for others: one sentence per line, any language."),
    )
    needs = LinesField(
        label=_("Needs"), rows=4, help_text=_("What you look for: one sentence per line, any language.")
    )
    ror = short_text("ROR")
    lei = short_text("LEI")
    nip = short_text("NIP")
    regon = short_text("REGON")
    krs = short_text("KRS")
    hrb = short_text("HRB")
    visibility = forms.ChoiceField(label=_("Visibility"), choices=VISIBILITIES)
    source = short_text(_("Source"), 500)
