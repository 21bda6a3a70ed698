"""How well phrases fit organisations, in bulk."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


def agreement(phrases: Any, i: Any, organisations: Any, j: Any) -> npt.NDArray[np.float64]:
    """How well the phrases of row i[k] fit the organisation of row j[k], the best of them, in [0, 1].

    `phrases`: several rows side by side. 0 where kinds or places contradict each other, or subjects do and no place agrees. Else
    subject (.5 shared by half, .3 unknown) + place (.5 the same, .15 unknown), halved where the organisation's kind is unknown.
    """
    from neisse.engine.text.resolver.loops import fits  # and the compiler with it: not before it is needed

    return np.asarray(fits(phrases, i, organisations, j))
