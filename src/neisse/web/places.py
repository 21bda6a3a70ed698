"""Where an instance keeps its data, and its secret."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE, S_ISLNK

import platformdirs

OTHERS_NOTHING = 0o077
OURS = ("neisse.sqlite3*", "secret_key", "files", "mail", "static", "backups")
STICKY = 0o1000  # a folder for everybody, as for temporary files
CHECKOUT = Path(__file__).resolve().parents[3]


def data_folder() -> Path:
    """`NEISSE_DATA`; else `data/` in a checkout; else the user's data directory. Made where missing."""
    if named := os.environ.get("NEISSE_DATA"):
        folder = Path(named).expanduser()
    elif (CHECKOUT / "pyproject.toml").is_file():
        folder = CHECKOUT / "data"
    else:
        folder = Path(platformdirs.user_data_dir("neisse"))
    os.umask(OTHERS_NOTHING)
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def keep_private(folder: Path) -> None:
    """Take from all but the owner what older releases left open: the folder 0700, files in it 0600.

    What belongs to somebody else stays as it is.
    """
    ours = [path for name in OURS for path in folder.glob(name)]
    below = [path for place in ours for path in place.rglob("*")]
    for path in (folder, *ours, *below):
        with suppress(FileNotFoundError):  # a write-ahead log comes and goes
            found = path.lstat()
            mode = S_IMODE(found.st_mode)
            is_open = mode & OTHERS_NOTHING and not mode & STICKY and not S_ISLNK(found.st_mode)
            if is_open and found.st_uid == os.geteuid():
                path.chmod(mode & ~OTHERS_NOTHING)


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


def documents_folder() -> Path:
    """The documentation: beside the source in a checkout, inside the package when installed."""
    beside = CHECKOUT / "docs"
    return beside if beside.is_dir() else Path(__file__).parents[1] / "docs"
