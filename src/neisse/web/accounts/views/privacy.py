"""The register of processing: what is kept about people, why, and until when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neisse.web.core.personal import holdings


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """One row per kind of data, from the code that keeps them."""
    return render(request, "accounts/privacy.html", {"holdings": holdings()})
