"""What every form checks: what is one line on the page is one line when it arrives, and a day is one of our times."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.choices import BlankChoiceIterator
from django.utils.translation import gettext_lazy as _

from neisse.web.core.lines import foreign_sign, one_line, said_of

YEARS = range(1900, 2101)
HYPHENS, NOTHING = "---------", "—"


def check_line(value: Any) -> None:
    """Refuse line breaks, control signs and signs of direction."""
    if isinstance(value, str) and (sign := foreign_sign(value)):
        raise ValidationError(_("%(sign)s cannot stand in one line of text."), params={"sign": said_of(sign)})


def check_text(value: Any) -> None:
    """Refuse control signs and signs of direction in a longer text."""
    if isinstance(value, str) and (sign := foreign_sign(value, is_long=True)):
        raise ValidationError(_("%(sign)s cannot stand in a text."), params={"sign": said_of(sign)})


def check_day(value: Any) -> None:
    """Refuse days so far off that nothing can be counted from them."""
    if isinstance(value, date) and value.year not in YEARS:
        raise ValidationError(
            _("A year between %(first)s and %(last)s is meant."),
            params={"first": YEARS[0], "last": YEARS[-1]},
        )


def _say_nothing_alike(field: forms.Field) -> None:
    """Nothing chosen is one dash everywhere, not the row of hyphens of the framework."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == HYPHENS:
            field.empty_label = NOTHING
    elif isinstance(field, forms.ChoiceField) and isinstance(field.choices, BlankChoiceIterator | list):
        field.choices = [
            ("", NOTHING) if tuple(choice) == ("", HYPHENS) else choice for choice in field.choices
        ]


class Lines(forms.BaseForm):
    """Checks every field of text and every day, however it came into the form; names of files become one line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say_nothing_alike(field)

    def _clean_fields(self) -> None:
        for field in self.fields.values():
            if isinstance(field, forms.DateField | forms.DateTimeField) and check_day not in field.validators:
                field.validators = [*field.validators, check_day]
            if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput):
                check = check_text if isinstance(field.widget, forms.Textarea) else check_line
                if check not in field.validators:
                    field.validators = [*field.validators, check]
        for file in self.files.values():
            if isinstance(file, UploadedFile):
                file.name = one_line(file.name or "").strip(". ") or "file"
        super()._clean_fields()  # type: ignore[misc]
