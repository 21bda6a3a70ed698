"""Writes of secret links."""

from __future__ import annotations

from django.utils import timezone

from neisse.web.core.models.links import SecretLink


def revoke(link: SecretLink) -> None:
    """Close a link or token for good; the first time counts."""
    type(link)._default_manager.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
