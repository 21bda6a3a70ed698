"""What was typed into a form of an import is there again when the form is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from neisse.web.record.actions import imports

TABLE = "Titel;Datum;Ort;Träger\nTagung;14.04.2027;Görlitz;Haus Musterau\n"
PEOPLE = "Name;Organisation;E-Mail\nAnna Nowak;Haus Musterau;a@example.org\n"
# The step, its file, what is typed, and what of it must be on the page again.
REFUSED = [
    ("answer", PEOPLE, "person", {"consent_purpose": "Own words", "consent_by": "By hand"}, ["Own words", "By hand"]),
    ("place", TABLE, "measure", {"kind": "measure", "header_row": "9876543"}, ["9876543"]),
    ("mapping", TABLE, "measure", {"kind": "no such kind"}, ["no such kind"]),
]  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("step", "text", "kind", "typed", "kept"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_refused_form_keeps_what_was_typed(
    user: Any, client_of: Any, step: str, text: str, kind: str, typed: dict[str, str], kept: list[str]
) -> None:
    manager = user("manager")
    batch = imports.upload("list.csv", text.encode(), actor=manager, kind=kind)
    imports.prepare(batch, actor=manager)
    answer = client_of(manager).post(reverse(f"record:import_{step}", args=[batch.pk]), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [form.data.get(name) for form in forms_of(answer) for name in typed] == list(typed.values())
    assert step == "mapping" or [word for word in kept if word not in page] == []


def forms_of(answer: Any) -> list[Any]:
    """The forms of the page that were sent to it."""
    found = [answer.context[name] for name in ("answers", "table_place", "mapping")]
    return [form for form in found if form is not None and form.is_bound]
