"""Who is who: the predicates that every stage's rules are built from. Everything else is denied."""

from __future__ import annotations

from typing import Any

import rules

from neisse.web.accounts.models import Role


def role_of(user: Any) -> str:
    """The role of a signed-in, active user; an empty string for the public."""
    return user.role if getattr(user, "is_authenticated", False) and user.is_active else ""


@rules.predicate
def is_manager(user: Any) -> bool:
    """Runs the instance."""
    return role_of(user) == Role.MANAGER


@rules.predicate
def is_circle(user: Any) -> bool:
    """Plans together with the others: the circle and the managers."""
    return role_of(user) in {Role.CIRCLE, Role.MANAGER}


@rules.predicate
def is_member(user: Any) -> bool:
    """Belongs to a member organisation, or to the circle."""
    return role_of(user) in {Role.MEMBER, Role.CIRCLE, Role.MANAGER}


@rules.predicate
def is_own_account(user: Any, account: Any) -> bool:
    """The account of who asks."""
    return bool(role_of(user)) and account is not None and account.pk == user.pk


@rules.predicate
def is_own_token(user: Any, token: Any) -> bool:
    """A token of who asks."""
    return token is not None and bool(is_own_account(user, token.user))


rules.add_perm("accounts.manage_users", is_manager)
rules.add_perm("core.manage_mails", is_manager)
rules.add_perm("core.manage_instance", is_manager)
rules.add_perm("core.open_inbox", is_member)
rules.add_perm("core.share_views", is_manager)
rules.add_perm("core.see_shared_views", is_circle)
rules.add_perm("accounts.hold_token", is_own_account)
rules.add_perm("accounts.revoke_apitoken", is_own_token)

# Fields from which rules are computed: who may change them.
EMPOWERING = {
    "user": {"role": "accounts.manage_users", "is_active": "accounts.manage_users"},
    "apitoken": {"user": "accounts.hold_token"},
}
