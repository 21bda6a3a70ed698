"""Plans as a list, on a timeline, in a month; and the page of one measure."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from neisse.web.core.ordering import BACK
from neisse.web.core.panels import marks_of
from neisse.web.core.queries import home_countries, today
from neisse.web.record.filters import PlanFilters
from neisse.web.record.holidays import Holiday, holidays_between, region_of
from neisse.web.record.models import Measure
from neisse.web.record.pictures.month import month_bounds, month_grid
from neisse.web.record.pictures.timeline import Window
from neisse.web.record.queries import plans as reads
from neisse.web.record.queries.announcements import documents_of
from neisse.web.record.views.drawing import GROUPS, draw_timeline

PAGE = 50
YEARS = range(1900, 9990)
SPANS = (3, 6, 12)
MOST_DRAWN = 120
MOST_PRINTED = 1000
MOST_IN_MONTH = 240
LONGEST_IN_CELLS_DAYS = 14


def plans(request: HttpRequest) -> HttpResponse:
    """The list of plans."""
    form = PlanFilters(request.GET, request.user)
    rows = reads.listed(reads.plans(request.user, form.values(), today()))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    measures = list(page.object_list)
    marks = marks_of(request, [measure.pk for measure in measures])
    context = {
        "form": form,
        "page": page,
        "rows": [(measure, marks.get(measure.pk, [])) for measure in measures],
        "is_bare": not measures and not reads.plans(request.user, {}, today()).exists(),
        "by_time": form.order.removeprefix(BACK) == "time",
    }
    return render(request, "record/plans.html", context)


def timeline(request: HttpRequest) -> HttpResponse:
    """Plans of some months, in rows by owner, kind or side of the border; on sheets of paper nearly all of them."""
    form = PlanFilters(request.GET, request.user, with_time=False)
    span = next((n for n in SPANS if str(n) == request.GET.get("months")), 6)
    start = month_of(request.GET.get("from", ""))
    window = Window(start, later(start, span))
    rows = reads.listed(reads.plans_between(request.user, form.values(), window.start, window.end))
    total = rows.count()
    group = request.GET.get("rows") if request.GET.get("rows") in GROUPS else "owner"
    on_sheets = bool(request.GET.get("sheets"))
    measures = list(rows[: MOST_PRINTED if on_sheets else MOST_DRAWN])
    context = {
        "form": form,
        "months": span,
        "spans": SPANS,
        "group": group,
        "groups": GROUPS,
        "window": window,
        "last_day": window.end - timedelta(days=1),
        "before": f"{later(start, -span):%Y-%m}",
        "after": f"{window.end:%Y-%m}",
        "from": f"{start:%Y-%m}",
        "total": total,
        "more": total - len(measures),
        **draw_timeline(request, measures, window, str(group), on_sheets=on_sheets),
    }
    return render(request, "record/timeline.html", context)


def month(request: HttpRequest) -> HttpResponse:
    """Plans of a month as a calendar; those without exact days beside it."""
    form = PlanFilters(request.GET, request.user, with_time=False)
    start = month_of(request.GET.get("month", ""))
    first, end = month_bounds(start.year, start.month)
    reach = timedelta(days=6)
    rows = reads.listed(reads.plans_between(request.user, form.values(), first - reach, end + reach))
    exact = list(rows.filter(precision__in=["", "time", "day"])[:MOST_IN_MONTH])
    short = [m for m in exact if length_days(m) <= LONGEST_IN_CELLS_DAYS]
    running = [m for m in exact if length_days(m) > LONGEST_IN_CELLS_DAYS and touches(m, first, end)]
    vague = rows.exclude(precision__in=["", "time", "day"]).filter(end__gt=first, start__lt=end)
    holidays = holidays_between(first - reach, end + reach, countries())
    marks = marks_of(request, [measure.pk for measure in exact])
    weeks = month_grid(first, today(), short, holidays)
    context = {
        "form": form,
        "first": first,
        "last_day": end - timedelta(days=1),
        "weeks": weeks,
        "marks": marks,
        "running": running,
        "vague": vague.order_by(F("end") - F("start"), "start", "pk")[:40],
        "vague_more": max(0, vague.count() - 40),
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{end:%Y-%m}",
        "holidays": [h for h in holidays if first <= h.day < end],
    }
    return render(request, "record/month.html", context)


def measure(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one plan, with the holidays it falls on."""
    found = reads.measure_page(request.user, slug)
    if found is None:
        raise Http404
    context = {
        "measure": found,
        "clashes": clashes(found),
        "may_change": request.user.has_perm("record.change_measure", found),
        "may_see_history": request.user.has_perm("record.view_history", found),
        "proofs": documents_of(request.user, "measure", found),
        **reads.around_measure(request.user, found),
    }
    return render(request, "record/measure.html", context)


def clashes(measure: Measure) -> list[Holiday]:
    """Holidays of both sides, at its place those of the region, on the days of a measure that are known; at most a month."""
    if (
        measure.start is None
        or measure.end is None
        or measure.is_vague
        or (measure.end - measure.start).days > 31
    ):
        return []
    country, region = region_of(measure.city, measure.country)
    home = countries()
    there = [*home, country] if country and country not in home else home
    return holidays_between(measure.start, measure.end, there, {country: region})


def length_days(measure: Measure) -> int:
    """How many days a measure takes; 0 without a time."""
    return (measure.end - measure.start).days if measure.start and measure.end else 0


def touches(measure: Measure, start: date, end: date) -> bool:
    """Whether a measure has a day in `[start, end)`."""
    return bool(measure.start and measure.end and measure.start < end and measure.end > start)


def countries() -> list[str]:
    """The countries whose holidays matter here."""
    return home_countries()


def month_of(text: str) -> date:
    """The first day of a month like `2026-11`; this month where the text is none, or has no month beside it."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today().replace(day=1)
    return first if first.year in YEARS else today().replace(day=1)


def later(first: date, months: int) -> date:
    """The first day of the month so many months later, within the years that a calendar has."""
    index = min(max(first.year * 12 + first.month - 1 + months, 12 * YEARS.start), 12 * YEARS.stop)
    return date(index // 12, index % 12 + 1, 1)
