"""Fields that people fill in: references by name, lists as lines, money in euro."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from neisse.web.core.bridge import fold
from neisse.web.record.queries.choices import WITH_KEY, candidates, options, shown_names

# Entries between commas, semicolons or ends of lines; one in quotes may hold them.
ENTRY = re.compile(r"[^\S\n]*\"(?:[^\"]|\"\")*\"[^\S\n]*(?=[,;\n]|$)|[^,;\n]+")
LINES = gettext_lazy("one per line")


class LinesField(forms.CharField):
    """A list of texts, one per line (or also separated by commas)."""

    def __init__(self, *, commas: bool = False, rows: int = 3, **kwargs: Any) -> None:
        self.commas = commas
        kwargs.setdefault("help_text", gettext_lazy("separated by commas") if commas else LINES)
        widget = forms.TextInput() if commas else forms.Textarea(attrs={"rows": rows})
        super().__init__(required=False, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The list as text; what holds a comma itself stands in quotes."""
        if not isinstance(value, list):
            return value
        return ", ".join(map(quoted, value)) if self.commas else "\n".join(value)

    def clean(self, value: Any) -> list[str]:
        """The text as a list without empty entries."""
        return split_lines(super().clean(value), commas=self.commas)


class ReferenceField(forms.CharField):
    """Another record, by its name or its id; `Name [id]` where several have the name."""

    def __init__(self, target: str, **kwargs: Any) -> None:
        self.target, self.user = target, None
        super().__init__(max_length=520, **kwargs)

    def offer(self, name: str, user: Any) -> None:
        """Suggest records to this user while typing."""
        self.user = user
        self.widget.attrs |= {
            "list": f"id_{name}_options",
            "autocomplete": "off",
            "hx-get": f"{reverse('record:lookup', args=[self.target])}?field={name}",
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#id_{name}_options",
        }

    def clean(self, value: Any) -> str:
        """The id of the record that is meant."""
        said = super().clean(value).strip()
        return find_keys(self.target, [said], self.user)[0] if said else ""

    def options(self) -> list[tuple[str, str]]:
        """What a short list of all records offers at once."""
        return options(self.target, self.user)


class ReferencesField(LinesField):
    """Several other records, one per line, by name or id."""

    def __init__(self, target: str, **kwargs: Any) -> None:
        self.target, self.user = target, None
        kwargs.setdefault("help_text", gettext_lazy("one per line: the name or the id"))
        super().__init__(**kwargs)

    def offer(self, name: str, user: Any) -> None:
        """References are found among what this user may see."""
        self.user = user

    def clean(self, value: Any) -> list[str]:
        """The ids of the records that are meant."""
        return find_keys(self.target, super().clean(value), self.user)


class EuroField(forms.DecimalField):
    """An amount in euro, kept in cents."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, min_value=0, max_value=10**12, decimal_places=2, localize=True, **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        """Cents as euro; what was typed stays as it is."""
        if not isinstance(value, int):
            return value
        return Decimal(value) / 100 if value % 100 else value // 100

    def clean(self, value: Any) -> int | None:
        """Euro as cents."""
        euro = super().clean(value)
        return None if euro is None else int(euro * 100)


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, with the browser's calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **kwargs)


def split_lines(text: str, *, commas: bool = False) -> list[str]:
    """The entries of a text, without empty ones and repetitions."""
    lines = text.replace("\r", "\n")
    parts = [unquoted(part) for part in ENTRY.findall(lines)] if commas else lines.split("\n")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def quoted(entry: str) -> str:
    """An entry as it stands between commas."""
    return '"' + entry.replace('"', '""') + '"' if re.search(r'[,;"]', entry) else entry


def unquoted(part: str) -> str:
    """What stood between commas, without its quotes."""
    part = part.strip()
    is_quoted = len(part) > 1 and part[0] == part[-1] == '"'
    return part[1:-1].replace('""', '"') if is_quoted else part


def names_for(target: str, keys: Iterable[str], user: Any) -> list[str]:
    """How records are shown in a field: by name, with the id where the name is not theirs alone."""
    return shown_names(target, list(keys), user)


def find_keys(target: str, said: Sequence[str], user: Any) -> list[str]:
    """The ids behind names or ids; a field error names what is unknown or not clear."""
    asked = [(match[1] if (match := WITH_KEY.search(text)) else text) for text in said]
    found = candidates(target, asked, user)
    keys: list[str] = []
    for text in asked:
        by_key = text in found.keys
        named = found.by_name.get(fold(text), [])
        if not by_key and len(named) != 1:
            sentence = (
                _("“%(name)s” is not known here.")
                if not named
                else _("Several have the name “%(name)s”: add the id in brackets.")
            )
            raise ValidationError(sentence % {"name": text})
        keys.append(text if by_key else named[0])
    return list(dict.fromkeys(keys))
