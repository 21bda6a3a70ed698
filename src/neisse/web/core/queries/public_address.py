"""Under which address people reach the instance: what managers say in the settings, else as it was asked for last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from neisse.web.core.queries import the_instance

if TYPE_CHECKING:
    from django.http import HttpRequest

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


def public_address() -> str:
    """The head of every link in a mail, with a slash at its end; empty where nobody has said it. One query."""
    return str(the_instance().public_address)


def address_for(request: HttpRequest) -> str:
    """The head of links in mails that are written while somebody waits at a page."""
    return public_address() or request.build_absolute_uri("/")


def address_or(stored: str) -> str:
    """The head of links in mails of the worker; `stored` is how the instance was reached when the mail was asked for."""
    return public_address() or stored


def proposed_by(request: HttpRequest) -> str:
    """How the instance is reached just now; empty where the settings would refuse it, such as a host of one word.

    Empty as well on the machine itself, which others reach in another way.
    """
    host, address = request.get_host(), request.build_absolute_uri("/")
    if host.rsplit(":", 1)[0] in LOCAL or host in LOCAL:
        return ""
    try:
        URLValidator()(address)
    except ValidationError:
        return ""
    return address
