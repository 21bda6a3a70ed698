"""The rules of the house, checked by reading the code. Exception lists are empty and stay so."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

from neisse.engine.values import ZONES

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
ROW_WRITES = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
RELATION_WRITES = {"add", "set", "clear", "remove"}
# What a chain has that is a query.
QUERIES = {
    "filter",
    "exclude",
    "order_by",
    "select_related",
    "select_for_update",
    "prefetch_related",
    "annotate",
}
WRITE_ROOMS = {"actions", "migrations"}
IMPURE = {
    "time.time", "datetime.now", "date.today", "datetime.today", "datetime.utcnow", "time.monotonic",
    "time.perf_counter", "np.random.seed", "np.random.rand", "np.random.randint", "np.random.random", "open", "print", "input",
}  # fmt: skip


def sources(below: Path = SOURCE) -> list[Path]:
    return [path for path in sorted(below.rglob("*.py")) if "migrations" not in path.parts]


def files_of_tests() -> list[Path]:
    """Tests, benchmarks and tools: no part of the product, and as short as its files."""
    return sorted(path for room in ("tests", "bench", "tools") for path in (ROOT / room).rglob("*.py"))


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


def test_nothing_is_imported_by_a_string() -> None:
    """What is named in a string is seen by no check of layers, and found by no reader."""
    by_name = re.compile(r"\b(import_module|__import__|import_string|find_spec)\b")
    files = [*sources(), *(ROOT / "bench").rglob("*.py")]
    assert [name_of(p) for p in files if by_name.search(p.read_text(encoding="utf-8"))] == []


def test_the_region_stands_in_one_place() -> None:
    """Its zones and countries in `engine/values/region`, its languages in `engine/values/texts`; all others read them."""
    values = SOURCE / "engine" / "values"
    guilty = []
    for path in sources():
        for node in ast.walk(tree(path)):
            said = [e.value for e in getattr(node, "elts", ()) if isinstance(e, ast.Constant)]
            is_zone = isinstance(node, ast.Constant) and node.value in ZONES.values()
            is_list = isinstance(node, ast.Tuple | ast.List | ast.Set) and len(said) == len(node.elts)
            countries, languages = ({"DE", "PL"}, {"de", "pl", "en"})
            if (is_zone or (is_list and set(said) == countries)) and path != values / "region.py":
                guilty.append(f"{name_of(path)}:{node.lineno}")
            if is_list and set(said) == languages and path != values / "texts.py":
                guilty.append(f"{name_of(path)}:{node.lineno}")
    assert guilty == []


def test_every_web_app_has_its_layers() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (inside,) = [c for c in contracts if c["name"].startswith("inside a web app")]
    apps = {f"neisse.web.{path.parent.name}" for path in (SOURCE / "web").glob("*/apps.py")}
    assert set(inside["containers"]) == apps
    assert not any("ignore_imports" in contract for contract in contracts)


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


def relations() -> set[str]:
    """The names by which rows reach other rows: many-to-many fields, and what `related_name` calls the way back."""
    found: set[str] = set()
    for path in sources(SOURCE / "web"):
        for node in ast.walk(tree(path)) if "models" in str(path.relative_to(SOURCE)) else ():
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                if dotted(node.value.func).endswith("ManyToManyField"):
                    found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
                named = [
                    k.value.value
                    for k in node.value.keywords
                    if k.arg == "related_name" and isinstance(k.value, ast.Constant)
                ]
                found |= {name for name in named if name != "+"}
    return found


def steps(node: ast.expr) -> Iterator[str]:
    """The names of a chain of attributes and calls, from its end: `a.filter(x).order_by(y)` -> order_by, filter, a."""
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        else:
            if isinstance(node, ast.Name):
                yield node.id
            return


def writes(path: Path, related: set[str]) -> Iterator[ast.Call]:
    """Calls that write rows: of managers, of query sets, of relations, and of rows where nothing else is called so."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, behind = node.func.attr, list(steps(node.func.value))
            harmless = behind[:1] in (["form"], ["cache"], ["super"]) or dotted(node.func).startswith(
                ("super", "form.", "cache.")
            )
            of_query = name in WRITE_METHODS and bool(
                {"objects", "_default_manager", "_base_manager", *QUERIES} & set(behind)
            )
            of_relation = name in WRITE_METHODS | RELATION_WRITES and bool(behind) and behind[0] in related
            if (of_query or of_relation or name in ROW_WRITES) and not harmless:
                yield node


WRITTEN = """
row.save()
Model.objects.create(name="")
Model.objects.filter(pk=1).exclude(pk=2).update(name="")
rows.filter(pk=1).delete()
event.registrations.create(name="")
plan.partners.add(row)
plan.partners.set([])
event.rooms.update(name="")
"""
READ = """
words.update(more)
seen.add(1)
form.save()
cache.set("key", 1)
parts.remove(1)
Model.objects.filter(pk=1).first()
"""


def test_the_check_of_writes_sees_every_form_of_one(tmp_path: Path) -> None:
    for name, text in (("written.py", WRITTEN), ("read.py", READ)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    seen = [call.lineno for call in writes(tmp_path / "written.py", relations())]
    assert sorted(seen) == list(range(2, 2 + len(WRITTEN.split("\n")) - 2))
    assert list(writes(tmp_path / "read.py", relations())) == []


PARSERS = {
    f"neisse.formats.{room}"
    for room in (
        "archive", "blocks", "calendar", "child", "columns", "detect", "documents", "dzn", "json_objects", "meet_json", "ror",
        "rows", "series", "sheet_bounds", "table",
    )
}  # fmt: skip


def test_foreign_files_are_read_in_the_child_only() -> None:
    graph = grimp.build_graph("neisse", exclude_type_checking_imports=False)
    guilty = {
        module: sorted(known)
        for module in graph.modules
        if not module.startswith("neisse.formats")
        and (known := graph.find_modules_directly_imported_by(module) & PARSERS)
    }
    assert guilty == {}
    assert graph.modules >= PARSERS
    assert graph.find_modules_that_directly_import("neisse.formats.child") == {"neisse.formats.limited"}


def test_every_write_goes_through_actions() -> None:
    related = relations()
    assert {"partners", "registrations"} <= related
    guilty = [
        f"{name_of(path)}:{call.lineno} {'.'.join(reversed(list(steps(call.func))))}()"
        for path in sources(SOURCE / "web")
        if not WRITE_ROOMS & set(path.relative_to(SOURCE).with_suffix("").parts)
        for call in writes(path, related)
    ]
    assert guilty == []


SENDS = {"send_mail", "send_mass_mail", "mail_admins", "mail_managers", "email_user", "send_messages"}


def test_one_room_sends_mail() -> None:
    """No other module imports what speaks SMTP, or calls what would; `post` is the way."""
    room = SOURCE / "web" / "core" / "actions" / "mail"
    guilty = []
    for path in sources():
        if room in path.parents:
            continue
        for node in ast.walk(tree(path)):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [f"{node.module}.{alias.name}" for alias in node.names]
                if isinstance(node, ast.ImportFrom)
                else [node.func.attr]
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                else []
            )
            if any(name.startswith(("smtplib", "django.core.mail")) or name in SENDS for name in names):
                guilty.append(f"{name_of(path)}:{node.lineno}")
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
