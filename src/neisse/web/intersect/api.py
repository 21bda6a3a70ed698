"""The intersect stage in the API: overlaps, similar plans, partners."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import ConfigDict, Field

from neisse.web.accounts.bearers import KNOWN, VISITOR
from neisse.web.core.actors import SYSTEM
from neisse.web.core.api.answers import Page, PageQuery, answer, page_of
from neisse.web.core.api.errors import forbidden, not_found, not_ready, responses
from neisse.web.core.queries import today
from neisse.web.intersect import actions, bridge, queries
from neisse.web.intersect.actions import request_refresh
from neisse.web.intersect.models import Overlap
from neisse.web.record.api import writing
from neisse.web.record.models import Measure
from neisse.web.record.queries import visible_organisations
from neisse.web.record.schemas import Country, Day, Line, Lines, Strict, Text

router = Router(tags=["overlaps and partners"])
Slug = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]{1,200}$")]
Pk = Annotated[int, Path(ge=1, le=2**62)]
MOST_SIMILAR = 10


class Reason(Schema):
    """Why, in words and with its share."""

    code: str = Field(examples=["topic.same"])
    weight: float = Field(examples=[0.4])
    text: str = Field(examples=["both are about biobanks"])


class OverlapOut(Schema):
    """Two measures that somebody should look at together."""

    pk: int
    a: str = Field(description="Id of a measure.")
    b: str = Field(description="Id of a measure.")
    verdict: str = Field(examples=["parallel"])
    score: float = Field(ge=0, le=1)
    reasons: list[Reason]
    state: str = Field(examples=["open"])
    note: str = Field(description="Empty for those who are no members.")
    decided_by: str | None = Field(description="None for those who are no members.")
    decided_at: datetime | None


class OverlapQuery(PageQuery):
    """Filters of the page of overlaps."""

    q: str = Field("", max_length=200)
    verdict: Literal["", "duplicate", "parallel", "synergy"] = ""
    state: Literal["open", "accepted", "dismissed", "all"] = "open"
    border: Literal["", "across", "same"] = ""
    measure: str = Field("", max_length=200, description="Slug of a measure: its overlaps only.")


class DecisionIn(Schema):
    """What people made of it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    state: Annotated[str, Field(pattern="^(open|accepted|dismissed)$", examples=["accepted"])]
    note: Line = Field("", examples=["we do it together"])


class NoticeOut(Schema):
    """All that either side of an overlap with a blind plan learns until both have agreed to open it."""

    pk: int
    measure: str = Field(description="Id of the reader's own measure.")
    topic: str = Field(description="A word of the vocabulary, or empty.", examples=["biobank"])
    month: str = Field(examples=["2027-03"])
    area: str = Field(description="Countries, or `online`.", examples=["DE / PL"])
    answer: str = Field(description="The own side's: agreed, closed, none or empty.")


class OpeningIn(Schema):
    """What the own side says."""

    model_config = ConfigDict(extra="forbid", strict=True)

    answer: Literal["agreed", "closed", "withdrawn"]


class OpenedOut(Schema):
    """Whether both sides have agreed."""

    is_open: bool


class Draft(Strict):
    """A measure that is not stored (yet); fields as in the file contract."""

    model_config = ConfigDict(strict=True, extra="forbid")

    title: Annotated[str, Field(min_length=4, max_length=500, pattern=r"\S")] = Field(
        examples=["Tag der Labore"]
    )
    description: Text = ""
    kind: Annotated[str, Field(max_length=40)] = "event"
    owner: Annotated[str, Field(max_length=200)] = ""
    starts: Day = ""
    ends: Day = ""
    period: Annotated[str, Field(max_length=40)] = ""
    city: Annotated[str, Field(max_length=120)] = ""
    country: Country = ""
    online: bool = False
    topics: Lines = []
    audience: Lines = []


class ChangeOut(Schema):
    """The one change that would make an overlap."""

    code: str = Field(examples=["change.time"])
    text: str = Field(examples=["it would be a parallel if one began a week after the other"])


