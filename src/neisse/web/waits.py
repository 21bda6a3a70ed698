"""How long a page waits for the database where another writes: shorter than work in the background."""

from __future__ import annotations

from django.db import connections

PAGE_WAIT_S = 5  # then `storage.busy`: a reader is told sooner than a proxy gives up


def wait_as_pages_do() -> None:
    """Bound the waiting of this process, before it opens its first connection for a page."""
    for alias in connections:
        options = connections.settings[alias].setdefault("OPTIONS", {})
        if connections[alias].vendor == "sqlite":
            options["timeout"] = PAGE_WAIT_S
        else:
            options["options"] = f"{options.get('options', '')} -c lock_timeout={PAGE_WAIT_S}s".strip()
        connections[alias].close()
