"""Networks with their statistics, sections and topic groups; published figures."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from neisse.web.core import ways
from neisse.web.core.content import town_label
from neisse.web.core.filters import choice_label
from neisse.web.core.queries import today
from neisse.web.record.labels import sector_label, side_label
from neisse.web.record.models import Organisation, Section, TopicGroup
from neisse.web.record.queries import directory as reads
from neisse.web.record.queries import visible_memberships
from neisse.web.record.queries.scoped import visible
from neisse.web.record.queries.statistics import network_statistics
from neisse.web.record.queries.visible import visible_figures

PAGE = 60
SHOWN = 10
FIGURES = ("-year", "concept", "pk")


def networks(request: HttpRequest) -> HttpResponse:
    """All networks with how many memberships they have today."""
    rows = list(visible("network", request.user).select_related("organisation").prefetch_related("sections"))
    now = today()
    current = reads.members_on(visible_memberships(request.user), now).order_by()
    counts = dict(current.values_list("network_id").annotate(n=Count("organisation", distinct=True)))
    return render(
        request, "record/networks.html", {"rows": [(row, counts.get(row.pk, 0)) for row in rows], "day": now}
    )


def network(request: HttpRequest, slug: str) -> HttpResponse:
    """A network on any day: how many, from where, of which kind; its groups and its members."""
    found = get_object_or_404(visible("network", request.user).select_related("organisation"), slug=slug)
    day = day_of(request.GET.get("day", ""))
    statistics = network_statistics(request.user, found, day)
    kind_label = choice_label(Organisation.Kind.choices)
    members = reads.network_members(request.user, found, day)
    context = {
        "network": found,
        "day": day,
        "statistics": statistics,
        "tables": [
            (
                "city",
                [(town, town_label(town), n) for town, n in statistics.by_town[:SHOWN]],
                len(statistics.by_town),
            ),
            ("kind", [(k, kind_label(k), n) for k, n in statistics.by_kind[:SHOWN]], len(statistics.by_kind)),
            (
                "sector",
                [(s, sector_label(s), n) for s, n in statistics.by_sector[:SHOWN]],
                len(statistics.by_sector),
            ),
        ],
        "countries": [(code, side_label(code), n) for code, n in statistics.by_country],
        "page": Paginator(members, PAGE).get_page(request.GET.get("page")),
        **reads.groups_of(found, request.user),
    }
    return render(request, "record/network.html", context)


def day_of(text: str) -> date:
    """The day asked for, else today."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today()


def section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section stands on the page of its network."""
    found = get_object_or_404(Section.objects.select_related("network"), slug=slug)
    return ways.to(f"{reverse('record:network', args=[found.network.slug])}#{found.slug}")


def topic_group(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic group stands on the page of its network."""
    found = get_object_or_404(TopicGroup.objects.select_related("network", "section__network"), slug=slug)
    home = found.network or (found.section.network if found.section else None)
    if home is None:
        raise Http404
    return ways.to(f"{reverse('record:network', args=[home.slug])}#{found.slug}")


def figures(request: HttpRequest) -> HttpResponse:
    """Published numbers, each with its concept, year and source."""
    rows = visible_figures(request.user).select_related("organisation", "network", "measure__owner")
    page = Paginator(rows.order_by(*FIGURES), PAGE).get_page(request.GET.get("page"))
    return render(request, "record/figures.html", {"page": page})


def figure(request: HttpRequest, slug: str) -> HttpResponse:
    """A figure stands in the list of figures."""
    rows = visible_figures(request.user)
    found = get_object_or_404(rows, slug=slug)
    before = rows.order_by(*FIGURES).values_list("pk", flat=True)
    number = list(before).index(found.pk) // PAGE + 1
    return ways.to(f"{reverse('record:figures')}?page={number}#{found.slug}")
