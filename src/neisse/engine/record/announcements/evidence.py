"""The words of a document that show a fact."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Letters [start, end) of the text, and these letters themselves."""

    start: int
    end: int
    text: str

    @property
    def said(self) -> str:
        """The words in one line."""
        return " ".join(self.text.split())
