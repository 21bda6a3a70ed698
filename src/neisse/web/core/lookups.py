"""A field to type in, instead of a list too long to scroll: what is typed is looked for among what is offered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from neisse.web.core.bridge import fold

# As many as fit on a screen; a select with more becomes a field to type in.
MOST_IN_SELECT = 20

Choices = Iterable[tuple[Any, Any]]
Find = Callable[[str], str]


class LookUp(forms.TextInput):
    """What is typed, by the name of what is offered; the browser suggests names, without scripts too.

    Its value is the code behind a name: the whole name, or a part that only one has. `find` looks for a name beyond
    what is offered; what nobody knows stays as it was typed.
    """

    def __init__(self, choices: Choices = (), find: Find | None = None) -> None:
        super().__init__({"autocomplete": "off"})
        self.choices, self.find = choices, find

    def names(self) -> list[tuple[str, str]]:
        """(code, name) of what is offered; the code stands behind a name that several have."""
        offered = [(str(value), str(label)) for value, label in self.choices if str(value)]
        shared = Counter(label for _value, label in offered)
        return [(value, f"{label} [{value}]" if shared[label] > 1 else label) for value, label in offered]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The code of what was typed."""
        said = super().value_from_datadict(data, files, name)
        return self._code_of(said.strip()) if isinstance(said, str) and said.strip() else said

    def _code_of(self, said: str) -> str:
        names = self.names()
        if any(said == value for value, _label in names):
            return said
        asked = fold(said)
        whole = [value for value, label in names if fold(label) == asked]
        if len(whole) == 1:
            return whole[0]
        if self.find and (found := self.find(said)):
            return found
        parts = [value for value, label in names if asked and asked in fold(label)]
        return parts[0] if len(parts) == 1 else said

    def format_value(self, value: Any) -> Any:
        """The name behind the code."""
        return dict(self.names()).get(str(value), value) if value else value

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field, and beside it what is offered."""
        place = f"{(attrs or {}).get('id', name)}_offered"
        unset = next((str(label) for value, label in self.choices if not str(value)), "")
        field = super().render(name, value, {"placeholder": unset, **(attrs or {}), "list": place}, renderer)
        options = format_html_join(
            "", '<option value="{}"></option>', ((label,) for _v, label in self.names())
        )
        return format_html('{}<datalist id="{}">{}</datalist>', field, place, options)


def select_or_look_up(choices: Iterable[tuple[Any, Any]], find: Find | None = None) -> forms.Widget:
    """A select of a short list, a field to type in for a long one."""
    offered = list(choices)
    is_long = len([value for value, _label in offered if value != ""]) > MOST_IN_SELECT
    return LookUp(offered, find) if is_long else forms.Select(choices=offered)
