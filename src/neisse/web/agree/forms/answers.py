"""Forms of questions to owners, and the bar of the minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neisse.web.agree.models import Minute, Question
from neisse.web.core.filters import Filters, text
from neisse.web.core.forms import Form


class AnswerForm(Form):
    """Yes, no, or yes with a condition; `question` by its number."""

    question = forms.IntegerField(min_value=1, max_value=2**62)
    answer = forms.ChoiceField(choices=[choice for choice in Question.Answer.choices if choice[0]])
    condition = forms.CharField(label=_("Condition or reason"), required=False, max_length=500)


class OwnersForm(Form):
    """What is to become of the questions."""

    step = forms.ChoiceField(choices=[("withdraw", ""), ("again", "")])


class MinuteFilters(Filters):
    """Filters of the minutes."""

    q = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = text(_("What"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.offer("kind", Minute.Kind.choices)
