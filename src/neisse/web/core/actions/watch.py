"""When a search ends, and what its job shows meanwhile."""

from __future__ import annotations

import time

from neisse.web.core.actions.jobs import Tell

SECONDS_APART = 0.5


class Watch:
    """What a search is given as `stop`, `progress` and `spent`: asked often, it looks twice a second.

    The job shows the step with the bound (`done`) and the best value so far (`total`).
    """

    def __init__(self, tell: Tell, step: str, limit_s: float) -> None:
        self.tell, self.step, self.limit_s = tell, step, limit_s
        self.began = self.looked = time.monotonic()
        self.value = self.bound = 0

    def stop(self) -> bool:
        """Whether the time is over or somebody asked to stop."""
        now = time.monotonic()
        if now - self.looked >= SECONDS_APART:
            self.looked = now
            self.tell.show(self.step, self.bound, self.value)
            self.tell.is_asked()
        return self.tell.is_stopped or now - self.began >= self.limit_s

    def progress(self, value: int, bound: int) -> None:
        """The best so far and the best possible."""
        self.value, self.bound = value, bound

    def spent(self) -> float:
        """The share of the time that is gone."""
        return min(1.0, (time.monotonic() - self.began) / max(self.limit_s, 0.001))
