"""How fast one may ask: per token or user, and for the public per network address."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle


class Limit(SimpleRateThrottle):
    """One counter a minute; the rates stand in `settings.API_RATES`."""

    def __init__(self, public: bool) -> None:
        self.is_public = public
        self.scope = "public" if public else "known"
        super().__init__(settings.API_RATES[self.scope])

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """One counter per reader; None leaves a request to the other limit."""
        known = request.user.is_authenticated
        if known == self.is_public:
            return None
        who = f"user-{request.user.pk}" if known else f"address-{request.META.get('REMOTE_ADDR', '')}"
        return f"api-{self.scope}-{who}"


def limits() -> list[Limit]:
    """The limits of every operation."""
    return [Limit(public=True), Limit(public=False)]
