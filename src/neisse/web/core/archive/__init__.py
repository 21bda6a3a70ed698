"""What the archive of an instance holds: each stage adds its part, or says of a model why it stays out.

A backup is the whole instance and for its operator; the archive is what a manager may see, and goes into another
instance. A part is a `Tree`: a row with all that belongs to it, as one JSON object. A stage registers its parts
and what it leaves out in `AppConfig.ready`; a test walks all models for one without an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Tree:
    """One part: rows of `root` (label of a model), each with its `branches`.

    `known_by`: the fields by which an instance has a row already. `branches`: (label, path to the root), a model
    after those of the tree that it refers to. `left_out`: `label.field` of secrets and of what is computed;
    `fresh` gives a new row what its secrets were. `only`: which rows of the root; `unordered`: two references
    that stand in the order of their primary keys, and so in another one elsewhere.
    """

    name: str
    what: Words
    root: str
    known_by: tuple[str, ...]
    branches: tuple[tuple[str, str], ...] = ()
    left_out: frozenset[str] = frozenset()
    fresh: Mapping[str, Callable[[Any], None]] = field(default_factory=dict)
    only: Mapping[str, Any] = field(default_factory=dict)
    unordered: tuple[str, str] | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The models of the part."""
        return (self.root, *(label for label, _ in self.branches))


_trees: dict[str, Tree] = {}
_held: dict[str, Words] = {}
_left_out: dict[str, Words] = {}


def register(tree: Tree) -> None:
    """Add a part; parts are taken in the order in which they were added."""
    _trees[tree.name] = tree


def holds(what: Words, *labels: str) -> None:
    """Say that models travel in files of their own, which their stage writes and reads."""
    _held.update(dict.fromkeys(labels, what))


def leaves_out(why: Words, *labels: str) -> None:
    """Say why models (`app.Model`, or `app` for all of an app) do not travel."""
    _left_out.update(dict.fromkeys(labels, why))


def trees() -> list[Tree]:
    """All parts, in the order in which they are taken."""
    return list(_trees.values())


def answer_of(model: Any) -> str:
    """What the register says of a model; empty where nobody said anything."""
    label, app = model._meta.label, model._meta.app_label
    if model._meta.model_name.startswith("historical"):
        return "left out: histories stay where things happened"
    if label in _held or any(label in tree.labels for tree in _trees.values()):
        return "held"
    if model._meta.auto_created:
        return answer_of(model._meta.auto_created)
    return next((f"left out: {_left_out[name]}" for name in (label, app) if name in _left_out), "")


def read_me() -> str:
    """What an archive says of itself, in the language of the page."""
    held = dict.fromkeys([*map(str, _held.values()), *(str(tree.what) for tree in _trees.values())])
    names: dict[str, list[str]] = {}
    for label, why in _left_out.items():
        names.setdefault(str(why), []).append(label)
    out = [f"{why}: {', '.join(labels)}" for why, labels in sorted(names.items())]
    parts = (
        "# " + _("Archive of an instance of Neisse"),
        _("It holds, as far as the person may see it who took it:"),
        "\n".join(f"- {what}" for what in held),
        _("It does not hold:"),
        "\n".join(f"- {what}" for what in [*out, _("histories stay where things happened")]),
        _(
            "Blind plans that were closed to that person are not in it, nor anything that refers to them. It takes the "
            "records of an instance to another one; it is no backup. A backup is made by `neisse backup FILE`."
        ),
    )
    return "\n\n".join(parts) + "\n"
