"""The start page of an instance."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from neisse.web.core.queries import home_countries, today
from neisse.web.core.steps import first_steps
from neisse.web.publish.queries import numbers
from neisse.web.record.labels import side_label
from neisse.web.record.pictures.timeline import Window
from neisse.web.record.queries import directory as organisations
from neisse.web.record.queries import plans
from neisse.web.record.views.directory import picture
from neisse.web.record.views.drawing import draw_timeline
from neisse.web.record.views.plans import later

NEXT = 7
DRAWN = 40
MONTHS = 4


def start(request: HttpRequest) -> HttpResponse:
    """The network in numbers, what comes next, where it is, what overlaps."""
    now = today()
    counted = numbers(request.user, now)
    steps = first_steps() if request.user.has_perm("core.manage_instance") else []
    is_open = any(not stepped.is_done for stepped in steps)
    if not (counted.organisations or counted.plans or plans.plans(request.user, {}, now).exists()):
        return render(request, "publish/empty.html", {"steps": steps})
    coming = plans.listed(plans.plans(request.user, {}, now)).filter(
        start__gte=now, precision__in=["", "time", "day"]
    )
    window = Window(now.replace(day=1), later(now.replace(day=1), MONTHS))
    drawn = plans.listed(plans.plans_between(request.user, {}, now, window.end)).filter(
        precision__in=["", "time", "day"]
    )
    towns = organisations.all_towns(request.user)
    banks = home_countries()
    context = {
        "numbers": counted,
        "steps": steps if is_open else [],
        "banks": [
            (
                code,
                side_label(code),
                counted.organisations_by_country.get(code, 0),
                counted.plans_by_country.get(code, 0),
            )
            for code in banks[:2]
        ],
        "next": coming[:NEXT],
        "towns": towns,
        "map": picture(towns, request),
        "window": window,
        **draw_timeline(request, list(drawn[:DRAWN]), window, "country"),
    }
    return render(request, "publish/start.html", context)
