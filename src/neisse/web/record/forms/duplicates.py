"""Forms of the review of duplicates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from neisse.web.core.filters import Filters
from neisse.web.core.forms import Form
from neisse.web.core.sides import SIDES
from neisse.web.record.bridge.merging import BOTH, GONE, KEPT, Line

PROPOSED, DISTINCT, MERGED = "proposed", "distinct", "merged"
STATES = (
    (PROPOSED, pgettext_lazy("duplicates", "to be decided")),
    (DISTINCT, _("not the same")),
    (MERGED, _("merged")),
)
CHOICES = {KEPT: _("the one that stays"), GONE: _("the other one"), BOTH: _("both")}
LEAST = [("", _("any")), ("0.8", "80 %"), ("0.95", "95 %")]


class DuplicateFilters(Filters):
    """Filters of the list of duplicates."""

    q = forms.CharField(
        label=_("Name"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(label=pgettext_lazy("duplicates", "State"), required=False, choices=STATES)
    least = forms.TypedChoiceField(
        label=_("Probability from"), required=False, choices=LEAST, coerce=float, empty_value=None
    )
    country = forms.ChoiceField(
        label=_("Side of the border"), required=False, choices=[("", _("all")), *SIDES.items()]
    )

    @property
    def listed(self) -> str:
        """Which list is asked for."""
        return str(self.values().get("state") or PROPOSED)


class MergeForm(Form):
    """One choice per field in which two organisations differ, and the versions that somebody looked at."""

    kept_version = forms.IntegerField(widget=forms.HiddenInput)
    gone_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, lines: list[Line], versions: tuple[int, int]) -> None:
        super().__init__(data, initial=dict(zip(("kept_version", "gone_version"), versions, strict=True)))
        for line in lines:
            if line.options:
                self.fields[line.field] = forms.ChoiceField(
                    choices=[(option, CHOICES[option]) for option in line.options],
                    required=False,
                    initial=line.default,
                    widget=forms.RadioSelect,
                )

    def choices(self) -> dict[str, str]:
        """Field -> what was chosen."""
        return {
            name: str(value) for name, value in self.cleaned_data.items() if not name.endswith("_version")
        }

    def versions(self) -> tuple[int, int]:
        """The versions of the two that were shown."""
        return self.cleaned_data["kept_version"], self.cleaned_data["gone_version"]
