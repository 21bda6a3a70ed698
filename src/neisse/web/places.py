"""Where an instance keeps its data, and its secret."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import platformdirs

CHECKOUT = Path(__file__).resolve().parents[3]


def data_folder() -> Path:
    """`NEISSE_DATA`; else `data/` in a checkout; else the user's data directory. Made where missing."""
    if named := os.environ.get("NEISSE_DATA"):
        folder = Path(named).expanduser()
    elif (CHECKOUT / "pyproject.toml").is_file():
        folder = CHECKOUT / "data"
    else:
        folder = Path(platformdirs.user_data_dir("neisse"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def secret_key(folder: Path) -> str:
    """`NEISSE_SECRET_KEY`; else the one in the data folder, made at the first start, for the owner only."""
    if named := os.environ.get("NEISSE_SECRET_KEY"):
        return named
    path = folder / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


def example_folder() -> Path:
    """The embedded example: beside the source in a checkout, inside the package when installed."""
    beside = CHECKOUT / "examples" / "saxony-silesia"
    return beside if beside.is_dir() else Path(__file__).parents[1] / "examples" / "saxony-silesia"
