"""Style sheets and scripts under names that hold a hash of their content: kept by browsers for a year."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise has no types
    """Names with a hash for what `collect` has laid down, compressed copies beside it; else the plain names.

    So pages need no step before they can be shown: in tests, and where somebody serves the product by other means.
    """

    manifest_strict = False

    def hashed_name(self, name: str, *args: Any, **options: Any) -> str:
        """The name with its hash; the name itself where there is no such file."""
        try:
            return str(super().hashed_name(name, *args, **options))
        except ValueError:
            return name


def collect() -> None:
    """Lay the files of this release down in the data folder; those of earlier ones stay for pages that are open.

    A second or less; nothing is done where these files, as they are now, were laid down before.
    """
    said = settings.STATIC_ROOT / "collected"
    sign = _sign()
    if said.is_file() and said.read_text(encoding="ascii") == sign:
        return
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    said.write_text(sign, encoding="ascii")


def _sign() -> str:
    """A number that is another one as soon as a file is another one; 5 ms for 200 files."""
    files = [
        (name, Path(storage.path(name)).stat())
        for finder in get_finders()
        for name, storage in finder.list([])
    ]
    seen = "\n".join(f"{name} {found.st_size} {found.st_mtime_ns}" for name, found in files)
    return sha256(seen.encode()).hexdigest()
