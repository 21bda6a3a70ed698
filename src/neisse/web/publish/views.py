"""The start page of an instance."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from neisse.web.core.bridge import country_name
from neisse.web.core.content import reader_language
from neisse.web.core.queries import home_countries, today
from neisse.web.core.steps import first_steps
from neisse.web.publish.queries import Numbers, numbers
from neisse.web.record.labels import side_label
from neisse.web.record.pictures.timeline import Window
from neisse.web.record.queries import directory as organisations
from neisse.web.record.queries import plans
from neisse.web.record.rules.seen import organisations_of
from neisse.web.record.views.directory import picture
from neisse.web.record.views.drawing import draw_timeline
from neisse.web.record.views.plans import later

NEXT = 7
DRAWN = 40
MONTHS = 4


def elsewhere(counted: Numbers, banks: Sequence[str]) -> list[tuple[str, int, int]]:
    """What lies on neither bank, by country: its name, organisations, plans; "" for what has no country."""
    codes = (counted.organisations_by_country | counted.plans_by_country).keys() - set(banks)
    found = [
        (code, counted.organisations_by_country.get(code, 0), counted.plans_by_country.get(code, 0))
        for code in sorted(codes)
    ]
    return [(country_name(code, reader_language()) if code else "", n, plans) for code, n, plans in found]


def start(request: HttpRequest) -> HttpResponse:
    """The network in numbers, what comes next, where it is, what overlaps."""
    now = today()
    counted = numbers(request.user, now)
    steps = first_steps() if request.user.has_perm("core.manage_instance") else []
    is_open = any(not stepped.is_done for stepped in steps)
    others = counted.organisations - len(organisations_of(request.user))
    if not (others or counted.plans or plans.plans(request.user, {}, now).exists()):
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
        "elsewhere": elsewhere(counted, banks[:2]),
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
