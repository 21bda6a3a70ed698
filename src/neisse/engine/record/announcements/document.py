"""A text as it lies on paper: paragraphs, sentences, headings, with the place of every letter kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from neisse.engine.record.announcements.evidence import Evidence
from neisse.engine.text.fold import flat

# A line this long that ends without a stop goes on in the next one: somebody wrapped it.
WRAPPED_LETTERS = 55
LONGEST_HEADING = 160
_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(r"[.!?\u2026:](?=[\"')\]*_]*\s)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"])(?:(?:[a-z]|dr|prof|dipl|ing|med|rer|nat|ul|al|pl|os|nr|st|ca|ok|tel|inz|mgr|hab|godz|np|tzw|m\.in|u\.a|z\.b"
    r"|mio|mrd|mln|mld|bzw|usw|inkl|ggf|evtl|inc|ltd|co|abs|art|ust|pkt|poz|woj|sw|str|max|min|sp|o\.o|e\.v|pn|pt|ds|im|hr|fr|mr"
    r"|mrs|ms|no|vs|etc|jan|feb|mar|apr|aug|sept?|okt|oct|nov|dez|dec|jr|d\.h|i\.d|zw|zb|wg|tj|red|wyd|ang|niem|pol)|\d{1,2})$"
)
_YEAR_R = re.compile(r"\d{4}\s?r$")
_MARKS = re.compile(r"^[\s>#*_|\-\u2022\u2013\u00b7]+|[\s*_|#]+$")
_LABEL = re.compile(r"^[\s>*_|\-\u2022\u2013\u00b7]*[^\W\d][^:\n]{1,30}:")

# "Published: 3 May 2027" is a line of its own and no heading.
_LABELLED_DAY = re.compile(r":\s*\d{1,2}\.?\s?\S+\s?\d{4}$")

_DATELINE = re.compile(
    r"\s*(?:[^\d\n]{0,40}\d{1,2}\.?\s*(?:\d{1,2}\.|[^\W\d]{3,12})\s*\d{4}(?:\s*r(?:oku|\.)?)?[\s.]*"
    r"|(?:von|from|an|to|datum|date|data|od|do|gesendet|sent)\s*:[^\n]*)"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text: a sentence, a line or a paragraph."""

    start: int
    end: int
    is_heading: bool = False


@dataclass(frozen=True)
class Document:
    """A text and its parts; everything is found once. Cost: linear in the text."""

    text: str

    @cached_property
    def flat(self) -> str:
        """The text folded letter for letter."""
        return flat(self.text)

    def evidence(self, start: int, end: int) -> Evidence:
        """The letters of a place, without blanks and marks of emphasis around them."""
        while start < end and self.text[start] in " \t\r\n*_":
            start += 1
        while end > start and self.text[end - 1] in " \t\r\n*_":
            end -= 1
        return Evidence(start, end, self.text[start:end])

    @cached_property
    def paragraphs(self) -> tuple[Stretch, ...]:
        """What stands between empty lines; lines that nobody wrapped are paragraphs of their own."""
        return tuple(self._paragraphs())

    @cached_property
    def sentences(self) -> tuple[Stretch, ...]:
        """The sentences in order; a heading is one."""
        return tuple(s for paragraph in self.paragraphs for s in self._sentences(paragraph))

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.paragraphs]

    def sentence_at(self, place: int) -> Stretch:
        """The sentence in which a letter stands."""
        return self.sentences[self.number_at(place)]

    def number_at(self, place: int) -> int:
        """The number of the sentence in which a letter stands."""
        return max(0, bisect_right(self._sentence_starts, place) - 1)

    def paragraph_at(self, place: int) -> Stretch:
        """The paragraph in which a letter stands."""
        return self.paragraphs[max(0, bisect_right(self._paragraph_starts, place) - 1)]

    @cached_property
    def title(self) -> Evidence | None:
        """The first heading that says something, else the first sentence."""
        told = [
            h for h in self.headings if len(self.text[h.start : h.end].split()) > 2 and not self.is_head(h)
        ]
        told = [h for h in told if self.text[h.start : h.end].lstrip().startswith("#")] or told
        first = next(iter(told), None) or next(iter(self.headings), None) or next(iter(self.sentences), None)
        if first is None:
            return None
        cut = _MARKS.sub("", self.text[first.start : first.end])
        at = self.text.find(cut, first.start)
        return self.evidence(at, at + len(cut)) if cut else None

    def is_head(self, part: Stretch) -> bool:
        """Whether a line is the place and day of a text, or a line of the head of a mail, and no title."""
        return _DATELINE.fullmatch(self.flat[part.start : part.end]) is not None

    @cached_property
    def headings(self) -> tuple[Stretch, ...]:
        """Short lines on their own that end without a stop."""
        return tuple(paragraph for paragraph in self.paragraphs if paragraph.is_heading)

    def heading_above(self, place: int) -> Stretch | None:
        """The last heading before a letter."""
        return next((h for h in reversed(self.headings) if h.end <= place), None)

    def _paragraphs(self) -> Iterator[Stretch]:
        lines = [line.span() for line in _LINE.finditer(self.text) if line[0].strip()]
        at = 0
        while at < len(lines):
            last = at
            while last + 1 < len(lines) and self._goes_on(lines[last], lines[last + 1]):
                last += 1
            start, end = lines[at][0], lines[last][1]
            yield Stretch(start, end, last == at and self._is_heading(start, end))
            at = last + 1

    def _goes_on(self, line: tuple[int, int], following: tuple[int, int]) -> bool:
        if following[0] - line[1] > 1:
            return False
        before, after = self.text[slice(*line)].rstrip(), self.text[slice(*following)]
        if before.endswith((".", ":", "!", "?", "|")) or _LABEL.match(after) or not after[:1].strip():
            return False
        if after[0] in "-*•·|>#–" or (after[0].isdigit() and before[0].isdigit()):
            return False
        return len(before) >= WRAPPED_LETTERS or after[0].islower()

    def _is_heading(self, start: int, end: int) -> bool:
        line = self.text[start:end].strip()
        if line.startswith("#"):
            return True
        bare = line.strip("*_ ")
        if not bare or len(bare) > LONGEST_HEADING or bare[-1] in ".,;:|" or "|" in bare or bare[0] in "-•>":
            return False
        return "@" not in bare and not _LABELLED_DAY.search(bare) and sum(c.isalpha() for c in bare) > 3

    def _sentences(self, paragraph: Stretch) -> Iterator[Stretch]:
        if paragraph.is_heading:
            yield paragraph
            return
        start = paragraph.start
        for stop in _STOP.finditer(self.flat, paragraph.start, paragraph.end):
            if self._ends(start, stop, paragraph.end):
                yield Stretch(start, stop.end())
                start = stop.end()
        if self.text[start : paragraph.end].strip():
            yield Stretch(start, paragraph.end)

    def _ends(self, start: int, stop: re.Match[str], end: int) -> bool:
        before = self.flat[max(start, stop.start() - 12) : stop.start()]
        after = self.text[stop.end() : min(end, stop.end() + 12)].lstrip("\"'”“»)]*_ \n\t")
        if stop[0] == ":":
            return False
        if stop[0] == "." and _ABBREVIATION.search(before):
            return False
        if stop[0] == "." and _YEAR_R.search(before):
            return after[:1].isupper() and len(after.split(maxsplit=1)[0]) > 3
        return not after or not after[0].islower()
