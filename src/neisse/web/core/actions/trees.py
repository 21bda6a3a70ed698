"""The parts of an archive become rows: what an instance has already stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, transaction

from neisse.engine.values import NeisseError, say
from neisse.web.core.archive import Tree, trees
from neisse.web.core.queries.trees import KEY, Object, as_field, columns_of, model_of

Parts = Mapping[str, Sequence[Object]]
Counts = dict[str, dict[str, int]]
EMPTY: tuple[Any, ...] = (None, "", [], {})


def compare_parts(parts: Parts) -> Counts:
    """How many objects of each part are `new`, there already (`unchanged`), or refer to what is `missing` here."""
    return {tree.name: _counts(tree, parts[tree.name]) for tree in trees() if parts.get(tree.name)}


def _counts(tree: Tree, objects: Sequence[Object]) -> dict[str, int]:
    found = {"new": 0, "unchanged": 0, "missing": 0}
    for obj in objects:
        known = _known(tree, obj)
        found["missing" if known is None else "unchanged" if known else "new"] += 1
    return found


@transaction.atomic
def take_parts(parts: Parts) -> Counts:
    """Make the rows of all parts that are not there yet; all or nothing, `archive.damaged` where one is no row.

    What refers to a record that this instance does not have is left and counted as `missing`.
    """
    done: Counts = {}
    for tree in trees():
        for obj in parts.get(tree.name, ()):
            counts = done.setdefault(tree.name, {"new": 0, "unchanged": 0, "missing": 0})
            known = _known(tree, obj)
            if known is None:
                counts["missing"] += 1
            elif known:
                counts["unchanged"] += 1
            else:
                counts["new" if _take(tree, obj) else "missing"] += 1
    return done


def _known(tree: Tree, obj: Object) -> bool | None:
    """Whether a row is there already; None where it refers to something that is not."""
    model = model_of(tree.root)
    wanted: dict[str, Any] = {}
    try:
        for name in tree.known_by:
            field = model._meta.get_field(name)
            wanted[field.attname] = (
                _reference(field, obj.get(name), {}) if field.remote_field else obj.get(name)
            )
        if tree.unordered:
            first, second = (model._meta.get_field(name).attname for name in tree.unordered)
            wanted[first], wanted[second] = sorted((wanted[first], wanted[second]))
        return bool(model._base_manager.filter(**wanted).exists())
    except ObjectDoesNotExist:
        return None
    except (TypeError, ValueError, ValidationError) as error:
        raise _damaged(tree) from error


def _take(tree: Tree, obj: Object) -> bool:
    """Make a root and its branches; False (and nothing made) where a record that they need is not here."""
    try:
        with transaction.atomic():
            root = _row(tree, tree.root, obj, {})
            made: dict[str, list[Any]] = {tree.root: [root]}
            for label, _ in tree.branches:
                made[label] = []
                for entry in obj.get(label.partition(".")[2], ()):
                    made[label].append(_row(tree, label, entry, made))
    except ObjectDoesNotExist:
        return False
    except (TypeError, ValueError, AttributeError, IndexError, ValidationError, DatabaseError) as error:
        raise _damaged(tree) from error
    return True


def _row(tree: Tree, label: str, obj: Object, made: Mapping[str, Sequence[Any]]) -> Any:
    """One row, past the hooks of its model: a day of consent stays the day on which it was given."""
    row = model_of(label)()
    unchecked = set()
    for field in row._meta.concrete_fields:
        if field not in columns_of(tree, label) or field.name not in obj:
            unchecked.add(field.name)
        elif field.remote_field:
            unchecked.add(field.name)
            setattr(row, field.attname, _reference(field, obj[field.name], made))
        else:
            setattr(row, field.attname, as_field(field, obj[field.name]))
            unchecked |= {field.name} if obj[field.name] in EMPTY else set()
    if tree.unordered and label == tree.root:
        first, second = (row._meta.get_field(name).attname for name in tree.unordered)
        low, high = sorted((getattr(row, first), getattr(row, second)))
        setattr(row, first, low)
        setattr(row, second, high)
    row.clean_fields(exclude=unchecked)
    if fresh := tree.fresh.get(label):
        fresh(row)
    row.save_base(raw=True, force_insert=True)
    for many in row._meta.many_to_many:
        target = many.remote_field.model._base_manager
        getattr(row, many.name).set([target.get(**{KEY: key}) for key in obj.get(many.name, ())])
    return row


def _reference(field: Any, value: Any, made: Mapping[str, Sequence[Any]]) -> Any:
    """The primary key that a reference means here: a place in the same tree, or the key of a record."""
    target = field.remote_field.model
    if value is None:
        return None
    if isinstance(value, int):
        siblings = made[target._meta.label]
        return siblings[max(value - 1, 0)].pk
    return target._base_manager.get(**{KEY: str(value)}).pk


def _damaged(tree: Tree) -> NeisseError:
    text = say("the part “%(name)s” of the archive holds something that is no row", name=tree.name)
    return NeisseError("archive.damaged", tree.name, text, "export the instance again")
