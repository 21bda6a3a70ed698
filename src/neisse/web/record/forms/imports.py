"""Forms of an import: the file, the columns of a table, records in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from neisse.engine.values import LANGUAGES
from neisse.formats.limits import DEFAULT_LIMITS
from neisse.formats.member_headers import HEADERS
from neisse.web.core.forms import Form
from neisse.web.core.said import kept_finding
from neisse.web.record.labels import FIELD_LABELS
from neisse.web.record.models import ImportBatch, Measure, Organisation, Visibility

UNSAID = ("", _("as the file says"))
# What is asked for which kind of record.
ASKED = {
    "measure": ("owner", "visibility", "certainty", "kind_within", "language"),
    "organisation": ("visibility", "kind_within"),
    "membership": ("network",),
    "section": ("network",),
    "person": ("consent_purpose", "consent_given_on", "consent_by"),
}
# Which remark asks for what a field asks.
QUESTIONS = {"import.owner": "owner", "import.network": "network"}
# What people have, and as which kind its rows are read.
LISTS = [
    ("member", _("a member list: organisations, their people and memberships")),
    ("measure", _("plans, or a calendar")),
    ("person", _("contacts")),
    ("organisation", _("a directory of organisations")),
    ("membership", _("memberships of organisations that are here")),
    ("figure", _("figures")),
]
UNREAD = ("", _("not read"))
INNER = dict.fromkeys(("names", "titles", "descriptions"), LANGUAGES)


def lists(*, for_all: bool) -> list[tuple[str, Any]]:
    """As what a file may be read: by who brings their own, as plans."""
    return [(name, label) for name, label in LISTS if for_all or name == "measure"]


class UploadForm(Form):
    """A file of any format, and what its rows are where it does not say."""

    file = forms.FileField(label=_("File"), max_length=255)
    kind = forms.ChoiceField(
        label=_("What its rows are"),
        required=False,
        choices=[("", _("find out")), *LISTS],
    )

    def __init__(self, *said: Any, for_all: bool = True) -> None:
        super().__init__(*said)
        if not for_all:  # who brings their own brings plans
            del self.fields["kind"]

    def clean_file(self) -> Any:
        """Refuse by size before anything is read."""
        file = self.cleaned_data["file"]
        if file.size > DEFAULT_LIMITS.bytes:
            limit = DEFAULT_LIMITS.bytes // 1_000_000
            raise forms.ValidationError(_("The file is larger than %(limit)s MB.") % {"limit": limit})
        return file


class AnswersForm(Form):
    """What a file leaves open, said once for all its records; they stay for the circle unless somebody says more."""

    owner = forms.CharField(label=_("Whose plans they are"), required=False, max_length=300)
    network = forms.CharField(label=_("Members of"), required=False, max_length=300)
    visibility = forms.ChoiceField(label=_("Who may see them"), choices=Visibility.choices, initial="circle")
    certainty = forms.ChoiceField(
        label=_("How sure they are"), required=False, choices=[UNSAID, *Measure.Certainty.choices]
    )
    kind_within = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[UNSAID, *settings.LANGUAGES])
    consent_purpose = forms.CharField(
        label=_("What the persons agreed to"),
        required=False,
        max_length=200,
        help_text=_("Mail addresses and telephone numbers of persons are taken with their consent only."),
    )
    consent_given_on = forms.DateField(
        label=_("Consent given on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    consent_by = forms.CharField(label=_("Who says that there is a consent"), required=False, max_length=200)

    def __init__(
        self, data: Any = None, *, batch: ImportBatch, own: Sequence[tuple[str, str]] | None = None
    ) -> None:
        """`own`: the organisations of which one is the owner, where the reader brings their own plans only."""
        super().__init__(data)
        self.kinds = kinds_of(batch)
        answers = batch.mapping.get("answers", {})
        self.initial = {**answers, "kind_within": answers.get("kind", "")}
        if own is not None:
            self.fields["owner"] = forms.ChoiceField(
                label=self.fields["owner"].label, choices=[("", "—"), *own] if len(own) > 1 else own
            )
        consent = answers.get("consent", {})
        self.initial |= {f"consent_{name}": consent.get(name, "") for name in ("purpose", "given_on", "by")}
        kinds = Measure.Kind.choices if "measure" in self.kinds else Organisation.Kind.choices
        self.fields["kind_within"].choices = [UNSAID, *kinds]  # type: ignore[attr-defined]
        for name in set(self.fields) - {n for kind in self.kinds for n in ASKED.get(kind, ())}:
            del self.fields[name]
        self.questions = self._asked(batch)
        for name, target in (("owner", "organisation"), ("network", "network")):
            if isinstance(self.fields.get(name), forms.CharField):
                self.fields[name].widget.attrs |= {"list": f"{target}-names", "autocomplete": "off"}

    def _asked(self, batch: ImportBatch) -> set[str]:
        """The codes of the remarks that ask for what a field here asks too: said there, and nowhere else."""
        found = set()
        for code, name in QUESTIONS.items():
            told = [kept for kept in batch.findings if kept["code"] == code]
            of_the_file = [kept for kept in told if not kept["row"]] or told
            if told and name in self.fields:
                self.fields[name].help_text = kept_finding(of_the_file[0])["text"]
                found.add(code)
        return found

    def clean(self) -> dict[str, Any]:
        """A consent is both: what for and when."""
        said = super().clean() or {}
        if bool(said.get("consent_purpose")) != bool(said.get("consent_given_on")):
            raise forms.ValidationError(_("A consent needs what for and when."))
        return said

    def said(self) -> dict[str, Any]:
        """The answers as `formats.answers` takes them; what was not asked stays as it was."""
        said = dict(self.cleaned_data)
        day = said.pop("consent_given_on", None)
        purpose = said.pop("consent_purpose", "")
        by = said.pop("consent_by", "")
        consent = {"purpose": purpose, "given_on": day.isoformat(), "by": by} if day else {}
        return {**said, "kind": said.pop("kind_within", ""), "consent": consent}


def kinds_of(batch: ImportBatch) -> set[str]:
    """The kinds of records that a file holds."""
    return {str(entry["object"]["type"]) for entry in batch.objects_read} or {batch.kind}


class PlaceForm(Form):
    """Which sheet and which row are the table, and what its rows are."""

    kind = forms.ChoiceField(label=_("What the rows are"), choices=LISTS)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    header_row = forms.IntegerField(
        label=_("Row that names the columns"), min_value=1, max_value=1_000_000, localize=False
    )

    def __init__(self, batch: ImportBatch, data: Any = None, *, for_all: bool = True) -> None:
        super().__init__(data)
        self.fields["kind"].choices = lists(for_all=for_all)  # type: ignore[attr-defined]
        sheets = batch.mapping.get("sheets", [])
        self.fields["sheet"].choices = [(title, title) for title in sheets]  # type: ignore[attr-defined]
        sheet, row = batch.mapping.get("taken", ["", 1])
        self.initial = {"kind": batch.kind, "sheet": sheet, "header_row": row}
        if len(sheets) < 2:
            del self.fields["sheet"]


class MappingForm(Form):
    """Which column is which field."""

    kind = forms.ChoiceField(label=_("What the rows are"))

    def __init__(self, batch: ImportBatch, data: Any = None, *, for_all: bool = True) -> None:
        super().__init__(data)
        self.headers: list[str] = batch.mapping.get("headers", [])
        columns = batch.mapping.get("columns", {})
        kind = (data or {}).get("kind") or batch.kind
        self.fields["kind"].choices = lists(for_all=for_all)  # type: ignore[attr-defined]
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
