"""Buttons below a list: the same for all rows that are marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from neisse.web.core import posted, ways
from neisse.web.core.done import done
from neisse.web.core.doors import closed
from neisse.web.core.downloads import PEOPLE
from neisse.web.core.queries import today
from neisse.web.core.queries.mails import sends_mail
from neisse.web.core.queries.public_address import address_for
from neisse.web.core.said import sentence_of
from neisse.web.record.actions import inviting
from neisse.web.record.actions.inviting import invite_together
from neisse.web.record.actions.together import MOST, Together, add_topic, remove_together, show_together
from neisse.web.record.exports import sheet_of_marked
from neisse.web.record.models import Visibility
from neisse.web.record.queries.scoped import visible, with_parts
from neisse.web.record.views.edit import LISTS

ALLOWED = "record.list_removed"
MAY_INVITE = inviting.ALLOWED
KINDS = ("organisation", "measure", "person")
LEVELS = (Visibility.PUBLIC.value, Visibility.CIRCLE.value)
MOST_TOLD = 5
LONGEST_QUERY = 2000


@require_POST
def together(request: HttpRequest, kind: str) -> HttpResponse:
    """Do what a button says to the rows that are marked, as far as the reader may; the rest is named."""
    if kind not in KINDS:
        raise Http404
    if away := closed(request, ALLOWED):
        return away
    asked = QueryDict(posted.word(request, "asked", LONGEST_QUERY)).urlencode()
    back = f"{reverse(LISTS[kind])}{'?' if asked else ''}{asked}"
    slugs = list(dict.fromkeys(posted.words(request, "row")))[:MOST]
    rows = list(with_parts(kind, visible(kind, request.user)).filter(slug__in=slugs).order_by("pk"))
    if rows and (form := posted.word(request, "do")) in PEOPLE:
        return sheet_of_marked(request.user, kind, slugs, form, f"{kind}-{today():%Y-%m-%d}")
    found = _act(request, kind, rows) if rows else None
    if found is None:
        messages.warning(request, _("Nothing is changed: mark rows and choose what to do with them."))
        return ways.to(back)
    if posted.word(request, "do") == "invite":
        _tell_invited(request, found.changed)
    else:
        _tell(request, found)
    _tell_left(request, found)
    return ways.to(back)


def _act(request: HttpRequest, kind: str, rows: Sequence[Any]) -> Together | None:
    asked = posted.word(request, "do")
    if asked == "remove":
        return remove_together(rows, actor=request.user)
    if asked in LEVELS and kind != "person":
        return show_together(rows, asked, actor=request.user)
    if asked == "invite" and kind == "person" and request.user.has_perm(MAY_INVITE):
        return invite_together(rows, actor=request.user, address=address_for(request))
    topic = posted.line(request, "topic", 100)
    if asked == "topic" and kind == "measure" and topic:
        return add_topic(rows, topic, actor=request.user)
    return None


def _tell(request: HttpRequest, found: Together) -> None:
    n = found.changed
    if found.sign:
        text = ngettext("%(n)s record is removed.", "%(n)s records are removed.", n) % {"n": n}
        done(request, text, undo=reverse("record:removed_together", args=[found.sign]))
    elif n:
        done(request, ngettext("%(n)s record is changed.", "%(n)s records are changed.", n) % {"n": n})


def _tell_invited(request: HttpRequest, n: int) -> None:
    """How many are invited, and where their links are while no server carries the mails."""
    if n:
        done(request, ngettext("%(n)s person is invited.", "%(n)s persons are invited.", n) % {"n": n})
        if not sends_mail():
            told = _("No mail leaves this instance: hand over each link from the page of the account.")
            messages.warning(request, told)


def _tell_left(request: HttpRequest, found: Together) -> None:
    for row, error in found.left[:MOST_TOLD]:
        messages.warning(request, f"{row}: {sentence_of(error)}")
    if more := len(found.left[MOST_TOLD:]):
        text = ngettext("%(n)s more stays as it was.", "%(n)s more stay as they were.", more)
        messages.warning(request, text % {"n": more})