class SimilarOut(Schema):
    """A stored measure like another one."""

    id: str
    title: str
    verdict: str = Field(description="Empty: on the same topic, no overlap.")
    score: float
    could_become: bool = Field(
        description="The verdict is below the bar of stored measures: not an overlap yet."
    )
    reasons: list[Reason]
    change: ChangeOut | None = Field(description="What would make it an overlap, where one change does.")


class PartnerOut(Schema):
    """A proposed partner, with what each side gives: [offer, need]."""

    id: str
    name: str
    score: float
    gives: list[list[str]]
    takes: list[list[str]]
    reasons: list[Reason]
    answer: str


class PartnerQuery(PageQuery):
    """Order of the proposals."""

    across: bool = Field(False, description="Those across the border first.")


class AnswerIn(Schema):
    """What the organisation says to a proposal."""

    model_config = ConfigDict(extra="forbid", strict=True)

    partner: Annotated[str, Field(min_length=1, max_length=200, description="Slug of the partner.")]
    answer: Annotated[str, Field(pattern="^(interesting|not_for_us)$", examples=["interesting"])]
    note: Line = ""


@router.get(
    "/overlaps", auth=VISITOR, response={200: Page[OverlapOut], **responses()}, summary="List overlaps"
)
def overlaps(request: HttpRequest, query: Annotated[OverlapQuery, Query()]) -> HttpResponse:
    """Pairs whose both sides the reader may see, strongest first."""
    rows = queries.filtered(request.user, query.dict(exclude={"limit", "offset", "measure"}))
    if query.measure:
        rows = rows.filter(a__slug=query.measure) | rows.filter(b__slug=query.measure)
    return page_of(request, rows, query, lambda part: [shown(pair, request.user) for pair in part])


@router.get(
    "/overlaps/{int:pk}", auth=VISITOR, response={200: OverlapOut, **responses(404)}, summary="One overlap"
)
def overlap(request: HttpRequest, pk: Pk) -> HttpResponse:
    """A pair and why it stands there."""
    return answer(request, shown(_pair(request, pk), request.user))


@router.post(
    "/overlaps/{int:pk}/decision",
    auth=KNOWN,
    response={200: OverlapOut, **responses(403, 404)},
    summary="Decide",
)
def decide(request: HttpRequest, pk: Pk, data: DecisionIn) -> HttpResponse:
    """Accept, dismiss or reopen; the note, the author and the day are kept."""
    pair = _pair(request, pk)
    if not request.user.has_perm("intersect.decide_overlap", pair):
        raise forbidden(f"overlaps/{pk}")
    decided = actions.decide(pair, data.state, data.note, actor=request.user)
    return answer(request, shown(decided, request.user))


@router.get(
    "/overlap-notices",
    auth=VISITOR,
    response={200: list[NoticeOut], **responses()},
    summary="Closed overlaps",
)
def notices(request: HttpRequest) -> HttpResponse:
    """Overlaps of the reader's own measures with blind plans, and what may be said of them."""
    return answer(request, [_notice(closed) for closed in queries.closed_overlaps(request.user)])


@router.post(
    "/overlaps/{int:pk}/opening",
    auth=KNOWN,
    response={200: OpenedOut, **responses(403, 404)},
    summary="Open a blind overlap",
)
def opening(request: HttpRequest, pk: Pk, data: OpeningIn) -> HttpResponse:
    """Agree to open, keep closed, or take the own answer back; both plans are seen when both sides agree."""
    closed = queries.closed_overlap(request.user, pk)
    if closed is None:
        raise not_found(f"overlaps/{pk}")
    if not request.user.has_perm("intersect.answer_notice", closed.measure):
        raise forbidden(f"overlaps/{pk}/opening")
    pair = Overlap.objects.select_related("a__owner", "b__owner").get(pk=pk)
    head = request.build_absolute_uri("/")
    is_open = actions.answer_notice(pair, closed.measure, data.answer, actor=request.user, address=head)
    return answer(request, {"is_open": is_open})


@router.post(
    "/similar", auth=VISITOR, response={200: list[SimilarOut], **responses(503)}, summary="Similar plans"
)
def similar(request: HttpRequest, data: Draft) -> HttpResponse:
    """Stored plans like the draft, before it is saved; nothing is kept of what was sent."""
    found = queries.similar(request.user, bridge.draft_measure(data.dict(), today()), MOST_SIMILAR)
    if found is None:
        raise not_ready("similar")
    return answer(request, [_similar(*row) for row in found])


