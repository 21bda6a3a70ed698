"""The form of a document in prose: pasted or as a file, and whose plans it tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from neisse.formats.limits import DEFAULT_LIMITS
from neisse.web.core.forms import Form

LONGEST_TEXT = 200_000


class AnnouncementForm(Form):
    """A text or a file; one of both."""

    text = forms.CharField(
        label=_("Text of the announcement"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    file = forms.FileField(label=_("Or a file"), required=False, max_length=255)

    def __init__(self, data: Any = None, files: Any = None, *, own: Sequence[tuple[str, str]] | None) -> None:
        """`own`: the organisations of which one is the owner; None where it may be any."""
        super().__init__(data, files)
        if own is not None:
            self.fields["owner"] = forms.ChoiceField(label=_("Whose plans they are"), choices=own)

    def clean(self) -> dict[str, Any]:
        """Exactly one of both, and not too large."""
        said = super().clean() or {}
        file = said.get("file")
        if "text" in said and bool(said["text"]) == bool(file):
            raise forms.ValidationError(_("Paste a text, or choose a file: one of both."))
        if file and file.size > DEFAULT_LIMITS.bytes:
            limit = DEFAULT_LIMITS.bytes // 1_000_000
            self.add_error("file", _("The file is larger than %(limit)s MB.") % {"limit": limit})
        return said

    def document(self) -> tuple[str, bytes]:
        """Name and bytes of what was given."""
        file = self.cleaned_data.get("file")
        if file:
            return str(file.name), file.read()
        return str(_("pasted text")), self.cleaned_data["text"].encode()
