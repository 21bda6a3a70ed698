"""What accounts keep about people (the rows of the register of personal data)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from neisse.web.accounts.actions import privacy, retention
from neisse.web.accounts.models import User
from neisse.web.core.models import SavedView
from neisse.web.core.personal import DELETED, Found, Holding, Subject, register

ACCOUNT = "accounts.user"
OF_ACCOUNTS = (
    "accounts.User",
    "accounts.Digest",
    "account.EmailAddress",
    "account.EmailConfirmation",
    "mfa.Authenticator",
    "socialaccount.SocialAccount",
    "socialaccount.SocialToken",
)


def register_keepers() -> None:
    """Accounts, tokens, and the log of sign-ins."""
    for row in (_account(), _tokens(), _saved_views(), _sign_ins()):
        register(row)


def _account() -> Holding:
    return Holding(
        "account",
        whose=_("Who has an account"),
        what=_("Account: e-mail address, name, role, language, day of creation"),
        purpose=_("Signing in, permissions, messages of the network"),
        basis=_("Membership of the network, or consent"),
        retention=_("until the account is deleted; confirmations of addresses until they expire"),
        erasure=DELETED,
        models=OF_ACCOUNTS,
        find=find,
        own=own,
        export=export_accounts,
        erase=privacy.erase_accounts,
        due={"confirmations": retention.forget_confirmations},
    )


def _tokens() -> Holding:
    return Holding(
        "tokens",
        whose=_("Who has an account"),
        what=_("Personal tokens: label, scope, days of creation, use and expiry; never the token itself"),
        purpose=_("Access of programs in the name of a person"),
        basis=_("Request of the person"),
        retention=_("until 90 days after expiry or revocation"),
        erasure=DELETED,
        models=("accounts.ApiToken",),
        export=export_tokens,
        due={"tokens": retention.forget_tokens},
    )


def _saved_views() -> Holding:
    return Holding(
        "saved views",
        whose=_("Who has an account"),
        what=_("Filters of lists that a person saved under a name"),
        purpose=_("Finding the same rows again"),
        basis=_("Request of the person"),
        retention=_("until the person removes them, or the account is deleted"),
        erasure=DELETED,
        models=("core.SavedView",),
        export=export_saved_views,
    )


def _sign_ins() -> Holding:
    return Holding(
        "sign_in_log",
        whose=_("Who signs in, or tries to"),
        what=_("Log of sign-ins: address, network address, time"),
        purpose=_("Defence against guessing of passwords"),
        basis=_("Legitimate interest in security"),
        retention=_("90 days"),
        erasure=DELETED,
        models=(
            "axes.AccessAttempt",
            "axes.AccessAttemptExpiration",
            "axes.AccessFailureLog",
            "axes.AccessLog",
        ),
        export=export_sign_ins,
        erase=privacy.erase_sign_ins,
        due={"sign_ins": retention.forget_sign_ins},
    )


def find(words: str) -> Iterable[Found]:
    """Accounts by name or address."""
    matching = Q(email__icontains=words) | Q(name__icontains=words)
    matching |= Q(emailaddress__email__icontains=words)
    return [found(user) for user in User.objects.filter(matching).distinct()[:50]]


def own(subject: Subject) -> Iterable[Found]:
    """The person's accounts, by row or under one of the addresses; each verified address once."""
    for user in accounts_of(subject):
        yield found(user)


def accounts_of(subject: Subject) -> QuerySet[User]:
    """The accounts that are the subject's."""
    addresses = Q(pk__in=[])
    for address in subject.addresses:
        addresses |= Q(email__iexact=address)
    return User.objects.filter(Q(pk__in=subject.pks(ACCOUNT)) | addresses)


def found(user: User) -> Found:
    """An account as a row about a person."""
    return Found((ACCOUNT, user.pk), _("Account"), user.name, str(user.get_role_display()), user.email)


def export_accounts(subject: Subject) -> Any:
    """The accounts themselves; one as an object, as people know the file."""
    rows = [account(user) for user in accounts_of(subject)]
    return rows[0] if len(rows) == 1 else rows


def account(user: Any) -> dict[str, Any]:
    """One account."""
    from allauth.account.models import EmailAddress
    from allauth.socialaccount.models import SocialAccount

    addresses = EmailAddress.objects.filter(user=user)
    return {
        "email": user.email,
        "name": user.name,
        "role": user.role,
        "language": user.language,
        "digest_hour": getattr(getattr(user, "digest", None), "hour", None),
        "created_at": user.created_at.isoformat(),
        "last_login": user.last_login.isoformat() if user.last_login else None,
        "addresses": [{"email": a.email, "verified": a.verified} for a in addresses],
        "single_sign_on": list(
            SocialAccount.objects.filter(user=user).values("provider", "uid", "extra_data")
        ),
    }


def export_saved_views(subject: Subject) -> list[dict[str, Any]]:
    """The saved views of the person's accounts."""
    rows = SavedView.objects.filter(owner__in=accounts_of(subject))
    return [
        {"list": row.page, "name": row.name, "query": row.query, "shared": row.is_shared, "opens": row.opens}
        for row in rows
    ]


def export_tokens(subject: Subject) -> list[dict[str, Any]]:
    """All tokens, closed ones too."""
    return [
        token.as_dict() | {"expires_at": token.expires_at.isoformat()}
        for user in accounts_of(subject)
        for token in user.api_tokens.all()
    ]


def export_sign_ins(subject: Subject) -> list[dict[str, Any]]:
    """Sign-ins under the addresses of the person."""
    from axes.models import AccessLog

    rows = AccessLog.objects.filter(privacy.under_addresses(subject)).order_by("attempt_time")
    return [{"at": row.attempt_time.isoformat(), "ip": row.ip_address} for row in rows]
