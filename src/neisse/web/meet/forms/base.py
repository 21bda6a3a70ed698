"""What the forms of events share: rows of fields, times on the wall clock of the place, titles in three languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from neisse.engine.values import LANGUAGES
from neisse.engine.values import ZONES as ZONES_OF_REGION
from neisse.web.core.forms import ModelForm
from neisse.web.record.models import Organisation
from neisse.web.record.rules.seen import organisations_of

IN_LANGUAGES = {"de": _("German"), "pl": _("Polish"), "en": _("English")}
SPOKEN = [("de", _("German")), ("pl", _("Polish")), ("en", _("English")), ("cs", _("Czech"))]
COUNTRIES = [("DE", _("Germany")), ("PL", _("Poland")), ("CZ", _("Czechia")), ("XX", _("another country"))]
ZONES = [(name, name) for name in (*ZONES_OF_REGION.values(), "UTC")]
CLOCK = "%Y-%m-%dT%H:%M"


def clock(**attrs: Any) -> forms.DateTimeInput:
    """A field for day and time; the zone is the one that the page works in."""
    return forms.DateTimeInput({"type": "datetime-local", **attrs}, CLOCK)


class RowsForm(ModelForm[Any]):
    """A form whose fields stand in rows; names in one string stand side by side."""

    layout: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateTimeField):
                field.widget = clock()
        for name, label in (
            (f"{f}_{code}", label) for code, label in IN_LANGUAGES.items() for f in TRANSLATED
        ):
            if name in self.fields:
                field = self.fields[name]
                field.label = f"{TRANSLATED[name.rpartition('_')[0]]} ({label})"
                if isinstance(field.widget, forms.Textarea):
                    field.widget.attrs["rows"] = 3

    def rows(self) -> Iterator[list[forms.BoundField]]:
        """The visible fields, row by row."""
        for names in self.layout or [field.name for field in self.visible_fields()]:
            if row := [self[name] for name in names.split() if name in self.fields]:
                yield row


TRANSLATED = {
    "titles": _("Title"),
    "descriptions": _("Description"),
    "texts": _("Question"),
    "purpose": _("What the data are used for"),
}
TITLES = " ".join(f"titles_{code}" for code in LANGUAGES)
DESCRIPTIONS = " ".join(f"descriptions_{code}" for code in LANGUAGES)


class TitledForm(RowsForm):
    """A thing with titles in up to three languages; one is enough."""

    source: ClassVar[tuple[str, str]] = ("title", "titles")

    def clean(self) -> dict[str, Any]:
        """Take the title as given from the reader's language, else from the first that is filled."""
        data = super().clean() or self.cleaned_data
        field, translated = self.source
        order = sorted(LANGUAGES, key=lambda code: code != (get_language() or "de")[:2])
        filled = [code for code in order if data.get(f"{translated}_{code}")]
        if not filled:
            self.add_error(f"{translated}_{order[0]}", _("Give it in one language at least."))
            return data
        setattr(self.instance, field, data[f"{translated}_{filled[0]}"])
        if hasattr(self.instance, "language"):
            self.instance.language = filled[0]
        return data


def own_organisations(user: Any) -> Any:
    """The organisations in whose name a user may organise: for managers all."""
    if getattr(user, "role", "") == "manager":
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=organisations_of(user))
