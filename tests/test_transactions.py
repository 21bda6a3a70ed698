"""Nothing slow inside a transaction: read from the code, conservatively, through the calls of our own functions.

A transaction on SQLite holds the one lock of all writers: a mail server, a process, a PDF, a solver or the encoder in it
stops everybody. Calls are followed by name through imports; what cannot be resolved is not followed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
# What takes a network, a process, a solver, a typesetter or a language model; the beginnings of dotted names.
SLOW = (
    "subprocess.", "socket.", "smtplib.", "urllib.request.", "typst.compile", "time.sleep",
    "ortools.", "pysat.solvers.", "scipy.optimize.", "splink.",
    "django.core.mail.EmailMessage.send", "django.core.mail.get_connection", "django.core.mail.send_mail",
    "neisse.engine.text.encoder.default_encoder", "neisse.engine.meet.solve.solve", "neisse.engine.meet.repair.repair",
)  # fmt: skip
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def module(name: str) -> tuple[dict[str, str], dict[str, Function]] | None:
    """What the names of a module of ours stand for, and its functions."""
    path = SOURCE.joinpath(*name.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not name.startswith("neisse") or not file.is_file():
        return None
    names: dict[str, str] = {}
    functions: dict[str, Function] = {}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {
                a.asname or a.name.split(".")[0]: a.name if a.asname else a.name.split(".")[0]
                for a in node.names
            }
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
        elif isinstance(node, Function):
            functions.setdefault(node.name, node)
    names |= {f: f"{name}.{f}" for f in functions}
    return names, functions


@cache
def resolved(name: str) -> str:
    """A dotted name followed through re-exports to where it is defined."""
    owner, _, last = name.rpartition(".")
    found = module(owner) if owner else None
    if found is None or last in found[1] or last not in found[0]:
        return name
    return resolved(found[0][last])


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    return ""


def calls(nodes: list[ast.stmt], place: str) -> Iterator[str]:
    """The full names of what is called in statements; what is handed to `on_commit` or made a task runs later."""
    found = module(place)
    assert found is not None
    waiting: list[ast.AST] = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            if name.endswith("on_commit"):
                continue
            first, _, rest = name.partition(".")
            if first in found[0]:
                yield resolved(f"{found[0][first]}.{rest}" if rest else found[0][first])
        waiting += ast.iter_child_nodes(node)


@cache
def way_to_slow(name: str) -> tuple[str, ...]:
    """How a function comes to something slow, else nothing."""
    return _way(name, frozenset())


def _way(name: str, seen: frozenset[str]) -> tuple[str, ...]:
    if name.startswith(SLOW):
        return (name,)
    owner, _, last = name.rpartition(".")
    found = module(owner)
    if found is None or last not in found[1] or name in seen or len(seen) > 12:
        return ()
    for called in calls(found[1][last].body, owner):
        if way := _way(called, seen | {name}):
            return (name, *way)
    return ()


def transactions(name: str) -> Iterator[tuple[str, list[ast.stmt]]]:
    """The bodies of a module that run in a transaction, each with the name of its function."""
    found = module(name)
    assert found is not None
    for function in found[1].values():
        if any(dotted(d).endswith("atomic") for d in function.decorator_list):
            yield function.name, function.body
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.With) and any(
                dotted(i.context_expr).endswith("atomic") for i in node.items
            ):
                yield function.name, node.body


def modules() -> Iterator[str]:
    for path in sorted((SOURCE / "neisse" / "web").rglob("*.py")):
        if "migrations" not in path.parts:
            yield ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


def test_nothing_slow_is_called_in_a_transaction() -> None:
    found = {
        f"{name}.{function}": " > ".join(way)
        for name in modules()
        for function, body in transactions(name)
        for called in calls(body, name)
        if (way := way_to_slow(called))
    }
    assert found == {}, "\n".join(f"{place}: {way}" for place, way in found.items())


def test_the_check_sees_transactions_and_slow_ways() -> None:
    assert sum(1 for name in modules() for _each in transactions(name)) > 40
    assert way_to_slow("neisse.web.meet.actions.computing.compute_schedule")
    assert way_to_slow("neisse.web.intersect.actions.overlaps.refresh")
    assert way_to_slow("neisse.web.meet.actions.profile.encode")
    assert not way_to_slow("neisse.web.core.actions.jobs.end_job")
