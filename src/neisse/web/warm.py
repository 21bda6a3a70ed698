"""What a process reads once, read before its first request or task instead of inside it.

A cold process that imports all pages within its first write would hold SQLite's lock for seconds.
"""

from __future__ import annotations

import io
import logging
from functools import lru_cache
from typing import Any

log = logging.getLogger(__name__)
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
REHEARSED = ("/", "/directory/", "/plans/", "/events/", "/networks/", "/search/?q=a", "/account/login/")


@lru_cache(maxsize=1)
def application() -> Any:
    """The WSGI application of this process and its copies; imports what stands between the server and the pages."""
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def warm_up() -> None:
    """Load the pages that come first, and the towns."""
    from neisse.web.core.bridge import find_town

    warm_pages()
    find_town("Leipzig")


def warm_pages() -> None:
    """Load the addresses (and with them views, forms, rules), the languages, and the pages that come first."""
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import get_resolver
    from django.utils.translation import gettext, override

    list(get_resolver().url_patterns)
    for page in FIRST:
        get_template(page)
    for code, _name in settings.LANGUAGES:
        with override(code):
            gettext("Start")


def rehearse_pages() -> None:
    """Ask for public pages as a stranger does, so that templates and queries stand ready in all copies of this process.

    What goes wrong is logged: a page that fails here fails for who asks for it, and not the start.
    """
    for page in REHEARSED:
        try:
            _ask(page)
        except Exception:
            log.exception("the rehearsal of %s failed", page)


def _ask(page: str) -> None:
    from django.conf import settings

    from neisse.web.core.addresses import OWN

    path, _, query = page.partition("?")
    hosts = [host for host in settings.ALLOWED_HOSTS if not host.startswith(("*", "."))]
    asked = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": hosts[0] if hosts else "localhost",
        "HTTP_X_FORWARDED_PROTO": "https",
        **OWN,
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }
    answer = application()(asked, lambda *_said: None)
    list(answer)
    answer.close()
