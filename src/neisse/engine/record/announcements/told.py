"""What the parts of an announcement look into together: the text, its times, its towns and its own day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from neisse.engine.record.announcements.dates import Dated
from neisse.engine.record.announcements.document import Document, Stretch
from neisse.engine.record.announcements.event_names import Named, names_in
from neisse.engine.record.announcements.places import TownAt


@dataclass(frozen=True)
class Told:
    """A text with what was found in it so far; `is_sure`: the text says its own day."""

    document: Document
    dates: Sequence[Dated]
    towns: Sequence[TownAt]
    issued: date
    is_sure: bool

    @cached_property
    def stops(self) -> list[tuple[int, int]]:
        """Where times stand in the order of the text, bare years left out: they belong to names."""
        return sorted((one.start, one.end) for one in self.dates if not one.is_year)

    @cached_property
    def _names(self) -> dict[int, list[Named]]:
        return {}

    def stops_in(self, part: Stretch) -> list[tuple[int, int]]:
        """Where a part of the text names times."""
        first = bisect_left(self.stops, (part.start,))
        return self.stops[first : bisect_left(self.stops, (part.end,))]

    def names(self, part: Stretch) -> list[Named]:
        """The names of events in a part of the text, found once."""
        if part.start not in self._names:
            self._names[part.start] = names_in(self.document, part, self.stops_in(part))
        return self._names[part.start]

    def line(self, dated: Dated) -> Stretch:
        """The line in which a time stands."""
        text = self.document.text
        end = text.find("\n", dated.end)
        return Stretch(text.rfind("\n", 0, dated.start) + 1, len(text) if end < 0 else end)
