"""Every form of every page, sent empty, with hostile texts, long texts and far days: an answer, and the text is still there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.web.walks.browser import Form, forms_of

pytestmark = pytest.mark.usefixtures("frames")
LONG = "a" * 5000
HOSTILE = {
    "empty": "",
    "nul": "be\0fore",
    "long": LONG,
    "html": "<b>'\"&%s{{7}}</b>",
    "day": "9999-12-31",
    "moment": "9999-12-31T23:59",
    "past": "0001-01-01T00:00",
    "number": str(10**30),
    "sign": "²",
}
LEAVING = ("logout", "/language/", "delete_me", "demo")
# What says that a form was not taken; its texts must still be in the page.
AGAIN = {200, 422}


def forms(pages: Any, client: Any) -> Iterator[tuple[str, Form]]:
    """Each form that writes, once for each address and set of fields."""
    seen = set()
    for _name, _view, address in pages:
        for form in forms_of(client.get(address)):
            to = form.action or address
            key = (to, tuple(f.name for f in form.fields))
            if form.method == "post" and key not in seen and not any(word in to for word in LEAVING):
                seen.add(key)
                yield to, form


@pytest.mark.parametrize("role", ["manager", "public"])
def test_every_form(role: str, pages: Any, user: Any, client_of: Any, looked_at: Any) -> None:
    client, faults = client_of(None if role == "public" else user(role)), []
    client.raise_request_exception = False
    found = list(forms(pages, client))
    for to, form in found:
        for what, text in HOSTILE.items():
            sent = form.filled() | {f.name: text for f in form.texts() if f.name}
            if what == "nul":
                sent |= {f.name: text for f in form.fields if f.name and f.name != "csrfmiddlewaretoken"}
            sent.pop("once", None)  # each time anew: what was taken once would not be read again
            answer = client.post(to, sent)
            faults.append(looked_at(answer, f"{role} {what} to {to}"))
            refused = getattr((answer.context or {}).get("form"), "errors", None)
            if what == "html" and refused and answer.status_code in AGAIN and form.texts():
                faults.append(kept(form, answer, to))
    assert len(found) > (40 if role == "manager" else 1)
    assert [fault for fault in faults if fault] == []


def kept(form: Form, answer: Any, to: str) -> str:
    """Whether the page shows what was typed, where it shows the form again."""
    again = [f for f in forms_of(answer) if {x.name for x in f.texts()} >= {x.name for x in form.texts()}]
    lost = [f.name for f in form.texts() if f.kind not in {"password"} and f.name]
    for shown in again:
        lost = [f.name for f in shown.texts() if f.name in lost and HOSTILE["html"] not in f.value]
        if not lost:
            return ""
    return f"{to} forgets {lost}" if again and lost else ""
