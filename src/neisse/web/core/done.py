"""Saying that something is done, with the way back beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from neisse.web.core.models import Erasure

WAY_BACK = "undo="


def done(request: HttpRequest, text: Any, *, undo: str = "") -> None:
    """Tell on the next page that something is done; `undo` is an address that takes it back when it is sent to."""
    messages.success(request, text, extra_tags=f"{WAY_BACK}{undo}" if undo else "")


def erased(request: HttpRequest, text: Any, erasure: Erasure) -> None:
    """Tell that a person is erased, and what still runs: files are looked through when the page was answered."""
    messages.success(request, text)
    if not erasure.finished_at:
        messages.info(
            request, _("Files that wait are looked through now; those that name the person go, too.")
        )


def way_back(message: Any) -> str:
    """The address that takes back what a message tells; empty where there is none."""
    tags = message.extra_tags or ""
    return tags.removeprefix(WAY_BACK) if tags.startswith(WAY_BACK) else ""
