"""The forms that every stage builds on: what is one line on the page is one line when it arrives; constraints are kept."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from neisse.web.core.constraints import broken, fields_of
from neisse.web.core.lines import foreign_sign, one_line, said_of

M = TypeVar("M", bound=Model)


def check_line(value: Any) -> None:
    """Refuse line breaks, control signs and signs of direction."""
    if isinstance(value, str) and (sign := foreign_sign(value)):
        raise ValidationError(_("%(sign)s cannot stand in one line of text."), params={"sign": said_of(sign)})


def check_text(value: Any) -> None:
    """Refuse control signs and signs of direction in a longer text."""
    if isinstance(value, str) and (sign := foreign_sign(value, is_long=True)):
        raise ValidationError(_("%(sign)s cannot stand in a text."), params={"sign": said_of(sign)})


class Lines(forms.BaseForm):
    """Checks every field of text, however it came into the form; names of files become one line."""

    def _clean_fields(self) -> None:
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput):
                check = check_text if isinstance(field.widget, forms.Textarea) else check_line
                if check not in field.validators:
                    field.validators = [*field.validators, check]
        for file in self.files.values():
            if isinstance(file, UploadedFile):
                file.name = one_line(file.name or "").strip(". ") or "file"
        super()._clean_fields()  # type: ignore[misc]


class Form(Lines, forms.Form):
    """A form of the product."""


class ModelForm(Lines, forms.ModelForm[M]):
    """A form of one row; constraints are asked with what the row has besides the fields of the form."""

    def _post_clean(self) -> None:
        """Put what a constraint refuses at the last of its fields that the form shows."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        for constraint in broken(self.instance):
            shown = [name for name in fields_of(constraint) if name in self.fields]
            is_unique = isinstance(constraint, UniqueConstraint)
            text = (
                _("There is one like this already.") if is_unique else _("These values do not go together.")
            )
            code = "there_already" if is_unique else "contradiction"
            self.add_error(shown[-1] if shown else None, ValidationError(text, code))
