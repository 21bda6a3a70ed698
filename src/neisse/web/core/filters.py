"""The filter bars of lists. Every filter is lenient: what is not understood is left out, never an error."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from neisse.web.core.checked import Lines
from neisse.web.core.lookups import MOST_IN_SELECT, Find, select_or_look_up
from neisse.web.core.ordering import BACK

Label = Callable[[str], str]

FIXED = {"show", "sort", "time"}  # only what is offered; anything else is left out


class Filters(Lines, forms.Form):
    """A GET form whose select fields also take a value that is not offered."""

    more: tuple[str, ...] = ()
    usual_order: str = ""

    def values(self) -> dict[str, Any]:
        """The filters that are set and make sense."""
        self.is_valid()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "") and (name not in FIXED or value in self._offered(name))
        }

    def _offered(self, name: str) -> set[Any]:
        return {value for value, _label in getattr(self.fields[name].widget, "choices", ())}

    @property
    def order(self) -> str:
        """The order that the list stands in: `name`, or `-name` for the other way round."""
        return str(self.values().get("sort") or self.usual_order)

    def offer_orders(self, choices: Iterable[tuple[str, Any]]) -> None:
        """Offer these orders, the usual one first; the other way round is offered where it was asked for."""
        usual, *others = choices
        offered = [("", usual[1]), *others]
        asked = self.data.get("sort", "")
        label = dict([usual, *others]).get(asked.removeprefix(BACK))
        if asked.startswith(BACK) and label:
            offered.append((asked, format_lazy(_("{order}, backwards"), order=label)))
        self.usual_order = usual[0]
        self.fields["sort"].widget = forms.Select(choices=offered)

    def main_fields(self) -> list[forms.BoundField]:
        """What is always shown."""
        return [field for field in self if field.name not in self.more]

    def more_fields(self) -> list[forms.BoundField]:
        """What folds away."""
        return [self[name] for name in self.more if name in self.fields]

    @property
    def more_are_set(self) -> bool:
        """Whether something that folds away narrows the list."""
        return bool(set(self.more) & set(self.values()))

    def offer(self, name: str, choices: Iterable[tuple[str, Any]], find: Find | None = None) -> None:
        """Let a field offer these values besides "all" and the one that is set; a long list is looked up by name."""
        offered = [("", _("all")), *choices]
        widget = select_or_look_up(offered, find)
        now = self.data.get(name, "")
        if isinstance(widget, forms.Select) and now and name not in FIXED and now not in dict(offered):
            widget = forms.Select(choices=[*offered, (now, now)])
        self.fields[name].widget = widget

    def offer_counted(
        self,
        name: str,
        counted: Iterable[tuple[str, int]],
        label: Label = str,
        *,
        by_label: bool = True,
        find: Find | None = None,
    ) -> None:
        """Offer counted values with their numbers; of a long list the names alone, as they are typed."""
        offered = [(value, label(value), n) for value, n in counted]
        if by_label:
            offered.sort(key=lambda choice: choice[1].casefold())
        is_long = len(offered) > MOST_IN_SELECT
        self.offer(
            name, [(value, shown if is_long else f"{shown} ({n})") for value, shown, n in offered], find
        )


def text(label: Any) -> forms.CharField:
    """An optional filter."""
    return forms.CharField(label=label, required=False, max_length=200)


def choice_label(choices: Iterable[tuple[str, Any]]) -> Label:
    """The words of a choice; a kind of somebody's own as it is written."""
    known = dict(choices)
    return lambda value: str(known.get(value, value))


def language_name(code: str) -> str:
    """The language in the reader's words."""
    return str(get_language_info(code)["name_translated"]) if code in dict(settings.LANGUAGES) else code
