"""What stands around every page, and the pages of refusals: made once for each reader while a walk goes on.

A walk asks thousands of times, and header, footer and the counts in them take a third of each answer. They depend on
the reader alone (`test_frames.py`), so a walk looks at them once and then at what differs from page to page.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import Context
from django.template.loader_tags import IncludeNode
from django.utils.translation import get_language

AROUND = {"core/parts/header.html", "core/parts/footer.html"}


class Frames:
    """What was made for whom; `forget()` where what is shown around pages may have changed."""

    def __init__(self) -> None:
        self.made: dict[Any, Any] = {}

    def forget(self) -> None:
        """Make everything anew."""
        self.made.clear()

    def keep(self, patch: pytest.MonkeyPatch) -> None:
        """From now on, until the test ends."""
        from neisse.web.core.views import errors

        render, plain = IncludeNode.render, errors.plain

        def around(node: IncludeNode, context: Context) -> Any:
            name = getattr(node.template, "var", None)
            if name not in AROUND:
                return render(node, context)
            key = (name, *reader_of(context["request"]))
            if key not in self.made:
                self.made[key] = render(node, context)
            return self.made[key]

        def refused(request: HttpRequest, status: int) -> HttpResponse:
            if errors.is_api(request):
                return plain(request, status)
            key = (status, *reader_of(request))
            if key not in self.made:
                self.made[key] = plain(request, status).content
            return HttpResponse(self.made[key], status=status)

        patch.setattr(IncludeNode, "render", around)
        patch.setattr(errors, "plain", refused)


def reader_of(request: HttpRequest) -> tuple[Any, str | None]:
    """Who reads, and in which language."""
    return getattr(getattr(request, "user", None), "pk", None), get_language()
