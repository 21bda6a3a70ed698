"""What a process reads once, read before its first request or task instead of inside it.

A cold process that imports all pages within its first write would hold SQLite's lock for seconds.
"""

from __future__ import annotations

FIRST = (
    "core/base.html",
    "publish/start.html",
    "record/directory.html",
    "record/plans.html",
    "record/measure.html",
    "record/organisation.html",
    "meet/events.html",
    "meet/event.html",
    "account/login.html",
)


def warm_up() -> None:
    """Load the addresses (and with them views, forms, rules), the towns, the languages, and the pages that come first."""
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import get_resolver
    from django.utils.translation import gettext, override

    from neisse.web.core.bridge import find_town

    list(get_resolver().url_patterns)
    for page in FIRST:
        get_template(page)
    for code, _name in settings.LANGUAGES:
        with override(code):
            gettext("Start")
    find_town("Leipzig")
