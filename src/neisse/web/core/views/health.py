"""Whether the instance lives and is well."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from neisse.web.core.health import signs
from neisse.web.core.job_kinds import MANAGES
from neisse.web.core.queries.readiness import readiness


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """For machines: `ok`, or `degraded` with codes and no more; 503 where the database does not answer.

    Degraded is 200: pages are served, and a restart would not help.
    """
    try:
        codes = sorted({sign.code for sign in signs(timezone.now()) if not sign.is_well})
    except DatabaseError:
        return JsonResponse({"status": "database does not answer"}, status=503)
    return JsonResponse({"status": "degraded", "codes": codes} if codes else {"status": "ok", "codes": []})


@require_safe
@never_cache
@permission_required(MANAGES, raise_exception=True)
def state(request: HttpRequest) -> HttpResponse:
    """For managers: everything that was looked at, and what was found; and what the public would miss."""
    shown = {"signs": signs(timezone.now()), "readiness": list(readiness())}
    return render(request, "core/health.html", shown)
