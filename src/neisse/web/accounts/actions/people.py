"""Who gets an account, and with which role."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.urls import reverse

from neisse.engine.values import NeisseError
from neisse.web.accounts.actions.tokens import revoke_token
from neisse.web.accounts.models import Role, User
from neisse.web.accounts.queries import has_manager, is_last_manager
from neisse.web.core.actions.mail import post_rendered
from neisse.web.core.actions.rights import denied, require
from neisse.web.core.actors import SYSTEM
from neisse.web.core.links import is_signed, signed
from neisse.web.core.models import key_of

SETUP = "first manager"
SETUP_SECONDS = 24 * 3600
ALLOWED = "accounts.manage_users"
OWN_FIELDS = {"name", "language"}


def setup_link() -> str:
    """The path of the page that makes the first manager, valid for a day; empty where there is one already."""
    if has_manager():
        return ""
    return reverse("accounts:setup", args=[signed(SETUP)])


def is_setup_token(token: str) -> bool:
    """Whether the link is ours, fresh, and there is still nobody who runs the instance."""
    return is_signed(token, SETUP, SETUP_SECONDS) and not has_manager()


@transaction.atomic
def create_manager(email: str, name: str, password: str, language: str = "", *, actor: Any) -> User:
    """The first manager of a new instance, by the instance's own link; `accounts.taken` where somebody was quicker."""
    if actor is not SYSTEM:
        raise denied(ALLOWED)
    if has_manager():
        raise NeisseError(
            "accounts.taken", email, "this instance has a manager already", "ask for an invitation"
        )
    return _create(email, name, Role.MANAGER, language, password)


@transaction.atomic
def invite(email: str, name: str, role: str, language: str, *, actor: Any, address: str) -> User:
    """Make an account without a password and mail a link to set one; `address` is the head of the link.

    Invited again, an account that was never opened gets a new link; one in use is refused (`accounts.taken`).
    """
    require(actor, ALLOWED)
    user = User.objects.filter(email__iexact=email).first()
    if user and user.has_usable_password():
        raise NeisseError(
            "accounts.taken", email, "there is an account with this address", "change its role instead"
        )
    if user:
        change_user(user, actor=actor, name=name, role=role, language=language)
    else:
        user = _create(email, name, role, language)
    _mail_invitation(user, actor, address)
    return user


@transaction.atomic
def invite_again(user: User, *, actor: Any, address: str) -> None:
    """Mail a new link to somebody who has not chosen a password yet (`accounts.taken` for others)."""
    _mail_invitation(_unopened(user, actor), actor, address)


def invitation_link(user: User, *, actor: Any, address: str) -> str:
    """The link of an invitation, to be handed over in another way; only before a password is chosen."""
    return address.rstrip("/") + invitation_path(_unopened(user, actor))


def _unopened(user: User, actor: Any) -> User:
    require(actor, ALLOWED)
    user = User.objects.get(pk=user.pk)
    if user.has_usable_password() or not user.is_active:
        raise NeisseError(
            "accounts.taken", user.email, "this account is in use or closed", "nothing is left to invite to"
        )
    return user


def _mail_invitation(user: User, actor: Any, address: str) -> None:
    words = {"user": user, "inviter": str(actor), "link": address.rstrip("/") + invitation_path(user)}
    post_rendered(
        "invitation",
        user.email,
        "accounts/mail/invitation.txt",
        words,
        language=user.language,
        about=key_of(user),
        urgent=True,
    )


def invitation_path(user: User) -> str:
    """The page on which a person sets the first password; works once, and for three days."""
    parts = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=parts)


@transaction.atomic
def change_user(user: User, *, actor: Any, **fields: Any) -> User:
    """Change name, language, role or whether the account is active; a closed account is signed out everywhere.

    Its tokens end with it: opened again, the account makes new ones.

    People change their own name and language; everything else is for managers. The last manager stays one
    (`accounts.last_manager`).
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user != actor or not set(fields) <= OWN_FIELDS:
        require(actor, ALLOWED)
    loses_power = fields.get("role", user.role) != Role.MANAGER or not fields.get("is_active", user.is_active)
    if loses_power and is_last_manager(user):
        raise NeisseError(
            "accounts.last_manager", user.email, "an instance needs a manager", "name another one first"
        )
    for name, value in fields.items():
        setattr(user, name, value)
    user.save(update_fields=list(fields))
    if not user.is_active:
        end_sessions(user)
        for token in user.api_tokens.filter(revoked_at=None):
            revoke_token(token, actor=SYSTEM)
    return user


def end_sessions(user: User) -> None:
    """Sign a person out of every browser."""
    for row in SessionStore.get_model_class().objects.all().iterator():
        if str(row.get_decoded().get("_auth_user_id")) == str(user.pk):
            row.delete()


def _create(email: str, name: str, role: str, language: str, password: str = "") -> User:
    user = User(email=email.strip().lower(), name=name.strip(), role=role, language=language)
    user.set_password(password or None)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
