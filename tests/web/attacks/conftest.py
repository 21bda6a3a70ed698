"""The world of the attacks, for every test here."""

from tests.web.attacks.world import (
    agreed,
    event,
    market,
    published,
    registered,
    session,
    takes_part,
    world,
)

__all__ = ["agreed", "event", "market", "published", "registered", "session", "takes_part", "world"]
