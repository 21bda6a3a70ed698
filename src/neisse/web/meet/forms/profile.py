"""Forms of a participant: the profile for the meetings, absences, a wish, a request, feedback, filters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from neisse.web.core.filters import Filters, choice_label, text
from neisse.web.core.forms import Form, ModelForm
from neisse.web.meet.forms.base import COUNTRIES, SPOKEN
from neisse.web.meet.models import MeetingFeedback, MeetingProfile, MeetingSlot, Registration, Wish
from neisse.web.meet.queries.profiles import Others, offered_by_organisation

MOST_LINES, LONGEST_LINE = 8, 200
PAUSES = ("min_break", "max_in_a_row", "keeps_lunch")


class Lines(forms.CharField):
    """Short texts, one a line; empty lines and repetitions are left out."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": rows}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The lines as a list."""
        lines = list(dict.fromkeys(" ".join(line.split()) for line in (value or "").splitlines()))
        said = [line for line in lines if line]
        if len(said) > MOST_LINES:
            raise ValidationError(_("At most %(n)s lines.") % {"n": MOST_LINES})
        if any(len(line) > LONGEST_LINE for line in said):
            raise ValidationError(_("A line has at most %(n)s characters.") % {"n": LONGEST_LINE})
        return said


class ProfileForm(Form):
    """What somebody shows the others; a new one begins with what their organisation offers and needs."""

    takes_part = forms.BooleanField(label=_("I take part in the one-to-one meetings"), required=False)
    offers = Lines(label=_("What I offer"), help_text=_("One a line, in any language."))
    needs = Lines(label=_("What I look for"), help_text=_("One a line, in any language."))
    topics = Lines(label=_("Topics"), help_text=_("One a line."), rows=3)
    languages = forms.MultipleChoiceField(
        label=_("Languages that I can hold a meeting in"),
        choices=SPOKEN,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    max_meetings = forms.IntegerField(
        label=_("At most so many meetings"),
        required=False,
        min_value=1,
        max_value=200,
        help_text=_("Empty: as many as there are slots."),
    )

    min_break = forms.IntegerField(
        label=_("Free slots after each of my meetings"),
        required=False,
        min_value=0,
        max_value=10,
        help_text=_("Empty: as the event has it."),
    )
    max_in_a_row = forms.IntegerField(
        label=_("At most so many meetings in a row"),
        required=False,
        min_value=1,
        max_value=200,
        help_text=_("Empty: as the event has it."),
    )
    keeps_lunch = forms.BooleanField(label=_("Keep one of the lunch slots free for me"), required=False)

    def __init__(
        self, data: Any = None, *, registration: Registration, profile: MeetingProfile | None
    ) -> None:
        start: dict[str, Any] = {"languages": registration.languages, "takes_part": True}
        if profile is None:
            start |= offered_by_organisation(registration)
        else:
            names = ("takes_part", "offers", "needs", "topics", "max_meetings", *PAUSES)
            start |= {name: getattr(profile, name) for name in names}
        super().__init__(data, initial=start)
        if not registration.event.slots.filter(is_lunch=True).exists():
            del self.fields["keeps_lunch"]


class AbsenceForm(Form):
    """The slots in which somebody cannot meet, each a box."""

    slots = forms.ModelMultipleChoiceField(queryset=MeetingSlot.objects.none(), required=False)

    def __init__(self, data: Any, slots: Any) -> None:
        super().__init__(data)
        self.fields["slots"].queryset = slots  # type: ignore[attr-defined]


class WishForm(Form):
    """Must, gladly, no, or nothing."""

    kind = forms.ChoiceField(choices=Wish.Kind.choices, required=False)


class AskForm(Form):
    """A request with a short message."""

    message = forms.CharField(
        label=_("Message"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What you would like to talk about; the other person reads it."),
    )


class AnswerForm(Form):
    """Accept or decline, with a word if one likes."""

    step = forms.ChoiceField(choices=[(name, name) for name in ("accept", "decline", "withdraw")])
    answer = forms.CharField(label=_("A word to them"), max_length=600, required=False)


class FeedbackForm(ModelForm[MeetingFeedback]):
    """What a meeting was good for."""

    took_place = forms.TypedChoiceField(
        label=_("Did the meeting take place?"),
        choices=[("1", _("yes")), ("0", _("no"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    useful = forms.TypedChoiceField(
        label=_("How useful was it? (5 is best)"),
        choices=[("", "–"), *((str(n), str(n)) for n in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
    )

    class Meta:
        model = MeetingFeedback
        fields = ["took_place", "useful", "follow_up", "note"]
        widgets = {"note": forms.Textarea({"rows": 2})}

    def __init__(
        self, data: Any = None, *, instance: MeetingFeedback | None = None, prefix: str = ""
    ) -> None:
        super().__init__(data, instance=instance, prefix=prefix or None)
        if instance is not None:
            self.initial["took_place"] = "1" if instance.took_place else "0"
        self.fields["note"].label = _("Own note (only you read it)")


class DayForm(Form):
    """What somebody says on the day."""

    word = forms.ChoiceField(choices=[(name, name) for name in ("late", "gone", "fine")])
    slot = forms.ModelChoiceField(queryset=MeetingSlot.objects.none(), required=False)

    def __init__(self, data: Any, slots: Any) -> None:
        super().__init__(data)
        self.fields["slot"].queryset = slots  # type: ignore[attr-defined]


class ParticipantFilters(Filters):
    """Filters of the list of participants."""

    more = ("topic", "organisation", "language", "wish", "sort")

    q = forms.CharField(
        label=_("Text"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    country = text(_("Country"))
    time = text(_("Time"))
    topic = text(_("Topic"))
    organisation = text(_("Organisation"))
    language = text(_("Language"))
    wish = text(_("My wish"))
    sort = text(_("Order"))

    def __init__(self, data: Any, others: Others) -> None:
        super().__init__(data)
        choices = others.choices()
        names = {"country": COUNTRIES, "language": SPOKEN}
        for name, counted in choices.items():
            self.offer_counted(name, counted, choice_label(names.get(name, ())))
        self.offer("time", [("free", _("has time"))])
        self.offer("wish", [*Wish.Kind.choices, ("none", _("no wish yet")), ("asked", _("request exists"))])
        self.fields["sort"].widget = forms.Select(choices=[("", _("best fit")), ("name", _("name"))])
