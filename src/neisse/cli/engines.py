"""The choice of engine that commands offer; light, because every start of the command line reads it."""

from __future__ import annotations

from enum import StrEnum


class Engine(StrEnum):
    """Where pairs are compared: on this machine, or by the workers of Spark."""

    LOCAL = "local"
    SPARK = "spark"
