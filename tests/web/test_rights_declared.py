"""The rules read by machine: every field from which one is computed is declared with who may write it."""

from __future__ import annotations

import ast
import importlib
import inspect
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rules
from django.apps import apps
from django.db.models import Model
from rules.permissions import permissions

import neisse.web

WEB = Path(neisse.web.__file__).parent
APPS = ("accounts", "record", "intersect", "agree", "meet")
# Fields that rules read and that nobody writes by hand, with why.
COMPUTED = {
    ("overlap", "a"): "what the engine compared",
    ("overlap", "b"): "what the engine compared",
    ("overlap", "through"): "what the engine compared",
    ("officerequest", "user"): "who asked: set when it is asked, never changed",
    ("officerequest", "organisation"): "as above",
}

# What pages and the API call in the rooms of writes, and that writes nothing of anybody's.
READING = {
    "is_setup_token": "looks at a link",
    "wait_of": "counts a try at a door, whoever it is",
    "begin_file": "its `owner` is who asks",
    "folder": "a place",
    "table": "what an import of words reads",
    "compute": "the solver on values",
    "people_told": "who would be told",
    "plan_or_new": "a row that is not stored",
    "is_open": "whether people may register",
    "free_key": "an id that is free",
    "must_be_open": "refuses what is done already",
    "read_plans": "reads a file",
}


def declared() -> set[tuple[str, str]]:
    found = set(COMPUTED)
    for app in APPS:
        table: dict[str, dict[str, str]] = importlib.import_module(f"neisse.web.{app}.rules").EMPOWERING
        for model, fields in table.items():
            assert all(rules.perm_exists(permission) for permission in fields.values()), (app, model)
            found |= {(model, name) for name in fields}
    return found


def functions() -> list[Any]:
    """The functions behind all rules, and those of the product that they call."""
    waiting: list[Any] = [leaf for predicate in permissions.values() for leaf in leaves(predicate)]
    found: dict[Any, Any] = {}
    while waiting:
        fn = waiting.pop()
        # What `core.seen` makes is the same code each time, with other columns.
        name = fn if inspect.getclosurevars(fn).nonlocals else f"{fn.__module__}.{fn.__qualname__}"
        if name not in found and fn.__module__.startswith("neisse.web"):
            found[name] = fn
            waiting += [f for value in named_in(fn) for f in as_functions(value)]
    return list(found.values())


def leaves(predicate: Any) -> Iterator[Any]:
    """The Python functions that a combined predicate is made of."""
    parts = inspect.getclosurevars(predicate.fn).nonlocals if predicate.name.startswith("(") else {}
    inner = [value for value in parts.values() if isinstance(value, rules.Predicate)]
    inner += [
        p
        for value in parts.values()
        if isinstance(value, tuple)
        for p in value
        if isinstance(p, rules.Predicate)
    ]
    if not inner:
        yield inspect.unwrap(predicate.fn)
    for part in inner:
        yield from leaves(part)


def as_functions(value: Any) -> list[Any]:
    if isinstance(value, rules.Predicate):
        return list(leaves(value))
    if isinstance(value, list):
        return [f for item in value for f in as_functions(item)]
    return [value] if inspect.isfunction(value) else []


def tree_of(fn: Any) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(fn)))


def named_in(fn: Any) -> list[Any]:
    """What the names in a function stand for, registered openers included."""
    names = {node.id for node in ast.walk(tree_of(fn)) if isinstance(node, ast.Name)}
    inner = inspect.getclosurevars(fn).nonlocals.values()
    return [*inner, *(fn.__globals__[name] for name in names if name in fn.__globals__)]


def words_of(fn: Any) -> set[str]:
    """Attributes, keywords of queries (their parts) and the words in strings."""
    words = {word for word in inspect.getclosurevars(fn).nonlocals.values() if isinstance(word, str)}
    for node in ast.walk(tree_of(fn)):
        if isinstance(node, ast.Attribute):
            words.add(node.attr)
        elif isinstance(node, ast.keyword) and node.arg:
            words.update(node.arg.split("__"))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value:
            words.update(node.value.split("__"))
    return {word.removesuffix("_id") for word in words}


