"""Who may pass: a page for those who may, the sign-in page for the public, 403 for everybody else."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.crypto import salted_hmac


def closed(request: HttpRequest, permission: str, subject: Any = None) -> HttpResponseRedirect | None:
    """None where the reader may pass; the way to sign in for the public; otherwise PermissionDenied."""
    user = request.user
    allowed = user.has_perm(permission) if subject is None else user.has_perm(permission, subject)
    if allowed:
        return None
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


def too_often(what: str, who: str, most: int, seconds: int) -> bool:
    """Count a try of `who` (kept as a hash); whether there were more than `most` in so many seconds."""
    key = f"tries-{what}-{salted_hmac(what, who).hexdigest()}"
    cache.add(key, 0, seconds)
    return cache.incr(key) > most


def sender(request: HttpRequest) -> str:
    """The address that a request comes from."""
    return str(request.META.get("REMOTE_ADDR", ""))
