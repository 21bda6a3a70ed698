"""The forms that every stage builds on: what is one line on the page is one line when it arrives; constraints are kept."""

from __future__ import annotations

from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from neisse.web.core.checked import Lines
from neisse.web.core.constraints import broken, fields_of

M = TypeVar("M", bound=Model)


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
