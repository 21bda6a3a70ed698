"""What the query planner of SQLite knows about the tables; PostgreSQL finds out by itself."""

from __future__ import annotations

from django.db import connection

from neisse.web.core.events import Changed

MANY = 300
SAMPLED_ROWS = 400


def refresh_statistics(changed: Changed) -> None:
    """After many changes at once, look at a sample of every index again (some milliseconds)."""
    if connection.vendor == "sqlite" and len(changed.pks) >= MANY:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={SAMPLED_ROWS}")
            cursor.execute("ANALYZE")
