"""The one limiter: counters in the database, so that all processes of an instance count together."""

from __future__ import annotations

import logging
import time
from typing import NamedTuple

from django.core.cache import cache
from django.db import OperationalError, connection
from django.utils.crypto import salted_hmac

from neisse.web.core.models import Tries

SALT = "neisse.core.limits"
# One window in so many begins with a look for windows that are over.
SWEEPING_SIGNS = "01"
COUNT = """
INSERT INTO core_tries (key, count, until_s) VALUES (%(key)s, %(step)s, %(until_s)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN core_tries.until_s <= %(now_s)s THEN %(step)s ELSE core_tries.count + %(step)s END,
    until_s = CASE WHEN core_tries.until_s <= %(now_s)s THEN %(until_s)s ELSE core_tries.until_s END
RETURNING count, until_s
"""
log = logging.getLogger("neisse.limits")


class Rate(NamedTuple):
    """At most so many tries in so many seconds, from the first try on."""

    most: int
    seconds: int


def too_often(what: str, who: str, most: int, seconds: int) -> bool:
    """Count a try of `who` (kept as a keyed hash); whether there were more than `most` in so many seconds."""
    return wait_of(what, who, Rate(most, seconds)) > 0


def wait_of(what: str, who: str, rate: Rate, *, block: int = 1) -> int:
    """Count a try; 0 where it may go on, else the seconds to wait.

    One upsert a try. A `block` of tries is fetched at once for readings that come often: then a process writes
    only every `block` tries, and what it fetched and did not use is lost to the others. Never call it inside a
    transaction: a roll-back would forget the try. A database that cannot be written lets tries pass.
    """
    key = salted_hmac(SALT, f"{what}\0{who}", algorithm="sha256").hexdigest()
    if block > 1 and _still_fetched(key):
        return 0
    now_s = int(time.time())
    try:
        count, until_s = _count(key, block, now_s, now_s + rate.seconds)
    except OperationalError:
        log.warning("the counter of %s could not be written", what)
        return 0
    left = rate.most - (count - block)
    if left <= 0:
        return max(until_s - now_s, 1)
    if block > 1:
        cache.set(_fetched(key), min(block, left) - 1, max(until_s - now_s, 1))
    return 0


def forget_windows() -> int:
    """Delete the counters whose window is over; returns how many."""
    return Tries.objects.filter(until_s__lte=int(time.time())).delete()[0]


def _count(key: str, step: int, now_s: int, until_s: int) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": key, "step": step, "now_s": now_s, "until_s": until_s})
        count, until_s = cursor.fetchone()
    if count == step and key[0] in SWEEPING_SIGNS:
        forget_windows()
    return count, until_s


def _still_fetched(key: str) -> bool:
    """Use one of the tries that this process fetched, where one is left."""
    try:
        return cache.decr(_fetched(key)) >= 0
    except ValueError:
        return False


def _fetched(key: str) -> str:
    return f"tries-{key}"
