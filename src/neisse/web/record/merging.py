"""What a merge of organisations hands over: every reference to an organisation, in the words of its stage.

A merge finds the references by itself, in the models of all stages. A stage names its own in `AppConfig.ready`, so
that the preview can say how many there are of each; an empty name is for what is computed anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import DO_NOTHING
from django.utils.functional import Promise

from neisse.web.record.models import Need, Offer, Organisation

_words: dict[str, str | Promise] = {}
# Parts of the profile are chosen on the page, like the fields of the organisation itself.
CHOSEN = (Offer, Need)


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that holds an organisation; for a many-to-many field that is a column of its table."""

    model: type[Any]
    field: str

    @property
    def label(self) -> str:
        """`record.Measure.owner`."""
        return f"{self.model._meta.label}.{self.field}"

    @property
    def words(self) -> str | Promise | None:
        """What its stage calls it; empty for what is computed, None where nobody named it."""
        return _words.get(self.label)

    @property
    def holder(self) -> tuple[type[Any], str]:
        """The model whose records change with it, and the column that holds them."""
        declared = self.model._meta.auto_created
        if not declared:
            return self.model, "pk"
        here = next(f for f in self.model._meta.concrete_fields if f.related_model is declared)
        return declared, here.attname

    def rows(self, pk: int) -> Any:
        """The rows that refer to an organisation."""
        return self.model._base_manager.filter(**{self.field: pk})


def name_references(words: Mapping[str, str | Promise]) -> None:
    """Say what references of a stage are called: `{"record.Measure.owner": _("plans")}`."""
    _words.update(words)


def references() -> list[Reference]:
    """Every reference to an organisation. Versions are left out: they say how it was."""
    return [
        Reference(model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is Organisation
        and getattr(field.remote_field, "on_delete", None) is not DO_NOTHING
    ]
