"""Saving a view of a list for oneself, and removing it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from neisse.engine.values import NeisseError
from neisse.web.core import posted, ways
from neisse.web.core.actions.saved_views import LONGEST_NAME, LONGEST_QUERY, remove_view, save_view
from neisse.web.core.navigation import address
from neisse.web.core.queries.saved_views import SHARES, changeable
from neisse.web.core.said import sentence_of


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Save the filters of a list under a name."""
    page = posted.line(request, "list", 60)
    url, name = address(page), posted.line(request, "name", LONGEST_NAME).strip()
    if not url:
        raise Http404
    query = posted.word(request, "query", 2 * LONGEST_QUERY + 1)
    if not name:
        messages.warning(request, _("A view is saved under a name: type one."))
        return ways.to(url)
    try:
        view = save_view(
            page,
            name,
            query,
            actor=request.user,
            is_shared=bool(posted.word(request, "shared")) and request.user.has_perm(SHARES),
            opens=bool(posted.word(request, "opens")),
        )
    except NeisseError as error:
        messages.error(request, sentence_of(error))
        return ways.to(url)
    messages.success(request, _("Saved: “%(name)s”.") % {"name": view.name})
    return ways.to(f"{url}?{view.query}")


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a saved view of one's own, or as a manager one of the circle."""
    view = get_object_or_404(changeable(request.user), pk=pk)
    remove_view(view, actor=request.user)
    messages.success(request, _("The saved view is removed."))
    return ways.to(address(view.page) or "/")
