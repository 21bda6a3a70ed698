"""The doors of accounts: signing in and up, passwords, second factors; most pages are those of allauth."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from neisse.web.core import posted
from neisse.web.core.addresses import sender_of
from neisse.web.core.doors import Door, Rate, register, typed
from neisse.web.core.views.errors import too_many

HOUR_S, QUARTER_S = 3600, 900
HALFWAY = "account_login"  # where allauth keeps who has given the password, but not the second factor


def whoever_signs_in(request: HttpRequest, parts: dict[str, Any]) -> str:
    """The account whose password was given already, or who is signed in; empty for the public."""
    halfway = request.session.get(HALFWAY)
    if isinstance(halfway, dict) and halfway.get("user_pk"):
        return str(halfway["user_pk"])
    return str(request.user.pk or "")


SIGN_IN = Door("sign-in", by_address=Rate(60, QUARTER_S))
SIGN_UP, RESET, ADDRESSES = (
    Door(name, by_address=Rate(20, HOUR_S), by_target=Rate(3, HOUR_S), target=typed("email"))
    for name in ("sign-up", "reset", "mail address")
)
LINK = Door("mailed link", by_address=Rate(30, HOUR_S), by_object=Rate(10, HOUR_S))
PROOF = Door("proof", by_address=Rate(60, QUARTER_S), by_target=Rate(15, QUARTER_S), target=whoever_signs_in)
ELSEWHERE = Door("sign-in elsewhere", by_address=Rate(60, QUARTER_S))
DOORS = {
    "account_login": SIGN_IN,
    "account_signup": SIGN_UP,
    "account_reset_password": RESET,
    "account_email": ADDRESSES,
    "account_reset_password_from_key": LINK,
    "account_confirm_email": LINK,
    "account_confirm_login_code": PROOF,
    "account_reauthenticate": PROOF,
    "account_change_password": PROOF,
    "mfa_authenticate": PROOF,
    "mfa_reauthenticate": PROOF,
    "openid_connect_login": ELSEWHERE,
    "openid_connect_callback": ELSEWHERE,
    "socialaccount_signup": SIGN_UP,
}
SETUP = Door("setup", by_address=Rate(20, HOUR_S))
DEMO_BAR = Door("demo bar", by_address=Rate(300, QUARTER_S))


def register_doors() -> None:
    """Called once, when the app is ready."""
    for address, opened in DOORS.items():
        register(address, opened)


def account_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The mail address with which somebody tries to sign in: allauth says `email`, its form `login`."""
    said = credentials or {}
    typed_in = said.get("email") or said.get("username") or posted.word(request, "login")
    return str(typed_in).strip().casefold()[:255]


def address_tried_from(request: HttpRequest) -> str | None:
    """From where somebody tries to sign in; None where the server does not know."""
    return sender_of(request) or None


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """What answers after too many wrong passwords for an account from one address."""
    return too_many(request, int(settings.AXES_COOLOFF_TIME.total_seconds()))
