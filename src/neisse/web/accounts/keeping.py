"""What accounts keep about people (the rows of the register of processing)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from neisse.web.accounts.personal_data import Keeper, register


def register_keepers() -> None:
    """Accounts, tokens, and the log of sign-ins."""
    register(
        Keeper(
            "account",
            _("Account: e-mail address, name, role, language, day of creation"),
            _("Signing in, permissions, messages of the network"),
            _("Membership of the network, or consent"),
            _("until the account is deleted"),
            account,
            nothing,  # the account itself goes last, with all that hangs on it
        )
    )
    register(
        Keeper(
            "tokens",
            _("Personal tokens: label, scope, days of creation, use and expiry; never the token itself"),
            _("Access of programs in the name of a person"),
            _("Request of the person"),
            _("until 90 days after expiry or revocation"),
            tokens,
            nothing,
        )
    )
    register(
        Keeper(
            "sign_in_log",
            _("Log of sign-ins: address, network address, time"),
            _("Defence against guessing of passwords"),
            _("Legitimate interest in security"),
            _("90 days"),
            sign_ins,
            nothing,
        )
    )


def nothing(user: Any) -> None:
    """Deleted together with the account."""


def account(user: Any) -> dict[str, Any]:
    """The account itself."""
    from allauth.account.models import EmailAddress

    addresses = EmailAddress.objects.filter(user=user)
    return {
        "email": user.email,
        "name": user.name,
        "role": user.role,
        "language": user.language,
        "created_at": user.created_at.isoformat(),
        "last_login": user.last_login.isoformat() if user.last_login else None,
        "addresses": [{"email": a.email, "verified": a.verified} for a in addresses],
    }


def tokens(user: Any) -> list[dict[str, Any]]:
    """All tokens, closed ones too."""
    return [token.as_dict() | {"expires_at": token.expires_at.isoformat()} for token in user.api_tokens.all()]


def sign_ins(user: Any) -> list[dict[str, Any]]:
    """Sign-ins under the address of the account."""
    from axes.models import AccessLog

    rows = AccessLog.objects.filter(username__iexact=user.email).order_by("attempt_time")
    return [{"at": row.attempt_time.isoformat(), "ip": row.ip_address} for row in rows]
