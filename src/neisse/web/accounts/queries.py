"""Reads about users, tokens and demonstration accounts."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.utils import timezone

from neisse.web.accounts.models import ApiToken, Digest, Role, User
from neisse.web.core.links import behind
from neisse.web.core.personal import Subject
from neisse.web.core.queries.subjects import widened

INBOX = "core.open_inbox"
DIGEST_HOURS = range(5, 23)


def has_manager() -> bool:
    """Whether somebody runs the instance."""
    return User.objects.filter(role=Role.MANAGER, is_active=True).exists()


def subject_of(user: User) -> Subject:
    """The person behind an account: its rows and verified addresses, and what hangs on the account."""
    known = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    addresses = frozenset({user.email.lower(), *(email.lower() for email in known)})
    return widened(Subject(frozenset({("accounts.user", user.pk)}), addresses=addresses), trusted=False)


def is_last_manager(user: User) -> bool:
    """Whether nobody would run the instance without this user."""
    managers = User.objects.filter(role=Role.MANAGER, is_active=True)
    return managers.filter(pk=user.pk).exists() and not managers.exclude(pk=user.pk).exists()


def users(query: str = "", role: str = "") -> QuerySet[User]:
    """Accounts by address, narrowed by a part of the name or address and by role."""
    found = User.objects.order_by("email")
    if query:
        found = found.filter(email__icontains=query) | found.filter(name__icontains=query)
    return found.filter(role=role) if role else found


def language_of_address(email: str) -> str:
    """The language that the owner of an address chose; empty where there is no account."""
    user = User.objects.filter(email__iexact=email).first()
    return user.language if user else ""


def demo_account(role: str) -> User | None:
    """The example's account of a role: only invented people without a password are opened from the demo bar."""
    accounts = User.objects.filter(role=role, is_active=True, invented=True).order_by("pk")
    return next((user for user in accounts if not user.has_usable_password()), None)


def token_of(secret: str) -> ApiToken | None:
    """The valid token behind a secret."""
    token = behind(ApiToken.objects.select_related("user"), secret)
    return token if token and token.is_valid(timezone.now()) else None


def hour_of(user: User) -> int | None:
    """The hour at which a person gets what waits by mail; None where they get no such mail."""
    return Digest.objects.filter(user_id=user.pk).values_list("hour", flat=True).first()
