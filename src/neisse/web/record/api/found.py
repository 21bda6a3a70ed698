"""Search and statistics in the API."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from neisse.web.accounts.bearers import VISITOR
from neisse.web.core.api.answers import Page, PageQuery, answer, page_of
from neisse.web.core.api.errors import responses
from neisse.web.core.api.reading import IsoDay
from neisse.web.core.queries import today
from neisse.web.core.search import search as find
from neisse.web.record.api import writing
from neisse.web.record.queries.statistics import network_statistics

router = Router(tags=["search and statistics"])


class SearchQuery(PageQuery):
    """What to look for."""

    q: str = Field(min_length=1, max_length=200, examples=["Breslau Diagnostik"])
    kind: Literal["", "organisation", "person", "network", "section", "topic_group", "measure", "figure"] = ""


class Hit(Schema):
    """One findable thing."""

    kind: str = Field(examples=["measure"])
    id: str = Field(examples=["muster-1"])
    title: str = Field(examples=["Tag der offenen Labore"])
    note: str = Field(examples=["PORT · Wrocław"])
    url: str = Field(description="Its page.", examples=["/measures/muster-1/"])


class StatisticsQuery(Schema):
    """For which day."""

    on: IsoDay | None = Field(None, description="Today, unless given.", examples=["2021-12-31"])


class Statistics(Schema):
    """Members of a network on a day; [what, how many], most first."""

    day: date
    members: int = Field(examples=[136])
    by_town: list[tuple[str, int]] = Field(examples=[[["Leipzig", 46]]])
    by_kind: list[tuple[str, int]]
    by_sector: list[tuple[str, int]]
    by_country: list[tuple[str, int]]


@router.get("/search", auth=VISITOR, response={200: Page[Hit], **responses()}, summary="Search everything")
def search(request: HttpRequest, query: Annotated[SearchQuery, Query()]) -> HttpResponse:
    """Every word of the query, as part of a word, in any spelling; best first."""
    hits = find(query.q, request.user, query.kind)
    return page_of(
        request,
        hits.documents,
        query,
        lambda part: [
            {"kind": d.kind, "id": d.key, "title": d.title, "note": d.note, "url": d.url} for d in part
        ],
    )


@router.get(
    "/networks/{slug}/statistics",
    auth=VISITOR,
    response={200: Statistics, **responses(403, 404)},
    summary="Statistics of a network",
)
def statistics(
    request: HttpRequest,
    slug: Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]{1,200}$")],
    query: Annotated[StatisticsQuery, Query()],
) -> HttpResponse:
    """Members on a day by town, kind, sector and country."""
    network = writing.find("network", request.user, slug)
    found = network_statistics(request.user, network, query.on or today())
    return answer(request, {name: getattr(found, name) for name in Statistics.model_fields})
