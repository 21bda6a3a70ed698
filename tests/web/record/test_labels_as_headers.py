"""What the product calls a field is understood as the header of a column, in three languages."""

from __future__ import annotations

import pytest
from django.utils import translation

from neisse.formats.columns import guess_field
from neisse.web.record.forms import FORMS

KINDS = ("organisation", "person", "measure", "membership", "figure")
# A time is read from its words, money from euro.
READ_AS = {("measure", "when"): "period", ("measure", "cost_cents"): "cost"}
# Asked once for a file, or no part of the object of a file.
NO_COLUMN = {"version", "reason", "contact_visibility", "consent__by"}


@pytest.mark.parametrize("language", ["de", "pl", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_label_of_a_form_is_a_header(kind: str, language: str) -> None:
    form = FORMS[kind]
    with translation.override(language):
        labels = {name: str(field.label) for name, field in {**form.base_fields, **form.more}.items()}
    wanted = {name: READ_AS.get((kind, name), name.replace("__", ".")) for name in labels}
    read = {name: guess_field(label, kind)[0] for name, label in labels.items()}
    assert len(labels) > 5
    assert {n: labels[n] for n in labels if n not in NO_COLUMN and read[n] != wanted[n]} == {}
