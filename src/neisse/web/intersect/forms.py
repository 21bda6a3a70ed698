"""Forms of the intersect stage."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from neisse.web.intersect.models import Overlap, PartnerFeedback

ANY = ("", _("all"))


class OverlapFilter(forms.Form):
    """What the list of overlaps can be narrowed by."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    verdict = forms.ChoiceField(label=_("Verdict"), required=False, choices=[ANY, *Overlap.Verdict.choices])
    state = forms.ChoiceField(
        label=pgettext_lazy("of an overlap", "State"),
        required=False,
        choices=[*Overlap.State.choices, ("all", _("all"))],
    )
    border = forms.ChoiceField(
        label=_("Border"),
        required=False,
        choices=[ANY, ("across", _("across the border")), ("same", _("on one side"))],
    )

    def wanted(self) -> dict[str, Any]:
        """The cleaned filter; open overlaps where nothing else is asked."""
        data = self.cleaned_data if self.is_valid() else {}
        return {**data, "state": data.get("state") or Overlap.State.OPEN}


class DecisionForm(forms.Form):
    """Accept, dismiss or reopen, with a note."""

    state = forms.ChoiceField(choices=Overlap.State.choices)
    note = forms.CharField(label=_("Note"), required=False, max_length=500)


class AnswerForm(forms.Form):
    """What an organisation says to a proposed partner."""

    partner = forms.CharField()
    answer = forms.ChoiceField(choices=PartnerFeedback.Answer.choices)
    note = forms.CharField(required=False, max_length=500)
