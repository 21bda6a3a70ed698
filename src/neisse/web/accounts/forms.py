"""Forms about accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from neisse.web.accounts.models import ApiToken, Role, User
from neisse.web.accounts.offices import offices

LANGUAGES = [("", _("as the browser")), *settings.LANGUAGES]
LIFETIMES_DAYS = [(30, _("30 days")), (90, _("90 days")), (365, _("one year"))]


class SettingsForm(forms.ModelForm[User]):
    """What people change about themselves."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)

    class Meta:
        model = User
        fields = ["name", "language"]


class TokenForm(forms.Form):
    """A new token."""

    label = forms.CharField(label=_("What it is for"), max_length=100)
    scope = forms.ChoiceField(label=_("Scope"), choices=ApiToken.Scope.choices)
    days = forms.TypedChoiceField(label=_("Valid for"), choices=LIFETIMES_DAYS, coerce=int, initial=90)


class InvitationForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.MEMBER)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    organisation = forms.ChoiceField(label=_("Speaks for"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("nobody (yet)")), *offices().choices()]
        self.fields["organisation"] = forms.ChoiceField(
            label=_("Speaks for"), choices=choices, required=False
        )


class UserForm(forms.ModelForm[User]):
    """What a manager changes about an account."""

    class Meta:
        model = User
        fields = ["name", "role", "is_active"]


class OfficeForm(forms.Form):
    """For which other organisation a user speaks."""

    organisation = forms.ChoiceField(label=_("Speaks also for"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *offices().choices()]
        self.fields["organisation"] = forms.ChoiceField(
            label=_("Speaks also for"), choices=choices, required=False
        )


class SetupForm(forms.Form):
    """The first manager of a new instance."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=200)
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_password(self) -> str:
        """As strict as everywhere else."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class DeleteMeForm(forms.Form):
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
