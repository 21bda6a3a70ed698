"""The warning while a plan is being typed, before it is saved."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from neisse.web.core.queries import today
from neisse.web.intersect import bridge, queries
from neisse.web.intersect.wording import said, sentence

FEWEST_LETTERS = 4
MOST_SHOWN = 5
LONGEST = 20_000
FORM = {"city": "place__city", "country": "place__country"}


@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """Plans like the one in the form, as a fragment; nothing is kept of what was sent.

    Fields as in the form of a measure: title, description, kind, owner, when, place__city, place__country,
    place__online, topics, audience; `key` is the measure that is being edited.
    """
    draft: dict[str, Any] = {
        name: request.POST.get(FORM.get(name, name), "").strip()[:LONGEST]
        for name in ("title", "description", "kind", "owner", "when", "city", "country", "key")
    }
    draft["online"] = request.POST.get("place__online") in {"on", "true", "1"}
    draft["topics"] = _list(request, "topics")
    draft["audience"] = _list(request, "audience")
    asked = len(draft["title"]) >= FEWEST_LETTERS
    found = queries.similar(request.user, bridge.draft_measure(draft, today()), MOST_SHOWN) if asked else []
    rows = [
        (measure, pair, said(pair.reasons)[:3], sentence(pair.change) if pair.change else "")
        for measure, pair in found or ()
    ]
    shown = {"rows": rows, "asked": asked, "preparing": found is None}
    return render(request, "intersect/similar.html", shown)


def _list(request: HttpRequest, name: str) -> list[str]:
    values = request.POST.getlist(name)
    return [part.strip() for value in values for part in re.split(r"[;,\n]", value) if part.strip()]
