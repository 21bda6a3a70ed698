"""Forms about accounts."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from neisse.web.accounts.models import ApiToken, Role, User
from neisse.web.accounts.offices import offices
from neisse.web.accounts.queries import DIGEST_HOURS, INBOX, hour_of
from neisse.web.core.forms import Form, ModelForm
from neisse.web.core.lines import number_of
from neisse.web.core.lookups import select_or_look_up
from neisse.web.core.personal import Subject

LANGUAGES = [("", _("as the browser")), *settings.LANGUAGES]
LIFETIMES_DAYS = [(30, _("30 days")), (90, _("90 days")), (365, _("one year"))]


class SettingsForm(ModelForm[User]):
    """What people change about themselves."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    digest_hour = forms.TypedChoiceField(
        label=_("What waits for me, by mail"),
        choices=[("", _("never")), *((str(hour), f"{hour}:00") for hour in DIGEST_HOURS)],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("one mail a day, and none while nothing waits"),
    )

    class Meta:
        model = User
        fields = ["name", "language"]
        labels = {"name": pgettext_lazy("of a person", "Name")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["digest_hour"] = hour_of(self.instance)
        if not self.instance.has_perm(INBOX):
            del self.fields["digest_hour"]


class TokenForm(Form):
    """A new token."""

    label = forms.CharField(label=_("What it is for"), max_length=100)
    scope = forms.ChoiceField(label=_("Scope"), choices=ApiToken.Scope.choices)
    days = forms.TypedChoiceField(label=_("Valid for"), choices=LIFETIMES_DAYS, coerce=int, initial=90)


class InvitationForm(Form):
    """Whom to invite."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=200)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.MEMBER)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    organisation = forms.ChoiceField(label=_("Speaks for"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("nobody (yet)")), *offices().choices()]
        self.fields["organisation"] = forms.ChoiceField(
            label=_("Speaks for"), choices=choices, required=False, widget=select_or_look_up(choices)
        )


class UserForm(ModelForm[User]):
    """What a manager changes about an account."""

    class Meta:
        model = User
        fields = ["name", "role", "is_active"]
        labels = {"name": pgettext_lazy("of a person", "Name")}


class OfficeForm(Form):
    """For which other organisation a user speaks."""

    organisation = forms.ChoiceField(label=_("Speaks also for"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *offices().choices()]
        self.fields["organisation"] = forms.ChoiceField(
            label=_("Speaks also for"), choices=choices, required=False, widget=select_or_look_up(choices)
        )


class SetupForm(Form):
    """The first manager of a new instance."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=200)
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_password(self) -> str:
        """As strict as everywhere else."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class DeleteMeForm(Form):
    """Deleting an account asks for its address, so that it does not happen by a slip."""

    email = forms.EmailField(label=_("Your e-mail address, to confirm"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        """The address of the account, in any letters."""
        email: str = self.cleaned_data["email"]
        if email.lower() != self.user.email.lower():
            raise forms.ValidationError(_("This is not the address of this account."))
        return email


class LookForm(Form):
    """Looking for a person by name or address."""

    words = forms.CharField(label=_("Name, e-mail address or telephone"), min_length=2, max_length=200)

    def given(self) -> dict[str, str]:
        """What was typed, as the next form takes it: an address, a telephone or a name."""
        typed = self.cleaned_data.get("words", "").strip() if self.is_bound and self.is_valid() else ""
        is_phone = sum(sign.isdigit() for sign in typed) >= 6
        kind = "addresses" if "@" in typed else "phones" if is_phone else "names"
        return {"names": "", "addresses": "", "phones": ""} | (
            {kind: typed} if " " in typed or kind != "names" else {}
        )


class SubjectForm(Form):
    """One person: the rows that are theirs, and what is looked for in texts. One name, address or number a line."""

    rows = forms.CharField(widget=forms.HiddenInput, required=False)
    names = forms.CharField(
        label=_("Names that are taken out of all texts"),
        help_text=_("One a line, first name and surname; a name that others bear too does not belong here."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    addresses = forms.CharField(
        label=_("E-mail addresses"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    phones = forms.CharField(label=_("Telephones"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    sure = forms.BooleanField(label=_("I have checked that this is the right person."), required=False)

    def __init__(self, *args: Any, first: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = first

    @staticmethod
    def initial_of(subject: Subject) -> dict[str, str]:
        """What the form shows of a person."""
        return {
            "rows": " ".join(f"{label}:{pk}" for label, pk in sorted(subject.rows)),
            "names": "\n".join(sorted(subject.names)),
            "addresses": "\n".join(sorted(subject.addresses)),
            "phones": "\n".join(sorted(subject.phones)),
        }

    def clean_names(self) -> str:
        """A single word stands for too much to be taken out of every text."""
        names: str = self.cleaned_data["names"]
        if any(" " not in line.strip() for line in names.splitlines() if line.strip()):
            raise forms.ValidationError(_("Please give first name and surname."))
        return names

    def subject(self) -> Subject:
        """Who is meant; ticked rows of the list, and rows of the hidden field."""
        ticked = [*cast("QueryDict", self.data).getlist("row"), *self.data.get("rows", "").split()]
        rows = {
            (label, number_of(pk))
            for label, _sign, pk in (row.partition(":") for row in ticked)
            if number_of(pk)
        }
        lines = {
            name: frozenset(line.strip() for line in self.data.get(name, "").splitlines() if line.strip())
            for name in ("names", "addresses", "phones")
        }
        lines["addresses"] = frozenset(address.lower() for address in lines["addresses"])
        return Subject(rows=frozenset(rows), **lines)
