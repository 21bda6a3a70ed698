"""Forms with which an organiser cancels, postpones, moves or copies an event, and says why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.engine.values import LANGUAGES
from neisse.web.core.forms import Form
from neisse.web.meet.forms.base import IN_LANGUAGES, clock
from neisse.web.meet.forms.events import refuse_backwards
from neisse.web.meet.models import Event


class WordForm(Form):
    """What is added to the mail, in up to three languages, and whether one is sent at all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in LANGUAGES:
            self.fields[f"note_{code}"] = forms.CharField(
                label=_("Your words (%(language)s)") % {"language": IN_LANGUAGES[code]},
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": 3}),
            )
        self.fields["tells"] = forms.BooleanField(
            label=_("Tell everybody by mail"), required=False, initial=True
        )

    def note(self) -> dict[str, str]:
        """The words by language."""
        return {code: self.cleaned_data[f"note_{code}"].strip() for code in LANGUAGES}


class NewDateForm(WordForm):
    """Another date; programme, slots and deadlines move along."""

    starts_at = forms.DateTimeField(label=_("begins"), widget=clock())
    ends_at = forms.DateTimeField(label=_("ends"), widget=clock())

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"starts_at": event.starts_at, "ends_at": event.ends_at})

    def clean(self) -> dict[str, Any]:
        """A date in the future that ends after it begins."""
        data = super().clean() or self.cleaned_data
        refuse_backwards(self, "starts_at", "ends_at")
        begins = data.get("starts_at")
        if begins and begins <= timezone.now():
            self.add_error("starts_at", ValidationError(_("This lies in the past.")))
        return data


class CopyForm(Form):
    """When the copy begins."""

    starts_at = forms.DateTimeField(label=_("begins"), widget=clock())
