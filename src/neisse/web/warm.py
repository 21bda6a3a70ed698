"""What a process reads once, read before its first request or task instead of inside it.

A cold process that imports all pages within its first write would hold SQLite's lock for seconds.
"""

from __future__ import annotations


def warm_up() -> None:
    """Load the addresses (and with them views, forms, rules), the towns and the base template."""
    from django.template.loader import get_template
    from django.urls import get_resolver

    from neisse.web.core.bridge import find_town

    list(get_resolver().url_patterns)
    get_template("core/base.html")
    find_town("Leipzig")
