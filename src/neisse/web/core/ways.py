"""Where a browser is led next, when that is an address and not the name of one.

Django's `redirect` takes a text for the name of an address if there is one, and for an address otherwise; what
came from a browser, or was put together, is led through here.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def to(address: str) -> HttpResponseRedirect:
    """To an address of this instance; to its start page where it is another's."""
    return HttpResponseRedirect(address if is_own(address) else "/")


def back(request: HttpRequest, field: str, otherwise: str) -> HttpResponseRedirect:
    """To the address that a form says in a field, if it is one of this instance; else to another one."""
    address = request.POST.get(field, "")
    return HttpResponseRedirect(address) if is_own(address, request.get_host()) else to(otherwise)


def is_own(address: str, host: str | None = None) -> bool:
    """Whether an address leads into this instance: a path, or with the instance's own host."""
    return (address.startswith("/") or host is not None) and url_has_allowed_host_and_scheme(
        address, {host} if host else None
    )
