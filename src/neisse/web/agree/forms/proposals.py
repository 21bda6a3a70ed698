"""Forms of proposals: what if something were decided, or ruled out, or there were more money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neisse.web.agree.models import Budget
from neisse.web.core.filters import Filters
from neisse.web.core.forms import Form
from neisse.web.record.forms.fields import EuroField

DEEDS = ("lock", "forbid", "free")


class PlanFilters(Filters):
    """Filters of the plans of a round."""

    q = forms.CharField(
        label=_("Text"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )


class ChangeForm(Form):
    """One option of one group that is to be fixed, ruled out, or left free; `based`: the proposal it stands on."""

    based = forms.IntegerField(min_value=1, max_value=10**6, required=False)
    do = forms.ChoiceField(choices=[(name, "") for name in DEEDS], required=False)
    group = forms.IntegerField(min_value=1, max_value=2**31, required=False)
    option = forms.CharField(max_length=80, required=False)


class MoneyForm(Form):
    """What if the budgets were others: a field for each."""

    def __init__(self, data: Any, budgets: Iterable[Budget], changes: Mapping[str, Any]) -> None:
        super().__init__(data, label_suffix="")
        asked = changes.get("budgets", {})
        for budget in budgets:
            cents = asked.get(str(budget.pk), budget.cents)
            self.fields[f"budget_{budget.pk}"] = EuroField(label=budget.name, initial=cents)

    def cents(self) -> dict[str, int]:
        """The amounts that were typed, by budget."""
        said = {name.removeprefix("budget_"): value for name, value in self.cleaned_data.items()}
        return {pk: value for pk, value in said.items() if value is not None}
