"""Tags that are built into every template of the product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from neisse.web.core import navigation as pages
from neisse.web.core.content import content, reader_language, town_label
from neisse.web.core.done import way_back
from neisse.web.core.downloads import filters_in_words
from neisse.web.core.icons import icon_svg
from neisse.web.core.links import new_secret
from neisse.web.core.ordering import BACK, turned_name
from neisse.web.core.panels import panels_at
from neisse.web.core.queries.saved_views import SHARES, views_of
from neisse.web.core.said import said, said_kept
from neisse.web.core.sides import SIDES
from neisse.web.core.waiting import waiting_for
from neisse.web.core.when import days_text, period_text

register = template.Library()
INBOX = "core:inbox"
FORMATS = {
    "jsonl": "JSON Lines",
    "ics": "iCalendar",
    "vcf": "vCard",
    "xlsx": "Excel (XLSX)",
    "ods": "OpenDocument (ODS)",
}


@register.simple_tag(takes_context=True)
def panels(context: template.Context, place: str, subject: Any = None) -> SafeString:
    """Everything that later stages show at `place` about `subject`."""
    request = context["request"]
    parts = []
    for panel in panels_at(place):
        filled = panel.context(request, subject)
        if filled is not None:
            parts.append(render_to_string(panel.template, filled, request=request))
    return mark_safe("".join(parts))  # noqa: S308 - the parts are rendered templates


@register.filter(name="said")
def said_filter(text: str) -> str:
    """A text of a finding or an error in the reader's language."""
    return said(text)


@register.filter
def said_again(kept: Any) -> str:
    """A text that was stored, in the reader's language."""
    return said_kept(kept)


@register.filter(name="way_back")
def way_back_filter(message: Any) -> str:
    """The address that takes back what a message tells."""
    return way_back(message)


@register.simple_tag
def once() -> SafeString:
    """The sign of a form that makes something: sent twice, it makes it once (`core.once`)."""
    return format_html('<input type="hidden" name="once" value="{}">', new_secret())


@register.simple_tag(takes_context=True)
def order_head(context: template.Context, name: str, label: str) -> SafeString:
    """The head of a column that sorts the list of the `form`; a second time it sorts the other way round."""
    form, asked = context["form"], context["request"].GET.copy()
    turned = turned_name(form.order, name)
    asked.pop("page", None)
    asked["sort"] = turned
    if turned == form.usual_order:
        del asked["sort"]
    ways = {name: ("ascending", "▲"), f"{BACK}{name}": ("descending", "▼")}
    now, sign = ways.get(form.order, ("", ""))
    sorted_so = format_html(' aria-sort="{}"', now) if now else ""
    mark = format_html(' <span aria-hidden="true">{}</span>', sign) if sign else ""
    query = asked.urlencode()
    return format_html('<th scope="col"{}><a href="?{}">{}{}</a></th>', sorted_so, query, label, mark)


@register.simple_tag(takes_context=True)
def saved_views(context: template.Context) -> dict[str, Any] | None:
    """The saved views of this list, its name and its filters; None where nothing can be saved. One query.

    `now`: the view that is looked at, where the reader may change it.
    """
    request = context["request"]
    found = request.resolver_match
    if found is None or found.kwargs or not request.user.is_authenticated:
        return None
    asked = request.GET.copy()
    asked.pop("page", None)
    query, user = asked.urlencode(), request.user
    shares = user.has_perm(SHARES)
    views = [
        (view, view.owner_id == user.pk or (shares and view.is_shared))
        for view in views_of(user, found.view_name)
    ]
    now = next((view for view, _may in views if view.query == query and view.owner_id == user.pk), None)
    is_new = bool(query) and all(view.query != query for view, _may in views)
    words = {"list": found.view_name, "views": views, "query": query, "is_new": is_new}
    return words | {"now": now, "shares": shares}


