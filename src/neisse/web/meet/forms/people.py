"""Forms with which an organiser adds and corrects people, and writes to them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from neisse.engine.values import LANGUAGES
from neisse.web.core.forms import Form
from neisse.web.meet.actions.letters import Letter
from neisse.web.meet.forms.base import IN_LANGUAGES
from neisse.web.meet.forms.registration import DetailsForm
from neisse.web.meet.models.registration import Group


class PersonForm(DetailsForm):
    """What the organiser keeps about somebody: no question has to be answered for them."""

    email = forms.EmailField(label=_("E-mail"))
    group = forms.ChoiceField(
        label=_("Group"), required=False, choices=[("", _("by the directory")), *Group.choices]
    )
    anyway = forms.BooleanField(label=_("A place even where none is left"), required=False)
    tells = forms.BooleanField(label=_("Tell the person by mail"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in self.questions:
            self.fields[f"q{question.pk}"].required = False
        row = kwargs.get("registration")
        if row is not None:
            self.initial.update({"email": row.email, "group": row.group})
            del self.fields["anyway"]
        last = [name for name in ("anyway", "tells") if name in self.fields]
        names = [name for name in self.fields if name not in {"name", "email", "group", *last}]
        self.order_fields(["name", "email", "group", *names, *last])

    def details(self) -> dict[str, Any]:
        """The fields of a registration, in the group that the organiser chose."""
        data = super().details()
        return data | ({"group": group} if (group := self.cleaned_data["group"]) else {})


class LetterForm(Form):
    """A letter in up to three languages; one is enough."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in LANGUAGES:
            words = {"language": IN_LANGUAGES[code]}
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject (%(language)s)") % words, required=False, max_length=200
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text (%(language)s)") % words,
                required=False,
                max_length=10_000,
                widget=forms.Textarea({"rows": 6}),
            )

    def clean(self) -> dict[str, Any]:
        """A subject has its text, and there is one language at least."""
        data = super().clean() or self.cleaned_data
        whole = [c for c in LANGUAGES if data.get(f"subject_{c}") and data.get(f"text_{c}")]
        for code in LANGUAGES:
            if bool(data.get(f"subject_{code}")) != bool(data.get(f"text_{code}")):
                self.add_error(f"subject_{code}", ValidationError(_("Give subject and text, or neither.")))
        if not whole and not self.errors:
            self.add_error(f"subject_{LANGUAGES[0]}", ValidationError(_("Give it in one language at least.")))
        return data

    def letter(self) -> Letter:
        """What is written."""
        data = self.cleaned_data
        return Letter(
            {code: data[f"subject_{code}"] for code in LANGUAGES},
            {code: data[f"text_{code}"] for code in LANGUAGES},
        )
