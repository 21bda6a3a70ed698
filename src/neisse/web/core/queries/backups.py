"""How the last backup by the schedule ended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings

LAST = "last-backup.json"


def last_backup() -> dict[str, Any]:
    """`tried_at`, `error` (empty where it worked), and of the last that worked `done_at`, `file`, `size_bytes`.

    Empty where none was tried.
    """
    try:
        said = json.loads((Path(settings.DATA) / LAST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
