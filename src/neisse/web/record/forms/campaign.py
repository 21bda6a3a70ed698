"""Forms of campaigns: what is asked until when, whom, and the bars of the lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils import translation
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from neisse.web.core.filters import Filters, text
from neisse.web.core.forms import Form, ModelForm
from neisse.web.core.queries import today
from neisse.web.record.filters import DirectoryFilters
from neisse.web.record.forms.base import ONE_DAY, Part
from neisse.web.record.forms.fields import ReferenceField, day_field
from neisse.web.record.forms.organisation import short_text
from neisse.web.record.models import Campaign

CODES = [code for code, _name in settings.LANGUAGES]
WEEKS = timedelta(weeks=4)
LONGEST = timedelta(days=3653)
ENTRIES = "entries"
WORDS = {
    "unsent": _("not written to yet"),
    "silent": _("not opened yet"),
    "opened": _("opened, no answer"),
    "right": _("still right"),
    "plans": _("plans"),
    "file": _("a file"),
    "nothing": _("nothing planned"),
    "refused": _("takes no part"),
    "failed": _("mail did not arrive"),
}


class CampaignForm(ModelForm[Campaign]):
    """Title and text in each language, the deadline, and how often to remind."""

    last_day = day_field(_("Answers until"), help_text=_("the last day"))
    every_days = forms.IntegerField(
        label=_("Days between reminders"),
        min_value=0,
        max_value=90,
        initial=7,
        help_text=_("0: no reminders. Who has answered is never reminded."),
    )

    class Meta:
        model = Campaign
        fields: ClassVar = [*(f"{name}_{code}" for name in ("title", "text") for code in CODES), "every_days"]

    def __init__(self, data: Any = None, *, instance: Campaign, about: str = "", **rest: Any) -> None:
        """`about`: `entries` proposes to ask whether what is here is still right, else plans are asked for."""
        super().__init__(data, instance=instance, label_suffix="", **rest)
        self.fields["last_day"].required = True
        for code in CODES:
            title, body = self.fields[f"title_{code}"], self.fields[f"text_{code}"]
            title.label, body.label = _("Title"), _("Text of the mail")
            title.required = body.required = True
            title.widget.attrs["lang"] = body.widget.attrs["lang"] = code
            body.widget.attrs["rows"] = 7
            body.validators.append(MaxLengthValidator(5000))
        if instance._state.adding:
            self._propose(about)
        else:
            self.initial["last_day"] = instance.last_day

    def _propose(self, about: str) -> None:
        """A text that can be sent as it is, in each language."""
        year = today().year + 1
        self.initial["last_day"] = today() + WEEKS
        for code in CODES:
            with translation.override(code):
                if about == ENTRIES:
                    self.initial[f"title_{code}"] = gettext("Is this still right?")
                    self.initial[f"text_{code}"] = gettext(
                        "once a year we ask whether what we have about you is still right: your organisation and its plans. "
                        "The page shows them; if nothing has changed, one button is enough. Nothing else happens."
                    )
                    continue
                self.initial[f"title_{code}"] = gettext("Your plans for %(year)s") % {"year": year}
                self.initial[f"text_{code}"] = gettext(
                    "we are collecting what the organisations of the region plan, so that overlaps are seen early and "
                    "nobody plans alone what others plan too. Please send us your plans: one by one in a short form, or "
                    "as the spreadsheet or calendar that you have. What you send waits for us; nothing is published before "
                    "we have looked at it."
                )

    def clean_last_day(self) -> Any:
        """A deadline in the past, or in another age, is a slip of the pen."""
        day = self.cleaned_data["last_day"]
        if day and day < today() and "last_day" in self.changed_data:
            raise forms.ValidationError(_("This day has passed."))
        if day and day > today() + LONGEST:
            raise forms.ValidationError(_("This day is more than ten years away."))
        return day

    def _post_clean(self) -> None:
        """The form says the last day, the row the first one after it."""
        if day := self.cleaned_data.get("last_day"):
            self.instance.open_until = day + ONE_DAY
        super()._post_clean()

    def parts(self) -> list[Part]:
        """Fields side by side: a language in each row."""
        when = Part(_("When"), [[self["last_day"], self["every_days"]]])
        return [when, *(
            Part(name, [[self[f"title_{code}"]], [self[f"text_{code}"]]]) for code, name in settings.LANGUAGES
        )]  # fmt: skip


class RecipientForm(Form):
    """One more to ask."""

    organisation = ReferenceField("organisation", label=_("Organisation"))
    name = short_text(_("For whom"), 200)
    address = forms.EmailField(label=_("E-mail"), max_length=254)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, data: Any = None, *, user: Any, **rest: Any) -> None:
        super().__init__(data, label_suffix="", **rest)
        self.fields["organisation"].offer("organisation", user)  # type: ignore[attr-defined]


class WhomFilters(DirectoryFilters):
    """The filters of the directory, and whether somebody of the circle speaks for the organisation."""

    who = text(_("Who"))
    more = ("city", "sector", "sort")

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data, user)
        self.offer("who", [("circle", _("organisations of the circle"))])


class CampaignFilters(Filters):
    """Filters of the campaigns."""

    q = forms.CharField(
        label=_("Text"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = text(_("State"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.offer("state", Campaign.State.choices)


class RecipientFilters(Filters):
    """Filters of those who are asked."""

    q = forms.CharField(
        label=_("Text"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = text(pgettext_lazy("of a question", "Answer"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.offer("state", WORDS.items())
