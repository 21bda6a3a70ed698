"""Large mode: congresses with thousands of people."""

from neisse.engine.meet.large.solve import solve_large

__all__ = ["solve_large"]
