"""Forms of persons and of figures."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from neisse.web.record.forms.base import Layout, RecordForm
from neisse.web.record.forms.fields import LinesField, ReferenceField, day_field
from neisse.web.record.forms.organisation import short_text
from neisse.web.record.queries.choices import find_one, name_of

CONTACT = ("email", "phone")
ABOUT = ("organisation", "network", "measure")


class PersonForm(RecordForm):
    """An office; how to reach its holder only with consent."""

    of = "person"
    last_days: ClassVar = ("consent__until",)
    layout: ClassVar[Layout] = (
        (_("Office"), ("name", "office", "organisation", "languages")),
        (
            _("Contact, only with consent"),
            ("email phone", "consent__purpose", "consent__given_on consent__until", "consent__by"),
        ),
        (_("Bookkeeping"), ("source", "reason")),
    )

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=200)
    office = short_text(_("Office"), 200)
    organisation = ReferenceField("organisation", label=_("Organisation"), required=False)
    languages = LinesField(label=_("Languages"), commas=True)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = short_text(_("Telephone"), 40)
    consent__purpose = short_text(_("Consent for"), 200)
    consent__given_on = day_field(_("Consent given on"))
    consent__until = day_field(_("Consent until"), help_text=_("the last day on which it holds"))
    consent__by = short_text(_("Who says that there is a consent"), 200)
    source = short_text(_("Source"), 500)

    def clean(self) -> dict[str, Any]:
        """Contact data need the day of the consent."""
        typed = self.cleaned_data
        if any(typed.get(name) for name in CONTACT) and not typed.get("consent__given_on"):
            self.add_error(
                "consent__given_on", _("E-mail and telephone are kept only with consent: say since when.")
            )
        return super().clean()


class FigureForm(RecordForm):
    """One published number."""

    of = "figure"
    layout: ClassVar[Layout] = (
        (_("Figure"), ("concept", "value unit", "year date", "about", "note")),
        (_("Bookkeeping"), ("source", "reason")),
    )

    concept = forms.CharField(label=_("Concept"), max_length=200, help_text=_("what exactly is counted"))
    value = forms.DecimalField(label=_("Value"), max_digits=20, decimal_places=4, localize=True)
    unit = forms.CharField(label=_("Unit"), max_length=40)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1900, max_value=2100)
    date = day_field(_("Day"))
    about = short_text(
        _("About"), 520, help_text=_("an organisation, a network or a measure: its name or id")
    )
    note = short_text(_("Note"), 500)
    source = forms.CharField(
        label=_("Source"), max_length=500, help_text=_("A number without a source is not kept.")
    )

    def __init__(self, data: Any = None, **rest: Any) -> None:
        super().__init__(data, **rest)
        if about := self.before.get("about"):
            self.initial["about"] = name_of(ABOUT, str(about), self.user)

    def clean_about(self) -> str:
        """The id of what the figure is about."""
        said = str(self.cleaned_data.get("about") or "").strip()
        found = find_one(ABOUT, said, self.user) if said else ""
        if said and not found:
            raise forms.ValidationError(_("“%(name)s” is not known here.") % {"name": said})
        return found

    def object_typed(self) -> dict[str, Any]:
        """The object, its value as a plain number."""
        obj = super().object_typed()
        value = obj["value"]
        return {**obj, "value": int(value) if value == int(value) else float(value)}
