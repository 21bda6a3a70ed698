"""What all forms of records share: an object in, an object out, errors at their fields, the version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neisse.engine.values import LANGUAGES, Finding, NeisseError
from neisse.web.core.forms import Form
from neisse.web.core.queries import today
from neisse.web.core.said import sentence_of
from neisse.web.record.bridge import to_object
from neisse.web.record.bridge.fields import EMPTY, Object
from neisse.web.record.bridge.reading import is_error, read_typed
from neisse.web.record.forms.fields import ReferenceField, ReferencesField, names_for
from neisse.web.record.queries.choices import rows_for
from neisse.web.record.queries.scoped import stored

# Remarks of these codes are told after saving; every other remark on what was typed just now stands at its field first.
TOLD = {"text.markup", "text.control_signs", "key.unknown"}
BOOKKEEPING = ("version", "reason")
ONE_DAY = timedelta(days=1)
IN_LANGUAGES = {"de": _("German"), "pl": _("Polish"), "en": _("English")}
Layout = tuple[tuple[str | Promise, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a form: its heading and rows of fields that stand side by side."""

    title: Any
    rows: list[list[forms.BoundField]]


class RecordForm(Form):
    """One record. A field `a__b` is the field `b` inside `a` of the contract object."""

    of: ClassVar[str]
    layout: ClassVar[Layout]
    # Fields in three languages: name -> (most letters, whether they are long texts).
    translated: ClassVar[dict[str, tuple[int, bool]]] = {}
    # Days that are shown and typed as the last one that counts, and kept as the first one that does not.
    last_days: ClassVar[tuple[str, ...]] = ()
    # Fields whose names are words of Python.
    more: ClassVar[dict[str, forms.Field]] = {}

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason for the change"), required=False, max_length=300, help_text=_("for the history")
    )

    def __init__(
        self, data: Any = None, *, user: Any, row: Any = None, given: Object | None = None, **rest: Any
    ) -> None:
        super().__init__(data, label_suffix="", **rest)
        self.user, self.row = user, row
        self.remarks: list[str] = []
        # What the object has and this form does not ask for.
        self.kept: Object = {}
        self.before: Object = to_object(stored(row)) if row is not None else dict(given or {})
        self.fields.update(deepcopy(self.more))
        for name, (limit, long) in self.translated.items():
            for language in LANGUAGES:
                self.fields[f"{name}__{language}"] = _in_language(language, limit, long=long)
        for name, field in self.fields.items():
            if isinstance(field, ReferenceField | ReferencesField):
                field.offer(name, user)
            if isinstance(field, OwnChoiceField):
                field.allow(self.before.get(name))
        said = {n: self.value_in(self.before, n) for n in self.fields if n not in BOOKKEEPING}
        # A field that says nothing keeps its own first value: else a browser chooses the first option of a list.
        self.initial = {
            name: value
            for name, value in said.items()
            if value is not None or (row is not None and self.fields[name].initial is None)
        }
        self.initial["version"] = row.version if row is not None else None

    def value_in(self, obj: Object, name: str) -> Any:
        """What an object says for a field, as the field shows it."""
        outer, _sign, inner = name.partition("__")
        value = obj.get(outer)
        if inner:
            value = value.get(inner) if isinstance(value, dict) else None
        if value and name in self.last_days:
            return date.fromisoformat(str(value)) - ONE_DAY
        field = self.fields[name]
        if value and isinstance(field, ReferencesField):
            return names_for(field.target, [k for k in value if k not in self.hidden_in(name)], self.user)
        if value and isinstance(field, ReferenceField):
            if self.hidden_in(name):
                field.required = False
                return ""
            return names_for(field.target, [value], self.user)[0]
        return value

    def hidden_in(self, name: str) -> list[str]:
        """The records in a field that this user may not see: never shown, and kept when the form is saved."""
        target, value = getattr(self.fields[name], "target", ""), self.before.get(name) or []
        given = [value] if isinstance(value, str) else [str(key) for key in value]
        if not given or self.row is None:
            return []
        seen = set(rows_for(target, self.user).filter(key__in=given).values_list("key", flat=True))
        return [key for key in given if key not in seen]

    def object_typed(self) -> Object:
        """The contract object of what was typed; empty fields are there, so that they become empty."""
        obj: Object = {}
        for name, value in self.cleaned_data.items():
            if name in BOOKKEEPING:
                continue
            day = value + ONE_DAY if value and name in self.last_days else value
            plain = day.isoformat() if isinstance(day, date) else value
            if isinstance(self.fields[name], ReferencesField):
                plain = [*plain, *self.hidden_in(name)]
            elif isinstance(self.fields[name], ReferenceField) and not plain:
                plain = next(iter(self.hidden_in(name)), plain)
            outer, _sign, inner = name.partition("__")
            if inner:
                obj.setdefault(outer, {})[inner] = plain
            else:
                obj[outer] = plain
        return obj

    def clean(self) -> dict[str, Any]:
        """Check and normalise the object like one of a file; remarks on what was typed just now stand at their fields."""
        super().clean()
        if self.errors:
            return self.cleaned_data
        typed = self.object_typed()
        said = {name: value for name, value in typed.items() if value not in EMPTY}
        found, findings = read_typed(
            self.of, {**self.kept, **said, "id": self.before.get("id") or "new"}, today()
        )
        for finding in findings:
            text = sentence_of(finding)
            if is_error(finding) or self._is_unsure(finding):
                self.add_error(self.field_of(finding.column), text)
            else:
                self.remarks.append(text)
        self.object: Object = {**dict.fromkeys(typed, ""), **(found or {}), **self._untouched(typed)}
        return self.cleaned_data

    def _untouched(self, typed: Object) -> Object:
        """What the record has in fields that nobody touched: an old word stays, also where it could be read today."""
        if self.row is None:
            return {}
        touched = {name.partition("__")[0] for name in self.changed_data}
        return {name: self.before[name] for name in typed if name in self.before and name not in touched}

    def _is_unsure(self, finding: Finding) -> bool:
        """Whether a remark is about something that was typed just now: what the record has already may stay."""
        return finding.code not in TOLD and self.field_of(finding.column) in self.changed_data

    def refuse(self, error: NeisseError) -> None:
        """Put what storing refused at its field."""
        text = sentence_of(error)
        self.add_error(self.field_of(error.subject.rsplit(" ", 1)[-1]), text)

    def columns(self) -> set[str]:
        """The fields of the object that this form has."""
        return {part for name in self.fields for part in (name, *name.split("__"))}

    def field_of(self, column: str) -> str | None:
        """The field that shows a column of the object; None for the whole form."""
        if column in self.fields:
            return column
        return next((name for name in self.fields if column in name.split("__")), None)

    def parts(self) -> Iterator[Part]:
        """The form in its parts; a name ending in `__*` is one row in three languages."""
        for title, names in self.layout:
            rows = [list(self._row(name)) for name in names]
            yield Part(title, [row for row in rows if row])

    def _row(self, names: str) -> Iterable[forms.BoundField]:
        for name in names.split():
            if name.endswith("__*"):
                yield from (self[f"{name[:-3]}__{language}"] for language in LANGUAGES)
            elif name in self.fields:
                yield self[name]


class OwnChoiceField(forms.ChoiceField):
    """A choice that also takes the word that the record has: files may bring their own kinds."""

    def allow(self, value: Any) -> None:
        """Offer the value that is there."""
        known = [code for code, _label in self.choices]  # type: ignore[misc, union-attr]
        if value and value not in known:
            self.choices = [*self.choices, (value, value)]  # type: ignore[misc]


def _in_language(language: str, limit: int, *, long: bool) -> forms.CharField:
    attrs = {"lang": language}
    widget = forms.Textarea(attrs={"rows": 4, **attrs}) if long else forms.TextInput(attrs=attrs)
    return forms.CharField(label=IN_LANGUAGES[language], required=False, max_length=limit, widget=widget)
