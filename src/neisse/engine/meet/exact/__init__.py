"""Exact mode: minimum breaks, then minimum idle slots, proven by a SAT solver."""

from neisse.engine.meet.exact.solve import solve_exact

__all__ = ["solve_exact"]
