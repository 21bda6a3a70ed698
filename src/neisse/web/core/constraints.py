"""What the database would refuse, asked beforehand: a second row of the same, values that do not go together.

Forms show it at a field, actions refuse it with a code. Between the question and the write somebody else can store
the same; then the net of `faults` answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import BaseConstraint, Model, UniqueConstraint

from neisse.engine.values import NeisseError, say


def broken(row: Model) -> Iterator[BaseConstraint]:
    """The constraints of its model that a row breaks; fields without a value yet are left out. One query each."""
    unset = {f.name for f in row._meta.concrete_fields if getattr(row, f.attname) is None and not f.null}
    for model, constraints in row.get_constraints():
        for constraint in constraints:
            try:
                constraint.validate(model, row, exclude=unset)
            except ValidationError:
                yield constraint


def refuse_broken(row: Model) -> None:
    """Refuse a row that the database would refuse: `row.there_already`, `row.contradiction`."""
    for constraint in broken(row):
        if isinstance(constraint, UniqueConstraint):
            text = say("there is one like this already")
            hint = say("change the name, or open the one that is there")
            raise NeisseError("row.there_already", str(row), text, hint)
        text = say("these values do not go together")
        raise NeisseError("row.contradiction", str(row), text, say("go back and correct it"))


def fields_of(constraint: BaseConstraint) -> list[str]:
    """The fields that a constraint speaks of, as far as it names them."""
    condition = getattr(constraint, "condition", None)
    children = [child for child in getattr(condition, "children", ()) if isinstance(child, tuple)]
    return [*getattr(constraint, "fields", ()), *(str(name).partition("__")[0] for name, _value in children)]
