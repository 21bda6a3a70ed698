"""Forms of rounds and of what belongs to them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from neisse.web.agree.models import Budget, ClosedDays, Goal, Round, Seat, Team
from neisse.web.agree.models.round import ONE_DAY
from neisse.web.core.filters import Filters, text
from neisse.web.core.forms import Form, ModelForm
from neisse.web.core.queries import today
from neisse.web.record.forms.fields import EuroField, LinesField, ReferenceField, day_field
from neisse.web.record.models import Organisation


class RoundFilters(Filters):
    """Filters of the list of rounds."""

    q = forms.CharField(
        label=_("Text"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = text(_("State"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.offer("state", Round.State.choices)


class RoundForm(ModelForm[Round]):
    """Name, year and the rules, which the invitation says too."""

    last_day = day_field(_("Plans until"), help_text=_("the last day"))
    decides_on = day_field(_("Day of the decision"))

    class Meta:
        model = Round
        fields: ClassVar = [
            "name", "year", "campaign", "body", "decides_on", "rule", "quorum", "silence", "silence_days", "most_lost",
        ]  # fmt: skip
        help_texts: ClassVar = {
            "quorum": _("0: as many as come"),
            "silence": _("said in every invitation; applied when the days to answer are over"),
            "most_lost": _("of the value of its plans; empty: no such rule"),
            "campaign": _("by which the organisations are asked for their plans"),
        }

    field_order = [
        "name", "year", "last_day", "campaign", "body", "decides_on", "rule", "quorum", "silence", "silence_days",
        "most_lost",
    ]  # fmt: skip

    def __init__(self, data: Any = None, *, instance: Round, **rest: Any) -> None:
        super().__init__(data, instance=instance, label_suffix="", **rest)
        if instance._state.adding:
            self.initial["year"] = today().year + 1
        self.initial["last_day"] = instance.last_day_for_plans

    def _post_clean(self) -> None:
        """The form says the last day, the row the first one after it."""
        day = self.cleaned_data.get("last_day")
        self.instance.plans_until = day + ONE_DAY if day else None
        super()._post_clean()


class PartForm(ModelForm[Any]):
    """A part of a round; an organisation is named, not chosen from a list."""

    def __init__(self, data: Any = None, *, instance: Any, user: Any, **rest: Any) -> None:
        super().__init__(data, instance=instance, label_suffix="", **rest)
        if "organisation" in self.fields:
            self.fields["organisation"].offer("organisation", user)  # type: ignore[attr-defined]
            if instance.organisation_id:
                self.initial["organisation"] = instance.organisation.name

    def _post_clean(self) -> None:
        """The id that was named becomes the row."""
        if "organisation" in self.fields and "organisation" not in self.errors:
            key = self.cleaned_data.get("organisation")
            self.instance.organisation = Organisation.objects.get(key=key) if key else None
        super()._post_clean()


class SeatForm(PartForm):
    """An organisation and who answers for it."""

    organisation = ReferenceField("organisation", label=_("Organisation"))
    field_order = ["organisation"]

    class Meta:
        model = Seat
        fields: ClassVar = ["name", "address", "language", "may_vote", "weight"]
        help_texts: ClassVar = {"address": _("who answers without a login gets their link here")}


class GoalForm(PartForm):
    """A goal."""

    topics = LinesField(label=_("Topics"), commas=True)

    class Meta:
        model = Goal
        fields: ClassVar = ["name", "weight", "topics"]
        help_texts: ClassVar = {
            "weight": _("points that a plan of these topics is worth more; a plan alone is worth 1")
        }


class BudgetForm(PartForm):
    """Money."""

    cents = EuroField(label=_("Amount in euro"))
    organisation = ReferenceField(
        "organisation", label=_("Organisation"), required=False, help_text=_("empty: for the plans of all")
    )

    class Meta:
        model = Budget
        fields: ClassVar = ["name", "cents"]

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["cents"].required = True


class TeamForm(PartForm):
    """People's days."""

    organisation = ReferenceField("organisation", label=_("Organisation"))

    class Meta:
        model = Team
        fields: ClassVar = ["name", "days_per_month"]


class ClosedForm(PartForm):
    """Days on which nothing takes place."""

    start = day_field(_("First day"))
    last_day = day_field(_("Last day"))
    field_order = ["name", "start", "last_day", "place"]

    class Meta:
        model = ClosedDays
        fields: ClassVar = ["name", "start", "place"]
        help_texts: ClassVar = {"place": _("a town, or DE, PL or CZ; empty: everywhere")}

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        for name in ("start", "last_day"):
            self.fields[name].required = True
        if self.instance.end:
            self.initial["last_day"] = self.instance.last_day

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first one."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("start"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", ValidationError(_("This is before the first day.")))
        elif last:
            self.instance.end = last + ONE_DAY
        return data


class StepForm(Form):
    """What is to become of a round."""

    step = forms.ChoiceField(choices=[("open", ""), ("back", ""), ("delete", "")])
