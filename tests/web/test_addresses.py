"""Every name of an address that code or a template uses is one that resolves."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

import neisse.web

WEB = Path(neisse.web.__file__).parent
IN_TEMPLATES = re.compile(r"""\{%\s*url\s+["']([\w:-]+)["']""")
CALLS = {"reverse", "reverse_lazy", "redirect"}
NAME = re.compile(r"[a-z]\w*(?:[:-]\w+)+|[a-z]+(?:_[a-z]+)*")


def names_of(patterns: list[Any], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names_of(
                pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield space + pattern.name


def used() -> Iterator[tuple[str, str]]:
    for path in WEB.rglob("*.html"):
        for name in IN_TEMPLATES.findall(path.read_text(encoding="utf-8")):
            yield path.name, name
    for path in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS and node.args:
                first = node.args[0]
                if (
                    isinstance(first, ast.Constant)
                    and isinstance(first.value, str)
                    and NAME.fullmatch(first.value)
                ):
                    yield f"{path.name}:{node.lineno}", first.value


def test_every_name_of_an_address_resolves() -> None:
    known = set(names_of(get_resolver().url_patterns))
    asked = list(used())
    assert len(asked) > 100
    assert [(where, name) for where, name in asked if name not in known] == []
