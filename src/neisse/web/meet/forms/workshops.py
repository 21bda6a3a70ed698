"""Forms of workshops."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neisse.web.core.forms import Form
from neisse.web.meet.forms.base import DESCRIPTIONS, TITLES, RowsForm, TitledForm
from neisse.web.meet.models import Idea, TopicTable
from neisse.web.record.models import Organisation


class TableForm(TitledForm):
    """A topic table."""

    layout = (TITLES, "host_name places position", DESCRIPTIONS)

    class Meta:
        model = TopicTable
        fields = [*TITLES.split(), *DESCRIPTIONS.split(), "host_name", "places", "position"]


class NoteForm(Form):
    """What was said."""

    text = forms.CharField(label=_("Note"), widget=forms.Textarea({"rows": 3}), max_length=5000)
    author_name = forms.CharField(label=_("Written by"), required=False, max_length=200)


class IdeaForm(RowsForm):
    """A project idea of a table."""

    organisations = forms.ModelMultipleChoiceField(
        label=_("Organisations that take part"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.SelectMultiple({"size": 6}),
    )
    layout = ("title", "text", "organisations")

    class Meta:
        model = Idea
        fields = ["title", "text", "organisations"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = Organisation.objects.filter(visibility="public")  # type: ignore[attr-defined]


class SeatForm(Form):
    """Who sits where."""

    registration = forms.IntegerField()


class IdeaStateForm(Form):
    """What becomes of an idea."""

    state = forms.ChoiceField(choices=Idea.State.choices)
