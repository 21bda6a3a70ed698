"""What the participants said of their meetings, in numbers alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from neisse.web.meet.models import Event, Meeting, MeetingFeedback

# With fewer answers a number would tell who said what.
LEAST_ANSWERS = 5


@dataclass(frozen=True, slots=True)
class Summary:
    """Answers and people, what took place, marks and follow-ups; `hidden` while there are too few people."""

    meetings: int
    answers: int
    people: int
    took_place: int
    useful: dict[int, int]
    follow_up: dict[str, int]

    @property
    def hidden(self) -> bool:
        """Whether the numbers would give somebody away."""
        return self.people < LEAST_ANSWERS

    @property
    def mean(self) -> float | None:
        """The mean mark of 1 to 5."""
        count = sum(self.useful.values())
        return sum(mark * n for mark, n in self.useful.items()) / count if count else None


def feedback_summary(event: Event) -> Summary:
    """The feedback of an event in two queries; notes are not read."""
    rows = list(
        MeetingFeedback.objects.filter(request__event=event).values_list(
            "registration", "took_place", "useful", "follow_up"
        )
    )
    marks = Counter(useful for _who, _held, useful, _next in rows if useful)
    following = Counter(follow_up for *_said, follow_up in rows)
    return Summary(
        meetings=Meeting.objects.filter(version__event=event, version__state="published").count(),
        answers=len(rows),
        people=len({who for who, *_said in rows}),
        took_place=sum(held for _who, held, *_said in rows),
        useful={mark: marks[mark] for mark in range(5, 0, -1)},
        follow_up={str(kind): following[str(kind)] for kind in MeetingFeedback.FollowUp.values},
    )
