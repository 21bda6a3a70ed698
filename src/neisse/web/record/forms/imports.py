"""Forms of an import: the file, the columns of a table, records in doubt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neisse.formats.headers import HEADERS
from neisse.formats.limits import DEFAULT_LIMITS
from neisse.web.core.forms import Form
from neisse.web.record.labels import FIELD_LABELS, KIND_LABELS
from neisse.web.record.models import ImportBatch

UNREAD = ("", _("not read"))
INNER = {"names": ("de", "pl", "en"), "titles": ("de", "pl", "en"), "descriptions": ("de", "pl", "en")}


class UploadForm(Form):
    """A file of any format, and what its rows are where it does not say."""

    file = forms.FileField(label=_("File"), max_length=255)
    kind = forms.ChoiceField(
        label=_("What its rows are"),
        required=False,
        choices=[("", _("find out")), *((kind, KIND_LABELS[kind]) for kind in HEADERS)],
    )

    def clean_file(self) -> Any:
        """Refuse by size before anything is read."""
        file = self.cleaned_data["file"]
        if file.size > DEFAULT_LIMITS.bytes:
            limit = DEFAULT_LIMITS.bytes // 1_000_000
            raise forms.ValidationError(_("The file is larger than %(limit)s MB.") % {"limit": limit})
        return file


class MappingForm(Form):
    """Which column is which field."""

    kind = forms.ChoiceField(label=_("What the rows are"))

    def __init__(self, batch: ImportBatch, data: Any = None) -> None:
        super().__init__(data)
        self.headers: list[str] = batch.mapping.get("headers", [])
        columns = batch.mapping.get("columns", {})
        kind = (data or {}).get("kind") or batch.kind
        self.fields["kind"].choices = [(k, KIND_LABELS[k]) for k in HEADERS]  # type: ignore[attr-defined]
        self.initial["kind"] = kind
        for number, header in enumerate(self.headers):
            name = f"column_{number}"
            self.fields[name] = forms.ChoiceField(label=header, required=False, choices=fields_of(kind))
            self.initial[name] = columns.get(header, "")
        sample = batch.mapping.get("sample", [])
        confidence = batch.mapping.get("confidence", {})
        self.rows = [
            (
                self[f"column_{n}"],
                header,
                [row[n] for row in sample if n < len(row) and row[n]][:3],
                confidence.get(header, 0),
            )
            for n, header in enumerate(self.headers)
        ]

    def columns(self) -> dict[str, str]:
        """The field of each header."""
        return {header: self.cleaned_data[f"column_{n}"] for n, header in enumerate(self.headers)}


def fields_of(kind: str) -> list[tuple[str, Any]]:
    """The fields that a column of this kind can be."""
    choices: list[tuple[str, Any]] = [UNREAD]
    for name in HEADERS.get(kind, HEADERS["organisation"]):
        choices.append((name, FIELD_LABELS.get(name, name)))
        choices += [
            (f"{name}.{lang}", f"{FIELD_LABELS.get(name, name)} ({lang})") for lang in INNER.get(name, ())
        ]
    if kind == "measure":
        choices += [(f"titles.{lang}", f"{FIELD_LABELS['title']} ({lang})") for lang in INNER["titles"]]
        choices += [
            (f"descriptions.{lang}", f"{FIELD_LABELS['description']} ({lang})")
            for lang in INNER["descriptions"]
        ]
    return choices
