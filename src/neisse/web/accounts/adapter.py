"""How people come in: by invitation of the manager, with a mail address, in their language."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.utils import translation

from neisse.web.accounts.queries import language_of_address
from neisse.web.core.actions.mail import post
from neisse.web.core.models import key_of
from neisse.web.core.queries import the_instance


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up alone, unless the instance says so (`NEISSE_SIGNUP`); new users are guests."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed by default."""
        return bool(settings.OPEN_SIGNUP)

    def get_login_redirect_url(self, request: HttpRequest) -> Any:
        """Back to where the person wanted to go."""
        return super().get_login_redirect_url(request)

    def set_password(self, user: Any, password: str) -> None:
        """Who chooses the first password goes on in the language of the page on which it was chosen."""
        if not user.has_usable_password():
            user.language = translation.get_language() or user.language
        super().set_password(user, password)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox, in the language of the account, else of the page."""
        request, user = allauth_context.request, context.get("user")
        language = language_of_address(email) or translation.get_language() or settings.LANGUAGE_CODE
        known = {"request": request, "email": email, "current_site": get_current_site(request)}
        with translation.override(language):
            known["current_site"].name = the_instance().name or "Neisse"  # who writes is the network, no host
            letter = self.render_mail(template_prefix, email, {**known, **context})
        post(
            template_prefix.rpartition("/")[2],
            email,
            language=language,
            subject=letter.subject,
            body=letter.body,
            about=key_of(user) if user is not None and user.pk else "",
            urgent=True,
        )


def shown_in_mails(user: Any) -> str:
    """How allauth names an account: its mails may go to an address that nobody confirmed, so by no free text."""
    return str(user.email)
