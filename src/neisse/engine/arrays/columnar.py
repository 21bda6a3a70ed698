"""What tables of columns have in common: to take rows, and to be put below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt


class Columnar:
    """A dataclass whose fields are arrays of one length; row k of each field is one thing."""

    __slots__ = ()

    def take(self, rows: npt.NDArray[np.intp] | npt.NDArray[np.bool_] | slice) -> Self:
        """The chosen rows in the given order, copied; a slice is a view, nothing is copied."""
        return type(self)(*(column[rows] for column in self.columns().values()))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The rows of all parts, one part below the other; at least one is needed."""
        every = zip(*(part.columns().values() for part in parts), strict=True)
        return cls(*(np.concatenate(columns) for columns in every))

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """The columns by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]
