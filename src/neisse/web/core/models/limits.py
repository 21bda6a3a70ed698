"""How often somebody tried something: counters that all processes share."""

from __future__ import annotations

from django.db import models


class Tries(models.Model):
    """The tries of one sender, mail address or object within one window; who it was stands only as a keyed hash."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    until_s = models.BigIntegerField(
        db_index=True, help_text="end of the window, in seconds since 1970 (UTC)"
    )

    def __str__(self) -> str:
        return f"{self.count} until {self.until_s}"
