"""How fast one may ask: per token or user, and for the public per network address."""

from __future__ import annotations

import threading

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from neisse.web.core.actions.limits import Rate, wait_of
from neisse.web.core.addresses import sender_of

PERIODS_S = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "hour": 3600, "d": 86400, "day": 86400}
BLOCKS = 20  # a process fetches a twentieth of a rate at once, so that reading seldom writes


class Limit(BaseThrottle):
    """The rates of `settings.API_RATES`, counted by the limiter of the instance."""

    def __init__(self) -> None:
        self.here = threading.local()  # one limit serves all threads

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this reader may ask now."""
        known = request.user.is_authenticated
        rate = rate_of(settings.API_RATES["known" if known else "public"])
        who = f"user {request.user.pk}" if known else sender_of(request)
        self.here.wait_s = wait_of("api", who, rate, block=max(1, rate.most // BLOCKS))
        return not self.here.wait_s

    def wait(self) -> float | None:
        """Seconds until the next request is answered."""
        return self.here.wait_s or None


def rate_of(text: str) -> Rate:
    """`600/min` as a rate."""
    most, _sign, period = text.partition("/")
    return Rate(int(most), PERIODS_S[period])
