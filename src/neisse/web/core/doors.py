"""Ways in: what may be asked without a login and how often, and what answers who may not pass."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import ResolverMatch

from neisse.web.core import posted
from neisse.web.core.actions.limits import Rate, wait_of
from neisse.web.core.addresses import client_address, sender_of

__all__ = ["Door", "Rate", "client_address", "closed", "door", "door_of", "mailbox_of", "register", "typed"]

SAFE = {"GET", "HEAD", "OPTIONS"}
NOT_COUNTED = str.maketrans("", "", '"\\.')  # between the quotes of a name, and dots
V = TypeVar("V", bound=Callable[..., Any])
Part = Callable[[HttpRequest, dict[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Door:
    """How often an address of the product may be written to by people who need no login.

    `by_address` counts per network address, `by_target` per mail address (or person) that `target` reads from
    the request, `by_object` per thing behind the address: its secret, or its path.
    """

    name: str
    by_address: Rate
    by_target: Rate | None = None
    target: Part | None = None
    by_object: Rate | None = None

    def wait_s(self, request: HttpRequest, parts: dict[str, Any]) -> int:
        """Count a try under everything that is limited; the longest wait in seconds, 0 to go on."""
        waits = [wait_of(f"{self.name} address", sender_of(request), self.by_address)]
        if self.by_target and self.target and (who := self.target(request, parts)):
            waits.append(wait_of(f"{self.name} target", who, self.by_target))
        if self.by_object:
            thing = parts.get("secret") or request.path
            waits.append(wait_of(f"{self.name} object", thing, self.by_object))
        return max(waits)


OTHER = Door("other", Rate(120, 600))
_doors: dict[str, Door] = {}


def typed(field: str) -> Part:
    """The mailbox behind the mail address that was typed into a field."""
    return lambda request, parts: mailbox_of(posted.word(request, field))


def mailbox_of(address: str) -> str:
    """Under which name mails to an address are counted: the same for all spellings that may lead to one mailbox.

    Letters in any size and width, quotes, dots and what stands behind a plus before the `@`, and domains in either
    writing. Two people whose addresses differ in dots alone are counted together, which harms nobody.
    """
    plain = unicodedata.normalize("NFKC", address).casefold().strip()
    name, at, host = plain.rpartition("@")
    bare = name.translate(NOT_COUNTED)
    try:
        host = host.rstrip(".").encode("idna").decode()
    except UnicodeError:
        return plain
    return f"{bare.partition('+')[0] or bare}{at}{host}"


def register(address: str, opened: Door) -> None:
    """Limit the view of somebody else's application, by the name of its address."""
    _doors[address] = opened


def door(opened: Door) -> Callable[[V], V]:
    """Limit a view of ours."""

    def mark(view: V) -> V:
        view.door = opened  # type: ignore[attr-defined]
        return view

    return mark


def door_of(match: ResolverMatch) -> Door | None:
    """The limits that an address declares; None where it has none of its own."""
    found: Door | None = _doors.get(match.view_name) or getattr(match.func, "door", None)
    return found


def closed(request: HttpRequest, permission: str, subject: Any = None) -> HttpResponseRedirect | None:
    """None where the reader may pass; the way to sign in for the public; otherwise PermissionDenied."""
    user = request.user
    allowed = user.has_perm(permission) if subject is None else user.has_perm(permission, subject)
    if allowed:
        return None
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied
