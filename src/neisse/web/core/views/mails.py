"""The outbox as managers see it: what waits, what failed, what was perhaps sent. Never the text of a mail."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from rules.contrib.views import permission_required

from neisse.web.core import posted, ways
from neisse.web.core.actions.mail import discard, send_again
from neisse.web.core.models import Mail
from neisse.web.core.queries import mails as reads

PER_PAGE = 50
managers_only = permission_required("core.manage_mails", raise_exception=True)


@require_GET
@never_cache
@managers_only
def mails(request: HttpRequest) -> HttpResponse:
    """Mails by state; what needs somebody comes first."""
    query, group = request.GET.get("q", "")[:100].replace("\0", ""), request.GET.get("state", "stuck")
    labels = {
        "stuck": _("failed or perhaps sent"),
        "waiting": _("waiting"),
        "sent": _("sent"),
        "discarded": _("discarded"),
    }
    counts = reads.mail_counts()
    context = {
        "page": Paginator(reads.mails(group, query), PER_PAGE).get_page(request.GET.get("page")),
        "q": query,
        "group": group if group in labels else "",
        "groups": [(name, label, counts[name]) for name, label in labels.items()],
        "failed": reads.mail_health().failed,
    }
    return render(request, "core/mails.html", context)


@require_POST
@managers_only
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one mail again, or put it aside."""
    mail = get_object_or_404(Mail.objects.defer("body"), pk=pk)
    chosen = Mail.objects.filter(pk=mail.pk)
    if posted.word(request, "action") == "discard":
        done = discard(chosen, actor=request.user)
        said = _("The mail to %(to)s is put aside.")
    else:
        done = send_again(chosen, actor=request.user)
        said = _("The mail to %(to)s is on its way again.")
    if done:
        messages.success(request, said % {"to": mail.to})
    else:
        messages.error(request, _("Nothing changed: the mail is on its way, or its text is erased already."))
    return back(request)


@require_POST
@managers_only
def all_again(request: HttpRequest) -> HttpResponse:
    """Send everything again that failed; what was perhaps sent is decided one by one."""
    count = send_again(Mail.objects.filter(state=Mail.State.FAILED), actor=request.user)
    said = ngettext("%(n)s mail is on its way again.", "%(n)s mails are on their way again.", count)
    messages.success(request, said % {"n": count})
    return back(request)


def back(request: HttpRequest) -> HttpResponse:
    """The list, filtered as it was."""
    kept = {name: said for name in ("q", "state") if (said := posted.word(request, name)[:100])}
    return ways.to(reverse("core:mails") + (f"?{urlencode(kept)}" if kept else ""))
