"""What a browser makes of a page: its forms, with what stands in their fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

TEXTS = {
    "text",
    "search",
    "email",
    "url",
    "tel",
    "textarea",
    "number",
    "date",
    "datetime-local",
    "time",
    "password",
}


@dataclass
class Field:
    """A control of a form."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    is_required: bool = False


@dataclass
class Form:
    """A form of a page."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def texts(self) -> list[Field]:
        """The fields that somebody types into."""
        return [f for f in self.fields if f.kind in TEXTS]

    def filled(self) -> dict[str, Any]:
        """What a browser sends when nobody touched the form."""
        sent: dict[str, Any] = {}
        for f in self.fields:
            if (
                f.name
                and f.kind not in {"file", "submit"}
                and (f.value or f.kind in {*TEXTS, "hidden", "select"})
            ):
                sent.setdefault(f.name, f.value)
        return sent


class Reader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.open: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag in {"input", "button"}:
            kind = said.get("type", "text" if tag == "input" else "submit")
            is_on = kind not in {"checkbox", "radio"} or "checked" in said
            value = said.get("value", "on" if kind == "checkbox" else "") if is_on else ""
            boxes = [said.get("value", "on")] if kind in {"checkbox", "radio"} else []
            self.form.fields.append(Field(said.get("name", ""), kind, value, boxes, "required" in said))
        elif tag in {"select", "textarea"}:
            self.open = Field(said.get("name", ""), tag, "", [], "required" in said)
            self.form.fields.append(self.open)
        elif tag == "option" and self.open is not None:
            self.open.options.append(said.get("value", ""))
            if "selected" in said or len(self.open.options) == 1:
                self.open.value = said.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.open is not None and self.open.kind == "textarea":
            self.open.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag in {"select", "textarea"}:
            self.open = None


def forms_of(answer: Any) -> list[Form]:
    """The forms of a page; none of what is no page."""
    if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
        return []
    reader = Reader()
    reader.feed(answer.content.decode())
    return reader.forms
