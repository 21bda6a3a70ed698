"""Style sheets and scripts under names that hold a hash of their content: kept by browsers for a year."""

from __future__ import annotations

from typing import Any

from django.conf import settings
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

    A second or less; nothing is written anew that is there.
    """
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
