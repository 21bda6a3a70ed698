"""The form of a calendar that is subscribed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neisse.web.core.forms import Form
from neisse.web.record.forms.fields import ReferenceField


class SubscriptionForm(Form):
    """An address, whose plans stand there, and whether they are stored without a look."""

    address = forms.CharField(
        label=_("Address of the calendar"),
        max_length=500,
        help_text=_(
            "The address of an iCalendar file (https:// or webcal://); whoever knows it can read that calendar."
        ),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    stores_at_once = forms.BooleanField(
        label=_("Store what is new or changed without asking"),
        required=False,
        help_text=_("Otherwise it waits for you as an import, with its preview."),
    )

    def __init__(self, data: Any = None, *, user: Any, own: Sequence[tuple[str, str]] | None) -> None:
        """`own`: the organisations of which one is the owner; None where it may be any."""
        super().__init__(data)
        if own is None:
            self.fields["organisation"] = ReferenceField("organisation", label=_("Whose plans they are"))
            self.fields["organisation"].offer("organisation", user)  # type: ignore[attr-defined]
        else:
            self.fields["organisation"] = forms.ChoiceField(label=_("Whose plans they are"), choices=own)
        self.order_fields(["organisation", "address", "stores_at_once"])
