"""The warning while a plan is being typed, before it is saved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from neisse.web.intersect import bridge, queries
from neisse.web.intersect.wording import said

FEWEST_LETTERS = 4
MOST_SHOWN = 5
FIELDS = ("title", "description", "kind", "owner", "starts", "ends", "period", "city", "country", "key")


@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """Plans like the one in the form, as a fragment; nothing is kept of what was sent.

    Fields: title, description, kind, owner (key), starts, ends, period, city, country, topics, audience,
    online, key (of the measure that is being edited).
    """
    draft: dict[str, Any] = {name: request.POST.get(name, "").strip() for name in FIELDS}
    draft["online"] = request.POST.get("online") in {"on", "true", "1"}
    draft["topics"] = _list(request, "topics")
    draft["audience"] = _list(request, "audience")
    found = []
    if len(draft["title"]) >= FEWEST_LETTERS:
        found = queries.shown(request.user, bridge.similar_to(draft))[:MOST_SHOWN]
    rows = [(measure, pair, said(pair.reasons)[:3]) for measure, pair in found]
    return render(
        request, "intersect/similar.html", {"rows": rows, "asked": len(draft["title"]) >= FEWEST_LETTERS}
    )


def _list(request: HttpRequest, name: str) -> list[str]:
    values = request.POST.getlist(name)
    return [part.strip() for value in values for part in value.replace(";", ",").split(",") if part.strip()]