@register.simple_tag
def filters_set(form: Any) -> str:
    """The filters that are set, in words: they stand on what is printed."""
    return filters_in_words(form)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An inline icon; the words beside it carry the meaning."""
    return mark_safe(icon_svg(name))  # noqa: S308 - own drawings


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> Iterator[pages.Entry]:
    """The entries of the main navigation; the inbox with how much waits there."""
    for entry in pages.entries(context["request"]):
        if entry.view == INBOX:
            found = waiting_for(context["request"].user)
            yield replace(entry, count=sum(waiting.count for waiting in found))
        else:
            yield entry


@register.simple_tag
def address(view: str) -> str:
    """The address of a view that may not exist; empty where it does not."""
    return pages.address(view)


@register.simple_tag
def address_of(view: str, *arguments: Any) -> str:
    """The address of a view with arguments; empty where the product has none."""
    try:
        return reverse(view, args=arguments)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def text(context: template.Context, record: Any, field: str, mark: bool = True) -> SafeString:
    """A field of a record in the reader's language, else in another one with its mark and `lang`.

    What the mark means is said with the first one of a page; the others are drawn by the style sheet.
    """
    found = content(record, field)
    if not found.language or found.language == reader_language():
        return conditional_escape(found.text)
    if not (mark and found.is_untranslated):
        return format_html('<span lang="{}">{}</span>', found.language, found.text)
    if not _is_first(context, found.language):
        return format_html('<span class="foreign" lang="{}">{}</span>', found.language, found.text)
    name = get_language_info(found.language)["name_translated"]
    meaning = _("Translation missing: this text is in %(language)s.") % {"language": name}
    return format_html(
        '<span lang="{}">{}</span> <span class="mark untranslated" title="{}">'
        '<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span></span>',
        found.language,
        found.text,
        meaning,
        found.language.upper(),
        meaning,
    )


def _is_first(context: template.Context, language: str) -> bool:
    """Whether the page has not said yet that texts of this language are not translated."""
    told = languages_told(context)
    is_first = language not in told
    told.add(language)
    return is_first


@register.filter
def town(record: Any) -> str:
    """The town of a record in the reader's language; forms keep what was typed."""
    return town_label(record.city, record.country)


def languages_told(context: template.Context) -> set[str]:
    """The languages of which the page has said that their texts are not translated."""
    told: set[str] = vars(getattr(context, "request", context)).setdefault("_languages_told", set())
    return told


@register.simple_tag
def side(country: str) -> SafeString:
    """On which bank something lies: the code of its country with the hue of that side."""
    if not country:
        return mark_safe("")
    style = country.lower() if country in SIDES else "other"
    return format_html('<span class="side side-{}">{}</span>', style, country)


@register.simple_tag
def example_mark(record: Any) -> SafeString:
    """The quiet mark of an invented record; nothing for a real one."""
    if not record.invented:
        return mark_safe("")
    hint = _("Invented for the example; no real organisation is meant.")
    return format_html('<span class="mark example" title="{}">{}</span>', hint, _("example"))


@register.simple_tag
def bar(value: float, tone: str = "") -> SafeString:
    """A share in [0, 1] as a small bar; say the number beside it."""
    width = f"{80 * min(1.0, max(0.0, value)):.1f}"
    return format_html(
        '<svg class="bar {}" viewBox="0 0 80 6" aria-hidden="true"><rect class="track" width="80" height="6" '
        'rx="3"/><rect class="value" width="{}" height="6" rx="3"/></svg>',
        tone,
        width,
    )


@register.filter
def percent(value: float) -> str:
    """A share in [0, 1] as whole percent, as the language writes it."""
    gap = "" if reader_language() in {"en", "pl"} else "\u202f"
    return f"{number_format(round(100 * value))}{gap}%"


@register.filter
def euro(cents: int | None) -> str:
    """Cents as euro in the reader's notation; whole euro without decimals."""
    if cents is None:
        return ""
    amount = number_format(Decimal(cents) / 100, decimal_pos=2 if cents % 100 else 0, force_grouping=True)
    return f"€{amount}" if reader_language() == "en" else f"{amount}\u00a0€"


@register.filter
def number(value: Any) -> str:
    """A number without trailing zeros, grouped as the reader's language does it."""
    exact = Decimal(str(value))
    whole = exact == exact.to_integral_value()
    trimmed = exact.quantize(Decimal(1)) if whole else exact.normalize()
    return number_format(trimmed, force_grouping=abs(exact) >= 10_000)


@register.filter
def plain(value: Any) -> str:
    """A number as programs write it (years, keys, coordinates): no grouping, a point for decimals."""
    return str(value)


@register.filter
def page_numbers(page: Page[Any]) -> list[int]:
    """The pages to offer: the first, the last, two around this one; 0 stands for a gap."""
    return [
        n if isinstance(n, int) else 0
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]


@register.filter
def split(words: str) -> list[str]:
    """The words of a text."""
    return words.split()


@register.filter
def format_name(code: str) -> str:
    """What people call a file format."""
    return FORMATS.get(code, code.upper())


@register.filter
def when(record: Any) -> str:
    """The time of a measure in words."""
    return period_text(record)


@register.filter
def when_short(record: Any) -> str:
    """The time of a measure for a narrow column: short months, no clock."""
    return period_text(record, short=True)


@register.filter
def day(value: date | None) -> str:
    """One day, the month written out."""
    return days_text(value, value) if value else ""


@register.simple_tag
def marks_at(marks: dict[int, list[Any]], pk: int) -> list[Any]:
    """What later stages say of one record in a picture of many."""
    return marks.get(pk, [])


@register.simple_tag
def share_bar(part: int, whole: int) -> SafeString:
    """A count as a bar against all of them."""
    return bar(part / whole if whole else 0.0)
