"""Plant small faults in the modules that must not be wrong, and see whether a test notices: `make mutate`.

What no test notices stands in `tools/survivors.tsv`, each with the reason why it may; the file only shrinks. A fault
that survives and does not stand there ends the run with 1, as does a line of the file whose fault is noticed by now.
"""

from __future__ import annotations

import argparse
import ast
import csv
import gc
import importlib
import importlib.abc
import importlib.util
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutants import Mutant, mutants_of

ROOT = Path(__file__).parents[1]
SURVIVORS = ROOT / "tools" / "survivors.tsv"
COLUMNS = ("path", "line", "change", "why")
LEAST_SHARE = 0.95
SECONDS = 600
# Tests that work longer than this run in a circle; a busy machine does not count.
TEST_S = 60
PROFILE = "mutants"
# No plugins and no settings of the project: a child is to begin in a moment.
PYTEST = (
    "-x",
    "-q",
    "-c",
    os.devnull,
    "--rootdir",
    str(ROOT),
    "--import-mode=importlib",
    "-p",
    "no:cacheprovider",
)


@dataclass(frozen=True)
class Target:
    """Modules, and the tests that are to notice what is wrong in them."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    options: tuple[str, ...] = ("--noconftest",)


CHECKED = ("tests/engine/meet/test_check_of_schedules.py", "tests/engine/meet/test_check_of_pauses.py")
# In this order: what one imports comes before it.
TARGETS = (
    Target(("engine/values",), ("tests/engine/values",)),
    Target(("engine/intersect/blind.py",), ("tests/engine/intersect/test_blind.py",)),
    Target(("engine/intersect/groups.py",), ("tests/engine/intersect/test_groups.py",)),
    Target(("engine/intersect/federation/relay.py",), ("tests/engine/intersect/test_relay.py",)),
    Target(("web/core/seen.py",), ("tests/web/core/test_seen.py",)),
    Target(("engine/meet/check_pauses.py",), CHECKED, ()),
    Target(("engine/meet/check.py",), CHECKED, ()),
)


class Planted(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module with a fault in it."""

    def __init__(self, name: str, mutant: Mutant | None) -> None:
        self.name, self.mutant = name, mutant

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        if fullname != self.name or self.mutant is None:
            return None
        is_package = self.mutant.path.endswith("__init__.py")
        return importlib.util.spec_from_loader(fullname, self, is_package=is_package)

    def exec_module(self, module: Any) -> None:
        assert self.mutant
        exec(compile(self.mutant.module, self.mutant.path, "exec"), module.__dict__)  # noqa: S102 - our own code


def files_of(target: Target) -> Iterator[Path]:
    for name in target.modules:
        path = ROOT / "src" / "neisse" / name
        yield from sorted(path.glob("*.py")) if path.is_dir() else [path]


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT / "src").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def start(mutant: Mutant | None, path: Path, target: Target) -> int:
    """Run the tests in a child that imports the module with the fault; returns the number of the child."""
    child = os.fork()
    if child:
        return child
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2) if mutant else (0,):
        os.dup2(null, stream)
    resource.setrlimit(resource.RLIMIT_CPU, (TEST_S, TEST_S))
    if mutant:
        sys.meta_path.insert(0, Planted(module_name(path), mutant))
    import pytest

    os.chdir(ROOT)
    os._exit(int(pytest.main([*PYTEST, *target.options, *target.tests])))


