"""Forms of delegations: the journey, its stops, who travels, whom they meet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neisse.web.core.bridge import find_town
from neisse.web.core.lookups import select_or_look_up
from neisse.web.meet.forms.base import (
    COUNTRIES,
    DESCRIPTIONS,
    SPOKEN,
    TITLES,
    ZONES,
    RowsForm,
    TitledForm,
    own_organisations,
)
from neisse.web.meet.forms.events import refuse_backwards
from neisse.web.meet.models import Delegation, DelegationMember, Stop, Visit
from neisse.web.record.models import Organisation


class DelegationForm(TitledForm):
    """A journey."""

    layout = (TITLES, DESCRIPTIONS, "organiser visibility")

    class Meta:
        model = Delegation
        fields = [*TITLES.split(), *DESCRIPTIONS.split(), "organiser", "visibility"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organiser"].queryset = own_organisations(user)  # type: ignore[attr-defined]


class MemberForm(RowsForm):
    """Who travels."""

    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=SPOKEN, required=False, widget=forms.CheckboxSelectMultiple
    )
    layout = ("name organisation_name office", "leads", "languages")

    class Meta:
        model = DelegationMember
        fields = ["name", "organisation_name", "office", "leads", "languages"]


class StopForm(RowsForm):
    """A stay in a town; its place on the map is looked up by its name."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
    country = forms.ChoiceField(label=_("Country"), choices=[("", "—"), *COUNTRIES[:-1]], required=False)
    layout = ("city country travel", "arrives_at leaves_at zone", "note")

    class Meta:
        model = Stop
        fields = ["city", "country", "travel", "arrives_at", "leaves_at", "zone", "note"]

    def clean(self) -> dict[str, Any]:
        """Times in order, and the point of the town."""
        data = super().clean() or self.cleaned_data
        refuse_backwards(self, "arrives_at", "leaves_at")
        town = find_town(data.get("city", ""))
        if town and (not data.get("country") or town.country == data["country"]):
            self.instance.lat, self.instance.lon = town.lat, town.lon
            data["country"] = self.instance.country = town.country
        else:
            self.instance.lat = self.instance.lon = None
        return data


class VisitForm(RowsForm):
    """A meeting with a host."""

    host = forms.ModelChoiceField(label=_("Host"), queryset=Organisation.objects.none(), required=False)
    layout = ("subject", "host host_name", "starts_at ends_at place", "briefing")

    class Meta:
        model = Visit
        fields = ["subject", "host", "host_name", "starts_at", "ends_at", "place", "briefing"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        host: Any = self.fields["host"]
        host.queryset = Organisation.objects.filter(visibility="public")
        host.widget = select_or_look_up(host.choices)

    def clean(self) -> dict[str, Any]:
        """Times in order."""
        data = super().clean() or self.cleaned_data
        refuse_backwards(self, "starts_at", "ends_at")
        return data
