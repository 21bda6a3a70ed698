"""What every secret link and token has."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone


class SecretLink(models.Model):
    """Something that a secret opens. Only the hash of the secret is kept; it can be revoked, and may expire."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def is_valid(self, now: datetime) -> bool:
        """Whether it opens at `now`."""
        ends: datetime | None = getattr(self, "expires_at", None)
        return self.revoked_at is None and (ends is None or now < ends)