def models_of(fn: Any) -> set[type[Model]]:
    """The models that a function is about: named in it, in its annotations, by the permissions that ask it."""
    hints = " ".join(str(hint) for hint in getattr(fn, "__annotations__", {}).values())
    words = set(hints.replace("|", " ").replace("[", " ").replace("]", " ").split())
    ours = [
        m
        for m in apps.get_models()
        if m.__module__.startswith("neisse.web") and "istorical" not in m.__name__
    ]
    named = {m for m in ours if m in named_in(fn) or m.__name__ in words}
    if "user" in inspect.signature(fn).parameters:
        named |= {m for m in ours if m._meta.model_name == "user"}
    named |= {m for m in ours for name in asking(fn) if name.endswith(f"_{m._meta.model_name}")}
    near = {
        f.related_model
        for m in named
        for f in m._meta.get_fields()
        if f.related_model in ours and f.name in words_of(fn)
    }
    return named | near


def asking(fn: Any) -> set[str]:
    """The permissions that are computed from a function."""
    return {name for name, predicate in permissions.items() if fn in list(leaves(predicate))}


def read() -> dict[tuple[str, str], str]:
    """(model, field) -> a function of the rules that reads it."""
    found: dict[tuple[str, str], str] = {}
    for fn in functions():
        for model in models_of(fn):
            own = {f.name for f in (*model._meta.concrete_fields, *model._meta.many_to_many)} - {"id"}
            found |= {(model._meta.model_name or "", name): fn.__qualname__ for name in own & words_of(fn)}
    return found


def test_the_walk_finds_what_is_known_to_matter() -> None:
    known = {
        ("user", "role"), ("user", "is_active"), ("person", "user"), ("person", "organisation"), ("measure", "owner"),
        ("measure", "partners"), ("measure", "visibility"), ("organisation", "visibility"), ("consent", "answer"),
        ("consent", "organisation"), ("event", "organiser"), ("event", "state"), ("registration", "user"),
    }  # fmt: skip
    assert known <= read().keys()


def test_every_field_that_a_rule_reads_is_declared() -> None:
    missing = {field: by for field, by in read().items() if field not in declared()}
    assert missing == {}


def test_no_rule_lets_an_actor_write_what_empowers_them() -> None:
    """A permission on a field that makes somebody speak for others never is a question of oneself."""
    table = importlib.import_module("neisse.web.record.rules").EMPOWERING["person"]
    assert set(table.values()) == {"record.give_office"}


def pages() -> Iterator[tuple[Any, ast.AST]]:
    """Every module of pages and of the API, with its code."""
    for path in sorted(WEB.rglob("*.py")):
        parts = path.relative_to(WEB.parent.parent).with_suffix("").parts
        if {"views", "api"} & set(parts):
            name = ".".join(parts).removesuffix(".__init__")
            yield importlib.import_module(name), ast.parse(path.read_text(encoding="utf-8"))


def called(module: Any, node: ast.expr) -> Any:
    """What a name or `room.name` in a module stands for."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    found = getattr(module, node.id, None) if isinstance(node, ast.Name) else None
    for name in reversed(names):
        found = getattr(found, name, None)
    return found


def steps() -> Iterator[Any]:
    """Every function of a room of writes that pages and the API name: called at once, or kept in a table of steps."""
    for module, tree in pages():
        for node in ast.walk(tree):
            fn = called(module, node) if isinstance(node, ast.Name | ast.Attribute) else None
            room = getattr(fn, "__module__", "") if inspect.isfunction(fn) else ""
            if room.startswith("neisse.web") and "actions" in room.split("."):
                yield fn


def test_whatever_pages_write_is_asked_who_acts() -> None:
    found = {fn.__name__: "actor" in inspect.signature(fn).parameters for fn in steps()}
    assert sum(found.values()) > 70
    assert {name for name, has_actor in found.items() if not has_actor} == set(READING)
