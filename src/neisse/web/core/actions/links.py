"""Writes of secret links."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from neisse.web.core.actions.rights import require
from neisse.web.core.models.links import SecretLink


def revoke(link: SecretLink, *, actor: Any) -> None:
    """Close a link or token for good; the first time counts. Who may says the stage: `<app>.revoke_<model>`."""
    require(actor, f"{link._meta.app_label}.revoke_{link._meta.model_name}", link)
    type(link)._default_manager.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
