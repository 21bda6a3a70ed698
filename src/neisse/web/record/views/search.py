"""Search across everything that the reader may see."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from neisse.web.core.search import search as find

PAGE = 30
KINDS = {
    "organisation": _("Organisations"),
    "measure": _("Plans"),
    "person": _("People"),
    "network": _("Networks"),
    "section": _("Sections"),
    "topic_group": _("Topic groups"),
    "figure": _("Figures"),
    "event": _("Events"),
    "delegation": _("Delegations"),
}


def search(request: HttpRequest) -> HttpResponse:
    """The hits, best first, with a filter by kind."""
    query, kind = request.GET.get("q", "")[:200], request.GET.get("kind", "")
    hits = find(query, request.user, kind)
    page = Paginator(hits.documents, PAGE).get_page(request.GET.get("page"))
    kinds = [(code, label, hits.by_kind[code]) for code, label in KINDS.items() if hits.by_kind.get(code)]
    context = {
        "query": query,
        "kind": kind,
        "meant": hits.meant,
        "kinds": kinds,
        "total": sum(hits.by_kind.values()),
        "page": page,
        "rows": [(document, KINDS.get(document.kind, document.kind)) for document in page],
    }
    return render(request, "record/search.html", context)
