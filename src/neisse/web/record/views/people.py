"""The list of persons, for those who plan together: who holds which office where, and who may be contacted."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from neisse.web.core.doors import closed
from neisse.web.core.queries import today
from neisse.web.record.filters import PeopleFilters
from neisse.web.record.queries.people import people as reads

PAGE = 50
ALLOWED = "record.list_people"


@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Persons with their office and organisation; contacts where consent holds today."""
    if away := closed(request, ALLOWED):
        return away
    form = PeopleFilters(request.GET, request.user)
    page = Paginator(
        reads(request.user, form.values()).select_related("organisation", "user"), PAGE
    ).get_page(request.GET.get("page"))
    now = today()
    shown = [
        (person, person.may_be_contacted(now), request.user.has_perm("record.change_person", person))
        for person in page
    ]
    return render(request, "record/people.html", {"form": form, "page": page, "rows": shown})
