"""Writes about users: accounts, invitations, tokens, and what a person may ask for."""

from neisse.web.accounts.actions.digests import choose_digest
from neisse.web.accounts.actions.people import (
    change_user,
    create_manager,
    invitation_link,
    invitation_path,
    invite,
    invite_again,
    setup_link,
)
from neisse.web.accounts.actions.privacy import erase_user
from neisse.web.accounts.actions.tokens import issue_token, revoke_token, touch_token

__all__ = [
    "change_user",
    "choose_digest",
    "create_manager",
    "erase_user",
    "invitation_link",
    "invitation_path",
    "invite",
    "invite_again",
    "issue_token",
    "revoke_token",
    "setup_link",
    "touch_token",
]
