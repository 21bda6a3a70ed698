"""How people come in: by invitation of the manager, with a mail address, in their language."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up alone, unless the instance says so (`NEISSE_SIGNUP`); new users are guests."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed by default."""
        return bool(settings.OPEN_SIGNUP)

    def get_login_redirect_url(self, request: HttpRequest) -> Any:
        """Back to where the person wanted to go."""
        return super().get_login_redirect_url(request)
