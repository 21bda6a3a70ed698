"""Making what was deleted unreadable in the file of the database, too."""

from __future__ import annotations

from django.db import OperationalError, connection
from django.utils import timezone

from neisse.web.core.models import Erasure


def scrub(always: bool = True) -> bool:
    """Write the database anew without what was deleted, and empty its log; False where that has to wait.

    Unless `always`, only where an erasure waits for it; the log of SQLite is emptied in any case.

    SQLite overwrites what is deleted (`secure_delete`), but copies that moved between pages and frames of the
    write-ahead log stay: `VACUUM` and a truncating checkpoint end them. Both need a moment without other writers or
    readers; where there is none, the next forgetting tries again. PostgreSQL's own vacuum does this, in time.
    """
    if connection.in_atomic_block:
        return False
    waiting = Erasure.objects.filter(scrubbed_at=None)
    pks = list(waiting.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        try:
            if always or pks:
                cursor.execute("VACUUM")
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                if cursor.fetchone()[0]:
                    return False
        except OperationalError:
            return False
    Erasure.objects.filter(pk__in=pks).update(scrubbed_at=timezone.now())
    return True
