"""What every page needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from neisse.web.core.help_pages import slug_for
from neisse.web.core.queries import the_instance


def page(request: HttpRequest) -> dict[str, Any]:
    """The instance (read on first use), whether this is a demonstration, and which page of the help explains this one."""
    match = request.resolver_match
    return {
        "instance": SimpleLazyObject(the_instance),
        "demo": settings.DEMO,
        "help_slug": slug_for(match.view_name if match else ""),
    }
