"""Large mode: congresses with thousands of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neisse.engine.meet.large.solve import solve_large

__all__ = ["solve_large"]


def __getattr__(name: str) -> Any:
    """Load the compiled kernels only when somebody schedules a congress."""
    if name != "solve_large":
        raise AttributeError(name)
    from neisse.engine.meet.large.solve import solve_large

    return solve_large
