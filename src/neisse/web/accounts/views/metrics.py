"""The figures of a process, for a monitor of the operator."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from ninja.errors import AuthenticationError
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest

from neisse.web.accounts.bearers import KNOWN
from neisse.web.core.api.errors import unauthorised


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The process in the text format of Prometheus; for managers, by login or by a token that may read."""
    try:
        KNOWN(request)
    except AuthenticationError:
        return unauthorised(request)
    if not request.user.has_perm("accounts.manage_users"):
        raise PermissionDenied
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
