"""Forms around what is removed: who takes over, and the filters of what was removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neisse.web.core.filters import Filters, text
from neisse.web.core.forms import Form
from neisse.web.record.forms.fields import ReferenceField
from neisse.web.record.labels import KIND_LABELS


class HeirForm(Form):
    """Which organisation takes over what hangs on the one that goes."""

    heir = ReferenceField("organisation", label=_("Hand over to"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)

    def __init__(self, data: Any = None, *, user: Any) -> None:
        super().__init__(data)
        self.fields["heir"].offer("heir", user)  # type: ignore[attr-defined]


class RemovedFilters(Filters):
    """Filters of what was removed."""

    q = forms.CharField(
        label=_("Name"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = text(_("Kind"))
    all = text(_("Show"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.offer("kind", KIND_LABELS.items())
        self.fields["all"].widget = forms.Select(
            choices=[("", _("what can come back")), ("yes", _("also what is back already"))]
        )
