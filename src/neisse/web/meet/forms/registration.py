"""Forms of registration: what people fill in, and what the organiser sets up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from neisse.engine.values import LANGUAGES
from neisse.web.core.bridge import fold
from neisse.web.core.content import content
from neisse.web.core.filters import Filters, text
from neisse.web.core.forms import Form
from neisse.web.meet.forms.base import COUNTRIES, SPOKEN, RowsForm, TitledForm
from neisse.web.meet.models import Event, Question, Quota, Registration
from neisse.web.meet.models.registration import Group
from neisse.web.record.models import Membership, Organisation

NAMES = ("name", "office", "organisation_name", "country", "language", "languages")


class DetailsForm(Form):
    """What somebody says of themselves, and the organiser's questions."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    office = forms.CharField(label=_("Function"), max_length=200, required=False)
    organisation_name = forms.CharField(
        label=_("Organisation"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES)
    language = forms.ChoiceField(label=_("Language of our mails"), choices=settings.LANGUAGES)
    languages = forms.MultipleChoiceField(
        label=_("Languages that you speak"),
        choices=SPOKEN,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, event: Event, registration: Registration | None = None) -> None:
        super().__init__(data)
        self.event = event
        self.questions = list(event.questions.all())
        for question in self.questions:
            self.fields[f"q{question.pk}"] = field_of(question)
        self.initial["language"] = (get_language() or "de")[:2]
        if registration is not None:
            self.initial.update({name: getattr(registration, name) for name in NAMES})
            self.initial["organisation_name"] = registration.comes_from
            self.initial.update({f"q{key}": value for key, value in registration.answers.items()})

    def details(self) -> dict[str, Any]:
        """The fields of a registration; an organisation of the directory is linked, its members are members."""
        data = {name: self.cleaned_data[name] for name in NAMES}
        organisation = organisation_named(data["organisation_name"])
        on = timezone.localdate(self.event.starts_at)
        answers = {str(q.pk): self.cleaned_data[f"q{q.pk}"] for q in self.questions}
        return data | {
            "organisation": organisation,
            "group": Group.MEMBER if organisation and is_member_on(organisation, on) else Group.GUEST,
            "answers": {key: value for key, value in answers.items() if value not in ("", None)},
        }


class RegisterForm(DetailsForm):
    """A new registration."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "email"}))
    consent = forms.BooleanField(label=_("I agree that these data are kept for this event."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [name for name in self.fields if name not in {"name", "email", "consent"}]
        self.order_fields(["name", "email", *names, "consent"])


def field_of(question: Question) -> forms.Field:
    """The form field of a question, in the reader's language."""
    label, needed = content(question, "text").text, question.required
    if question.kind == Question.Kind.YES_NO:
        return forms.BooleanField(label=label, required=needed)
    if question.kind == Question.Kind.CHOICE:
        empty = [] if needed else [("", "—")]
        return forms.ChoiceField(
            label=label, required=needed, choices=[*empty, *((c, c) for c in question.choices)]
        )
    return forms.CharField(label=label, required=needed, max_length=1000)


def organisation_named(name: str) -> Organisation | None:
    """The public organisation with this name in any of its languages, if there is exactly one."""
    if not name.strip():
        return None
    same = Q(folded_name=fold(name))
    for code in LANGUAGES:
        same |= Q(**{f"names_{code}__iexact": name.strip()})
    found = list(Organisation.objects.filter(same, visibility="public")[:2])
    return found[0] if len(found) == 1 else None


def is_member_on(organisation: Organisation, day: date) -> bool:
    """Whether an organisation belongs to a network on a day."""
    return Membership.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_until=None) | Q(valid_until__gt=day),
        organisation=organisation,
    ).exists()


class RegistrationFilters(Filters):
    """Filters of the organiser's list."""

    q = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = text(pgettext_lazy("of a registration", "State"))
    group = text(_("Group"))
    country = text(_("Country"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.offer("state", Registration.State.choices)
        self.offer("group", Group.choices)
        self.offer("country", COUNTRIES)


class QuotaForm(RowsForm):
    """Places for a group, a country, both or all."""

    country = forms.ChoiceField(label=_("Country"), choices=[("", _("all")), *COUNTRIES], required=False)
    group = forms.ChoiceField(label=_("Group"), choices=[("", _("all")), *Group.choices], required=False)
    layout = ("group country places",)

    class Meta:
        model = Quota
        fields = ["group", "country", "places"]


class QuestionForm(TitledForm):
    """A question to everybody who registers."""

    source = ("text", "texts")
    choices_text = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line; only for a choice."),
    )
    layout = ("texts_de texts_pl texts_en", "kind position required", "choices_text")

    class Meta:
        model = Question
        fields = ["texts_de", "texts_pl", "texts_en", "kind", "required", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["choices_text"] = "\n".join(self.instance.choices)

    def clean(self) -> dict[str, Any]:
        """A choice needs two answers at least."""
        data = super().clean()
        self.instance.choices = [
            line.strip() for line in data.get("choices_text", "").splitlines() if line.strip()
        ]
        if data.get("kind") == Question.Kind.CHOICE and len(self.instance.choices) < 2:
            self.add_error("choices_text", _("Give two answers at least."))
        return data


class DeskForm(Form):
    """What the organiser does with one registration."""

    ACTIONS = (
        "give", "offer", "refuse", "refuse_quietly", "withdraw", "withdraw_quietly", "member", "guest", "first", "last",
    )  # fmt: skip
    action = forms.ChoiceField(choices=[(name, name) for name in ACTIONS])


class ChangeDecisionForm(Form):
    """Accept or decline a change."""

    accept = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda v: v == "1")
    note = forms.CharField(required=False, max_length=500)
