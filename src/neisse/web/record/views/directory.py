"""The directory and the page of an organisation."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from neisse.web.core import ways
from neisse.web.core.content import town_label
from neisse.web.core.queries import today
from neisse.web.record.filters import DirectoryFilters
from neisse.web.record.labels import sector_label
from neisse.web.record.pictures.town_map import Town, TownMap, town_map
from neisse.web.record.queries import directory as reads
from neisse.web.record.queries.announcements import documents_of
from neisse.web.record.queries.duplicates import address_after, merged_away
from neisse.web.record.queries.offices import office_requests
from neisse.web.record.queries.scoped import closed_fields
from neisse.web.record.queries.visible import visible_people

PAGE = 40


def directory(request: HttpRequest) -> HttpResponse:
    """Organisations: filter bar, list, map."""
    form = DirectoryFilters(request.GET, request.user)
    filters = form.values()
    rows = reads.directory(request.user, filters, today())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    organisations = list(page.object_list)
    plans = reads.plan_counts(request.user, organisations)
    towns = reads.towns_of(rows) if filters.keys() - {"sort"} else reads.all_towns(request.user)
    context = {
        "form": form,
        "page": page,
        "rows": [
            (row, plans.get(row.pk, 0), [sector_label(sector) for sector in row.sectors])
            for row in organisations
        ],
        "towns": towns,
        "map": picture(towns, request),
    }
    return render(request, "record/directory.html", context)


def picture(towns: list[dict[str, object]], request: HttpRequest) -> TownMap | None:
    """The map of towns; a click narrows the directory to the town and keeps the other filters."""
    kept = {name: value for name, value in request.GET.items() if name not in {"city", "page"} and value}
    base = reverse("record:directory")
    return town_map(
        [
            Town(
                town_label(str(town["city"]), str(town["country"])),
                str(town["country"]),
                float(str(town["lat"])),
                float(str(town["lon"])),
                int(str(town["count"])),
                f"{base}?{urlencode(kept | {'city': town['city']})}",
            )
            for town in towns
        ]
    )


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Facts with their sources, offers, needs, plans, people, memberships, figures."""
    found = reads.organisation_page(request.user, slug)
    if found is None:
        return _merged(request, slug)
    now = today()
    context = {
        "organisation": found,
        "sectors": [(sector, sector_label(sector)) for sector in found.sectors],
        "identifiers": [
            (name.upper(), getattr(found, name))
            for name in ("ror", "lei", "nip", "regon", "krs", "hrb")
            if getattr(found, name)
        ],
        "today": now,
        "is_reached": not closed_fields(request.user, found),
        "proofs": documents_of(request.user, "organisation", found),
        "office_requests": office_requests(request.user, found),
        **reads.around(request.user, found, now),
    }
    context["people"] = [
        (person, person.may_be_contacted(now) and request.user.has_perm("record.view_contact", person))
        for person in context["people"]
    ]
    return render(request, "record/organisation.html", context)


def _merged(request: HttpRequest, slug: str) -> HttpResponse:
    """Where an old address leads: on to the organisation that it went into, or nowhere any more.

    A browser may not remember it: a merge can be undone.
    """
    merged = merged_away(request.user, slug)
    target = address_after(request.user, merged) if merged else ""
    if merged is not None and merged.survivor_id is None:
        return render(request, "record/gone.html", {"merged": merged}, status=410)
    if not target:
        raise Http404
    return redirect("record:organisation", target, permanent=True)


def person(request: HttpRequest, slug: str) -> HttpResponse:
    """People stand on the page of their organisation."""
    found = visible_people(request.user).select_related("organisation").filter(slug=slug).first()
    if found is None or found.organisation is None:
        raise Http404
    return ways.to(f"{reverse('record:organisation', args=[found.organisation.slug])}#people")
