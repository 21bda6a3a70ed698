"""Forms that were sent: each makes what it makes once."""

from __future__ import annotations

from django.db import models


class SentForm(models.Model):
    """One form as a page showed it, once it was sent. Its sign, its sender and what was in it stand as keyed hashes."""

    key = models.CharField(max_length=64, primary_key=True)
    content = models.CharField(max_length=64)
    is_done = models.BooleanField(default=False)
    where = models.CharField(max_length=500, blank=True, help_text="the page of what was made")
    sent_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.where or "–"
