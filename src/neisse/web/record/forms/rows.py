"""One record of a file, corrected in the form of its kind before it is stored."""

from __future__ import annotations

from typing import Any

from neisse.web.record.bridge.fields import EMPTY, Object
from neisse.web.record.bridge.measures import write_times
from neisse.web.record.forms import FORMS
from neisse.web.record.forms.fields import ReferenceField, ReferencesField
from neisse.web.record.forms.measure import when_said
from neisse.web.record.models import Measure
from neisse.web.record.queries.choices import find_one

NOT_ASKED = ("reason", "version")


class RowForm:
    """The form of a kind for an object of a file; references to what the file itself brings stay as they are."""

    def __init__(self, obj: Object, data: Any, *, user: Any) -> None:
        self.obj = obj
        self.form = FORMS[obj["type"]](data, user=user, given=obj)
        for name, field in list(self.form.fields.items()):
            if isinstance(field, ReferencesField) or (
                isinstance(field, ReferenceField) and not self._is_stored(name, field, user)
            ):
                del self.form.fields[name]
                self.form.kept |= {name: obj[name]} if obj.get(name) else {}
        for name in NOT_ASKED:
            self.form.fields.pop(name, None)
        if obj["type"] == "measure":
            self._know_measure()

    def _know_measure(self) -> None:
        """When it is, in words; what the file leaves open is not what stands first in a choice."""
        row = Measure(country=str((self.obj.get("place") or {}).get("country") or ""))
        write_times(row, self.obj)
        defaults = {"when": when_said(row), "certainty": "planned", "kind": "other", "visibility": "circle"}
        for name, value in defaults.items():
            self.form.initial[name] = self.form.initial.get(name) or value

    def _is_stored(self, name: str, field: ReferenceField, user: Any) -> bool:
        said = str(self.obj.get(name) or "")
        return not said or bool(find_one((field.target,), said, user))

    def is_valid(self) -> bool:
        """Whether what was typed can be read."""
        return self.form.is_valid()

    def corrected(self) -> Object:
        """The object as it is now, under its own id, without the references that were not asked for."""
        found = {**self.obj, **self.form.object, "id": self.obj["id"], "type": self.obj["type"]}
        return {
            name: value for name, value in found.items() if value not in EMPTY and name not in self.form.kept
        }
