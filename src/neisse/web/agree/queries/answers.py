"""Questions to owners and their answers, as one reader sees them; and the minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from neisse.web.agree.models import Minute, Proposal, Question, Round, Seat, SeatLink
from neisse.web.agree.models.proposals import HUNDREDTHS
from neisse.web.agree.queries.plans import OPEN
from neisse.web.agree.queries.proposals import label_of, titles_of
from neisse.web.core.links import behind
from neisse.web.record.models import Measure
from neisse.web.record.queries.veil import scoped
from neisse.web.record.rules.seen import organisations_of, speaking_for

Answer = Question.Answer


@dataclass(frozen=True, slots=True)
class Price:
    """What a "no" costs: points of the region, what then becomes of the group, how many other groups change."""

    points: float
    instead: str
    others: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in words."""

    question: Question
    label: str
    titles: list[str]
    own: list[str]
    acts: list[tuple[str, str | None, str | None]]
    points: float
    price: Price | None


def asked_of(round_: Round) -> Proposal | None:
    """The proposal that is before the owners."""
    return Proposal.objects.filter(round=round_, is_asked=True).select_related("round").first()


def questions_of(user: Any, proposal: Proposal) -> QuerySet[Question]:
    """All questions about a proposal, by group."""
    rows = Question.objects.filter(proposal=proposal).select_related(
        "seat__organisation", "group", "answered_by"
    )
    return scoped(rows.order_by("group__number", "seat"), user)  # type: ignore[no-any-return]


def own_questions(user: Any, proposal: Proposal) -> QuerySet[Question]:
    """Those that the reader may answer."""
    return questions_of(user, proposal).filter(seat__organisation__in=organisations_of(user))


def questions_to(seat: Seat, proposal: Proposal) -> list[Question]:
    """What one seat is asked; for who answers for it, by login or by its link."""
    rows = Question.objects.filter(proposal=proposal, seat=seat).select_related(
        "proposal__round", "seat", "group"
    )
    return list(rows.order_by("group__number"))


def waiting(user: Any) -> int:
    """How many questions wait for the reader's answer."""
    mine = organisations_of(user)
    if not mine:
        return 0
    rows = Question.objects.filter(answer="", proposal__is_asked=True, seat__organisation__in=mine)
    return rows.filter(proposal__round__state=Round.State.OPEN).count()


def link_behind(secret: str) -> SeatLink | None:
    """The link of a seat that a secret opens now; the round is under way."""
    rows = SeatLink.objects.filter(seat__round__state=Round.State.OPEN)
    found = behind(rows.select_related("seat__organisation", "seat__round"), secret)
    return found if found is not None and found.is_valid(timezone.now()) else None


def reader_of(seat: Seat) -> Any:
    """As whom the holder of a link reads: the user of that address who speaks for the organisation, else the public."""
    address = seat.address.casefold()
    known = [user for user in speaking_for(seat.organisation_id) if user.email.casefold() == address]
    return known[0] if address and known else AnonymousUser()


def in_words(
    reader: Any, proposal: Proposal, questions: Iterable[Question], seat: Seat | None = None
) -> list[Asked]:
    """Questions with what is proposed, in the titles that the reader may know; those of a seat's own plans always."""
    titles, _seen = titles_of(reader, proposal)
    if seat is not None:
        own = Measure.objects.filter(pk__in=titles, owner=seat.organisation_id, visibility__in=OPEN)
        titles |= {row.pk: str(row) for row in own}
    owners = dict(Measure.objects.filter(pk__in=titles).values_list("pk", "owner"))
    by_number = {group["number"]: group for group in proposal.groups}
    prices = proposal.document.get("prices", {})
    return [
        _in_words(q, by_number[q.group.number], titles, owners, prices.get(str(q.group.number)))
        for q in questions
        if q.group.number in by_number
    ]


def _in_words(
    question: Question, group: Mapping[str, Any], titles: Mapping[int, str], owners: Mapping[int, int],
    price: Mapping[str, Any] | None,
) -> Asked:  # fmt: skip
    members = group["measures"]
    return Asked(
        question,
        label_of(group, members, titles),
        [titles[m] for m in members],
        [titles[m] for m in members if owners.get(m) == question.seat.organisation_id],
        [
            (" + ".join(titles[m] for m in act["measures"]), act["starts"], act["ends"])
            for act in group["acts"]
        ],
        group["value"] / HUNDREDTHS,
        None if price is None else _price(price, members, titles),
    )


def _price(price: Mapping[str, Any], members: list[int], titles: Mapping[int, str]) -> Price:
    instead = price["instead"]
    said = label_of(instead, members, titles) if instead else ""
    return Price(price["lost"] / HUNDREDTHS, said, len(price["differs"]))


def settled_by(proposal: Proposal) -> dict[int, tuple[str, str]]:
    """How each group that was asked about stands: option and `agreed`, `refused`, `if` or `open`; by primary key."""
    found: dict[int, tuple[str, str]] = {}
    answers: dict[int, tuple[str, set[str]]] = {}
    for group, option, answer in proposal.questions.values_list("group_id", "option", "answer"):
        answers.setdefault(group, (option, set()))[1].add(answer)
    for group, (option, said) in answers.items():
        if Answer.NO in said:
            stands = "refused"
        elif "" in said:
            stands = "open"
        else:
            stands = "if" if Answer.IF in said else "agreed"
        found[group] = (option, stands)
    return found


def minutes_of(user: Any, round_: Round, filters: Mapping[str, Any]) -> QuerySet[Minute]:
    """The minutes, the newest line first; by kind and by words of the seat."""
    rows = Minute.objects.filter(round=round_).select_related("seat__organisation", "actor")
    if kind := filters.get("kind"):
        rows = rows.filter(kind=kind)
    if query := filters.get("q"):
        rows = rows.filter(Q(seat__organisation__name__icontains=query))
    return scoped(rows.order_by("-number"), user)  # type: ignore[no-any-return]
