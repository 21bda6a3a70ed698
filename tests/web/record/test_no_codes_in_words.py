"""A field that has choices is told by their labels, in histories and where two records are laid side by side."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Field
from django.utils import translation

from neisse.web.record.bridge import KINDS
from neisse.web.record.queries.wording import value_text
from neisse.web.record.views.duplicates import shown

CHOSEN = [
    (kind, field)
    for kind, how in KINDS.items()
    for field in how.model._meta.get_fields()
    if isinstance(field, Field) and field.choices and kind in {"organisation", "measure"}
    if field.name != "precision"  # a period is told as one
]


@pytest.mark.parametrize(("kind", "field"), CHOSEN, ids=lambda part: getattr(part, "name", part))
def test_a_choice_is_told_by_its_label(kind: str, field: Any) -> None:
    with translation.override("de"):
        for code, label in field.flatchoices:
            if not code:
                continue
            assert value_text(kind, field.name, code, None) == str(label)
            if kind == "organisation":
                assert shown(field.name, code) == [str(label)]