def preload() -> None:
    """What every child needs and what is no part of the product: read once."""
    import hypothesis
    import numpy  # noqa: F401
    import pytest  # noqa: F401
    import scipy.sparse  # noqa: F401

    hypothesis.settings.register_profile(
        PROFILE, deadline=None, derandomize=True, database=None, max_examples=40
    )
    hypothesis.settings.load_profile(PROFILE)
    os.environ |= {"NEISSE_HYPOTHESIS": PROFILE, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    sys.path.insert(0, str(ROOT / "src"))
    gc.freeze()


def warm(path: Path) -> None:
    """Import what a module imports, and read the tables that it asks: the children need not do it again.

    The vocabulary itself (`engine/values`) comes first, in children that have nothing of the product yet.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("neisse"):
            module = importlib.import_module(str(node.module))
            for alias in node.names:
                if alias.name.endswith("_lexicon"):
                    getattr(module, alias.name)().find("Biobank")
    assert module_name(path) not in sys.modules, f"{path} is imported before it is changed"


def known_survivors() -> dict[tuple[str, str, str], str]:
    with SURVIVORS.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["path"], row["line"], row["change"]): row["why"] for row in rows}


Work = tuple[Mutant, Path, Target]


def run(work: list[Work], until: float) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant with whether it was noticed, as many at a time as there are processors, until the time is up."""
    waiting, at_work = list(reversed(work)), dict[int, Mutant]()
    while waiting or at_work:
        while waiting and len(at_work) < (os.cpu_count() or 1) and time.monotonic() < until:
            mutant, path, target = waiting.pop()
            at_work[start(mutant, path, target)] = mutant
        if not at_work:
            return
        child, status = os.wait()
        yield at_work.pop(child), status != 0


def work_of(target: Target, only: Sequence[str]) -> Iterator[Work]:
    """The mutants of a target in an order by chance, so that what is left when the time is up lies everywhere."""
    found = []
    for path in files_of(target):
        name = str(path.relative_to(ROOT))
        if not only or any(part in name for part in only):
            found += [(mutant, path, target) for mutant in mutants_of(path, name)]
    random.Random(12).shuffle(found)  # noqa: S311 - only an order
    yield from found


def told(work: list[Work], found: dict[tuple[str, str, str], bool]) -> float:
    """Print a line for each module; returns the smallest share of noticed faults."""
    tried, noticed = Counter[str](), Counter[str]()
    for path, _line, _change in found:
        tried[path] += 1
    noticed.update(key[0] for key, is_noticed in found.items() if is_noticed)
    for path, count in Counter(mutant.path for mutant, _, _ in work).items():
        share = noticed[path] / tried[path] if tried[path] else 1.0
        print(
            f"{path:52} {noticed[path]:4} of {tried[path]:4} noticed {share:7.1%}  not tried {count - tried[path]}"
        )
    total = sum(noticed.values()) / max(1, sum(tried.values()))
    print(f"{'all':52} {sum(noticed.values()):4} of {sum(tried.values()):4} noticed {total:7.1%}")
    return min((noticed[path] / tried[path] for path in tried), default=1.0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("only", nargs="*", help="parts of paths; without: all")
    asked = parser.parse_args()
    preload()
    known, began = known_survivors(), time.monotonic()
    found: dict[tuple[str, str, str], bool] = {}
    work: list[Work] = []
    for target in TARGETS:
        own = list(work_of(target, asked.only))
        if not own:
            continue
        if os.waitpid(start(None, ROOT, target), 0)[1]:
            sys.exit(f"{' '.join(target.tests)}: fails without any fault")
        work += own
        if "engine/values" not in target.modules:
            for path in {path for _, path, _ in own}:
                warm(path)
            gc.freeze()
        for mutant, is_noticed in run(own, began + asked.seconds):
            found[mutant.key] = is_noticed
            if not is_noticed and mutant.key not in known:
                print("\t".join(mutant.key), flush=True)
        print(f"{len(found)} after {time.monotonic() - began:.0f} s", flush=True)
    settled = [key for key in known if found.get(key)]
    for key in settled:
        print("noticed by now, take it out of tools/survivors.tsv:", "\t".join(key))
    least = told(work, found)
    new = [key for key, is_noticed in found.items() if not is_noticed and key not in known]
    return int(bool(settled or new) or least < LEAST_SHARE)


if __name__ == "__main__":
    sys.exit(main())
