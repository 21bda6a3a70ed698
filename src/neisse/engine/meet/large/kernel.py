"""What the compiled loops stand on: the compiler's decorator and a source of chance that is passed along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numba.extending import overload
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., object])
Seed = NDArray[np.uint64]
OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}


def kernel(function: F) -> F:
    """Compile on first use and keep the machine code on disk, so that a command starts fast the second time.

    Kernels allocate nothing (they write into arrays that they are given), so the reference counting of arrays
    is switched off: it took half of the time of a proposal.
    """
    return cast("F", njit(**OPTIONS)(function))


def by_type(function: Callable[..., object]) -> Callable[[F], F]:
    """Let the decorated function choose, from the types of the arguments, what `function` is inside kernels."""
    options: Any = {name: OPTIONS[name] for name in ("nogil", "error_model", "_nrt")}
    return cast("Callable[[F], F]", overload(function, jit_options=options))


def seeded(seed: int) -> Seed:
    """One xorshift state from any integer; the multiplication spreads neighbouring seeds apart."""
    mixed = (seed * 0x9E3779B97F4A7C15 + 0x2545F4914F6CDD1D) % 2**64
    return np.array([mixed or 1], dtype=np.uint64)


@kernel
def bits(seed: Seed) -> np.uint64:
    """The next 64 random bits (xorshift64, Marsaglia 2003)."""
    x: np.uint64 = seed[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    seed[0] = x
    return x


@kernel
def below(seed: Seed, n: int) -> int:
    """A whole number in [0, n), n < 2**31."""
    return int(np.int64(((bits(seed) >> np.uint64(33)) * np.uint64(n)) >> np.uint64(31)))


@kernel
def unit(seed: Seed) -> float:
    """A number in the open interval (0, 1)."""
    return (np.float64(bits(seed) >> np.uint64(11)) + 0.5) / 9007199254740992.0
