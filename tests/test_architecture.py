"""The rules of the house, checked by reading the code. Exception lists are empty and stay so."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "neisse"
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 40
MAX_PARAMETERS = 8
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "stuff"}
ENGINE_READERS = {"bridge"}
WRITE_METHODS = {
    "save", "delete", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "update",
    "asave", "adelete", "acreate", "aupdate", "abulk_create",
}  # fmt: skip
WRITE_ROOMS = {"actions", "migrations"}
IMPURE = {
    "time.time", "datetime.now", "date.today", "datetime.today", "datetime.utcnow", "time.monotonic",
    "time.perf_counter", "np.random.seed", "np.random.rand", "np.random.randint", "np.random.random", "open", "print", "input",
}  # fmt: skip


def sources(below: Path = SOURCE) -> list[Path]:
    return [path for path in sorted(below.rglob("*.py")) if "migrations" not in path.parts]


def files_of_tests() -> list[Path]:
    return sorted((ROOT / "tests").rglob("*.py"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_files_are_short() -> None:
    lengths = {
        name_of(p): len(p.read_text(encoding="utf-8").splitlines()) for p in [*sources(), *files_of_tests()]
    }
    assert {name: n for name, n in lengths.items() if n > MAX_FILE_LINES} == {}


def test_functions_are_short() -> None:
    long = {
        f"{name_of(path)}:{f.name}": f.end_lineno - f.lineno + 1
        for path in sources()
        for f in functions(path)
        if f.end_lineno and f.end_lineno - f.lineno + 1 > MAX_FUNCTION_LINES
    }
    assert long == {}


def test_functions_take_few_parameters() -> None:
    wide = {
        f"{name_of(path)}:{f.name}": len(f.args.args) + len(f.args.kwonlyargs)
        for path in sources()
        for f in functions(path)
        if len([a for a in f.args.args if a.arg not in {"self", "cls", "request"}]) > MAX_PARAMETERS
        and not {dotted(d.func if isinstance(d, ast.Call) else d) for d in f.decorator_list}
        & {"njit", "app.command", "kernel"}
    }
    assert wide == {}


def test_no_drawers_without_a_name() -> None:
    assert [name_of(p) for p in sources() if DRAWERS & {p.stem, *p.relative_to(SOURCE).parts}] == []


def test_no_import_cycles() -> None:
    graph = grimp.build_graph("neisse", exclude_type_checking_imports=False)
    children = {
        m: graph.find_modules_directly_imported_by(m) for m in graph.modules if ".migrations" not in m
    }
    try:
        list(TopologicalSorter(children).static_order())
    except CycleError as error:
        pytest.fail(f"import cycle: {' -> '.join(error.args[1])}")


def test_only_bridge_formats_and_cli_import_the_engine() -> None:
    allowed = re.compile(r"neisse\.web\.(\w+\.)?bridge(\.\w+)?$")
    graph = grimp.build_graph("neisse", exclude_type_checking_imports=False)
    guilty = {
        module: sorted(
            i for i in graph.find_modules_directly_imported_by(module) if i.startswith("neisse.engine")
        )
        for module in graph.modules
        if module.startswith("neisse.web") and not allowed.search(module)
    }
    assert {
        m: i for m, i in guilty.items() if set(i) - {"neisse.engine.values", "neisse.engine.values.errors"}
    } == {}


def writes(path: Path) -> Iterator[ast.Call]:
    """Calls that write rows: the named methods of managers, and of rows where nothing else is called so."""
    of_rows = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, whole = node.func.attr, dotted(node.func)
            harmless = whole.startswith(("super", "form.", "cache."))
            if name in WRITE_METHODS and ("objects" in whole or name in of_rows) and not harmless:
                yield node


def test_every_write_goes_through_actions() -> None:
    guilty = [
        f"{name_of(path)}:{call.lineno} {dotted(call.func)}()"
        for path in sources(SOURCE / "web")
        if not WRITE_ROOMS & set(path.relative_to(SOURCE).with_suffix("").parts)
        for call in writes(path)
    ]
    assert guilty == []


def test_the_engine_is_pure() -> None:
    guilty = [
        f"{name_of(path)}:{node.lineno} {dotted(node.func)}"
        for path in sources(SOURCE / "engine")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and (dotted(node.func) in IMPURE or dotted(node.func).startswith("random."))
        and dotted(node.func) != "random.Random"
    ]  # fmt: skip
    assert guilty == []


def test_no_unfinished_places() -> None:
    mark = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    assert [name_of(p) for p in sources() if mark.search(p.read_text(encoding="utf-8"))] == []


def test_no_paths_of_one_machine() -> None:
    home = re.compile(r"(/home/\w+|/root/|/Users/\w+|/tmp/w\b)")
    files = [*sources(), *files_of_tests(), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    me = Path(__file__)
    assert [name_of(p) for p in files if p != me and home.search(p.read_text(encoding="utf-8"))] == []
