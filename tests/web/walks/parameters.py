"""What pages read from an address: collected from the code, so that a new parameter is walked by itself."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

import neisse.web

WEB = Path(neisse.web.__file__).parent
EVERYWHERE = ("page", "format", "next", "q", "x[]")


def views() -> Iterator[tuple[str, Any, list[str]]]:
    """Every named address of the product with its view and the parts of its path."""
    yield from _views(get_resolver().url_patterns, "")


def _views(patterns: list[Any], space: str) -> Iterator[tuple[str, Any, list[str]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _views(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield space + pattern.name, inspect.unwrap(pattern.callback), list(pattern.pattern.converters)


def parameters_of(view: Any) -> list[str]:
    """The parameters that the module of a view reads, with those of the forms that it gives them to."""
    module = inspect.getmodule(view)
    if module is None or not module.__name__.startswith("neisse."):
        return list(EVERYWHERE)
    return sorted(_of_module(module) | set(EVERYWHERE))


@cache
def _of_module(module: ModuleType) -> set[str]:
    """`GET.get("x")`, `GET["x"]`, `"x" in GET`, `.getlist("x")`, and the fields of every form or filter that is named."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_get(getattr(node.func, "value", None)):
            found |= _texts(node.args[:1])
        elif isinstance(node, ast.Subscript) and _is_get(node.value):
            found |= _texts([node.slice])
        elif isinstance(node, ast.Compare) and any(map(_is_get, node.comparators)):
            found |= _texts([node.left])
        if isinstance(node, ast.Call) and any(map(_is_get, _parts(node))):
            form = getattr(module, getattr(node.func, "id", ""), None)
            found |= set(getattr(form, "base_fields", ()))
    return found


def _parts(call: ast.Call) -> list[ast.AST]:
    return [part for argument in call.args for part in ast.walk(argument)]


def _is_get(node: Any) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "GET"


def _texts(nodes: list[ast.expr]) -> set[str]:
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
