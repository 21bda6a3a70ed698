"""Who acts: a signed-in user, nobody, or the instance itself. Nobody (`None`) never stands for “may everything”."""

from __future__ import annotations

from typing import Any, Final


class System:
    """The instance itself: the example, tasks, statistics, the command line of who runs the machine."""

    def __repr__(self) -> str:
        return "SYSTEM"


SYSTEM: Final = System()


def person(actor: Any) -> Any:
    """The stored user behind an actor, for histories and “decided by”; None for the public and the instance."""
    return actor if getattr(actor, "is_authenticated", False) and getattr(actor, "pk", None) else None
