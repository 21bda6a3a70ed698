"""Bits of whole numbers, for compiled loops; loaded only by rooms of such loops, since the compiler is heavy."""

from __future__ import annotations

from typing import Any

from numba import njit


@njit(cache=True, nogil=True)
def ones(bits: Any) -> Any:
    """How many bits of a whole number are set; the compiler makes one instruction of it."""
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count
