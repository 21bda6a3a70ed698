"""Help: the pages for people in their language, those for operators in English, and a search over both."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from neisse.web.core import help_pages

MOST_LETTERS = 100


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All pages, or those that hold what somebody looks for."""
    language = get_language() or "en"
    query = request.GET.get("q", "").strip()[:MOST_LETTERS]
    operators = {found.slug for found in help_pages.operators_pages()}
    hits = [
        {"page": found, "line": line, "is_for_operators": found.slug in operators}
        for found, line in help_pages.search(query, language)
    ]
    context = {
        "q": query,
        "hits": hits,
        "pages": help_pages.pages(language),
        "operators": help_pages.operators_pages(),
    }
    return render(request, "core/help.html", context)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page for people."""
    return _shown(request, help_pages.page(slug, get_language() or "en"))


@require_safe
def operators(request: HttpRequest, slug: str) -> HttpResponse:
    """One page for operators."""
    return _shown(request, help_pages.operators_page(slug))


def _shown(request: HttpRequest, found: help_pages.HelpPage | None) -> HttpResponse:
    if found is None:
        raise Http404
    return render(request, "core/help_page.html", {"page": found})
