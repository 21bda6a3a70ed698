"""What a change of a record needs. Asked by `store` and `remove` for every row, when it is locked and resolved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from neisse.engine.values import say
from neisse.web.core.actions.rights import DeniedError, may, require
from neisse.web.core.actors import SYSTEM
from neisse.web.record.models import Organisation
from neisse.web.record.queries.access import permission
from neisse.web.record.rules import EMPOWERING
from neisse.web.record.rules.seen import organisations_of


@dataclass(frozen=True, slots=True)
class Step:
    """One record before (`old`; None = new) and after, with the primary keys in its many-to-many fields."""

    kind: str
    old: Any
    new: Any
    old_many: dict[str, list[int]] = field(default_factory=dict)
    new_many: dict[str, list[int]] = field(default_factory=dict)

    @property
    def changed(self) -> set[str]:
        """The fields that differ."""
        columns = {
            f.name for f in self.new._meta.concrete_fields if _value(self.old, f) != _value(self.new, f)
        }
        return columns | {
            name
            for name in {*self.old_many, *self.new_many}
            if set(self.old_many.get(name, ())) != set(self.new_many.get(name, ()))
        }


def check_step(step: Step, actor: Any) -> None:
    """Raise DeniedError (`rights.denied`, `rights.own_side`) unless the actor may create or change this record so."""
    if actor is SYSTEM:
        return
    if step.old is None:
        require(actor, permission("add", step.kind))
    else:
        require(actor, permission("view", step.kind), step.old)
        require(actor, permission("change", step.kind), step.old)
        for name in step.changed & EMPOWERING.get(step.kind, {}).keys():
            require(actor, EMPOWERING[step.kind][name], step.old)
    if step.kind == "measure":
        _check_sides(step, actor)


def check_removal(kind: str, row: Any, actor: Any) -> None:
    """Raise DeniedError unless the actor may see this record and delete it."""
    if actor is not SYSTEM:
        require(actor, permission("view", kind), row)
        require(actor, permission("delete", kind), row)


def check_return(kind: str, row: Any, actor: Any) -> None:
    """Raise DeniedError unless the actor may bring this record back: who may remove it, as it stood.

    An entry with a login gives an office again; nobody gives one to oneself.
    """
    if actor is SYSTEM:
        return
    require(actor, permission("delete", kind), row)
    if getattr(row, "user_id", None) is not None:
        require(actor, "record.give_office", row)


def check_own_side(pks: Iterable[int], actor: Any) -> None:
    """Who speaks for one of two organisations would speak for the other as well, its blind plans included."""
    mine = organisations_of(actor) & set(pks)
    if len(mine) == 1:
        text = say("you speak for one of the two, and would speak for both")
        raise DeniedError("rights.own_side", "organisation", text, "ask another manager to merge them")


def _check_sides(step: Step, actor: Any) -> None:
    """A plan is given only to whom the actor speaks for, and nobody puts the own organisation on a side of it."""
    if step.old is None or step.old.owner_id != step.new.owner_id:
        require(actor, "record.add_measure_for", Organisation(pk=step.new.owner_id))
    if step.old is None or may(actor, "record.speak_for_measure", step.old):
        return
    joined = _sides(step.new, step.new_many) - _sides(step.old, step.old_many)
    if joined & organisations_of(actor):
        text, hint = (
            say("nobody makes the own organisation owner or co-owner"),
            say("ask the owner of the plan"),
        )
        raise DeniedError("rights.own_side", "owner", text, hint)


def _sides(row: Any, many: dict[str, list[int]]) -> set[int]:
    return {row.owner_id, *many.get("partners", ())}


def _value(row: Any, column: Any) -> Any:
    return getattr(row, column.attname)