@router.get(
    "/measures/{slug}/near-misses",
    auth=VISITOR,
    response={200: list[SimilarOut], **responses(404, 503)},
    summary="Near misses",
)
def near_misses(request: HttpRequest, slug: Slug) -> HttpResponse:
    """Plans still to come that one change would make an overlap with a plan; nothing of blind ones."""
    measure = queries.told_of(request.user).filter(slug=slug).first()
    if measure is None:
        raise not_found(f"measures/{slug}")
    found = queries.near_misses(request.user, measure, today(), MOST_SIMILAR)
    if found is None:
        raise not_ready(f"measures/{slug}/near-misses")
    return answer(request, [_similar(*row) for row in found])


@router.get(
    "/organisations/{slug}/partners",
    auth=VISITOR,
    response={200: Page[PartnerOut], **responses(403, 404)},
    summary="Proposed partners",
)
def partners(request: HttpRequest, slug: Slug, query: Annotated[PartnerQuery, Query()]) -> HttpResponse:
    """Who fits what the organisation offers and needs, best first."""
    organisation = writing.find("organisation", request.user, slug)
    if not request.user.has_perm("intersect.view_partners", organisation):
        raise forbidden(f"organisations/{slug}/partners")
    found = queries.proposals_for(request.user, organisation, across_border=query.across)
    return page_of(request, found, query, lambda part: [_partner(proposal) for proposal in part])


@router.post(
    "/organisations/{slug}/partners/answer",
    auth=KNOWN,
    response={204: None, **responses(403, 404)},
    summary="Answer a proposal",
)
def answer_partner(request: HttpRequest, slug: Slug, data: AnswerIn) -> HttpResponse:
    """Interesting, or not for us; the next computation takes it into account."""
    organisation = writing.find("organisation", request.user, slug)
    if not request.user.has_perm("intersect.answer_partner", organisation):
        raise forbidden(f"organisations/{slug}/partners")
    partner = visible_organisations(request.user).filter(slug=data.partner).first()
    if partner is None:
        raise not_found(f"organisations/{data.partner}")
    actions.answer_partner(organisation, partner, data.answer, data.note, actor=request.user)
    request_refresh(actor=SYSTEM)
    return HttpResponse(status=204)


def shown(pair: Overlap, user: Any) -> dict[str, Any]:
    """An overlap as the API shows it; who decided and what they noted only to members."""
    fields = {name: getattr(pair, name) for name in ("pk", "verdict", "score", "state", "decided_at")}
    fields |= {"a": pair.a.key, "b": pair.b.key, "reasons": _reasons(bridge.why(pair))}
    told = user.has_perm("intersect.read_decisions")
    by = str(pair.decided_by) if told and pair.decided_by else None
    return {**fields, "note": pair.note if told else "", "decided_by": by}


def _similar(measure: Measure, said: bridge.Similar) -> dict[str, Any]:
    change = said.change and {name: said.change[name] for name in ("code", "text")}
    fields = {name: getattr(said, name) for name in ("verdict", "score", "could_become")}
    return {
        **fields,
        "id": measure.key,
        "title": measure.title,
        "reasons": _reasons(said.reasons),
        "change": change,
    }


def _notice(closed: queries.Closed) -> dict[str, Any]:
    fields = {name: getattr(closed, name) for name in ("pk", "topic", "month", "area", "answer")}
    return {**fields, "measure": closed.measure.key}


def _partner(proposal: queries.Proposal) -> dict[str, Any]:
    return {
        "id": proposal.partner.key,
        "name": proposal.partner.name,
        "score": proposal.score,
        "gives": [list(pair) for pair in proposal.gives],
        "takes": [list(pair) for pair in proposal.takes],
        "reasons": _reasons(proposal.reasons),
        "answer": proposal.answer,
    }


def _reasons(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: reason[name] for name in ("code", "weight", "text")} for reason in reasons]


def _pair(request: HttpRequest, pk: int) -> Overlap:
    pair = queries.listed_overlaps(request.user).filter(pk=pk).first()
    if pair is None:
        raise not_found(f"overlaps/{pk}")
    return pair
