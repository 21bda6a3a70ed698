"""The settings of the instance, its logo and colours, and what waits for the reader."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neisse.web.core.actions.instance import ALLOWED, change_settings, post_test_mail
from neisse.web.core.doors import closed
from neisse.web.core.models import Instance
from neisse.web.core.network_form import NetworkForm
from neisse.web.core.pictures import readable_on, sent
from neisse.web.core.queries import the_instance
from neisse.web.core.queries.mails import sends_mail
from neisse.web.core.queries.public_address import proposed_by
from neisse.web.core.waiting import waiting_for

GROUNDS = ("#ffffff", "#162127")  # the surfaces of the light and the dark theme
DRAWS_ONLY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def network(request: HttpRequest) -> HttpResponse:
    """Whose network this is and how it looks; ways to everything else that managers look after."""
    if away := closed(request, ALLOWED):
        return away
    row = the_instance()
    first = {} if row.public_address else {"public_address": proposed_by(request)}
    form = NetworkForm(request.POST or None, request.FILES or None, instance=row, initial=first)
    if request.method == "POST" and form.is_valid():
        change_settings(actor=request.user, **form.changes())
        messages.success(request, _("Saved."))
        return redirect("core:settings")
    context = {"form": form, "sends_mail": sends_mail()}
    return render(request, "core/settings.html", context, status=422 if form.errors else 200)


@require_POST
def test_mail(request: HttpRequest) -> HttpResponse:
    """A mail to who asks."""
    if away := closed(request, ALLOWED):
        return away
    mail = post_test_mail(actor=request.user)
    messages.success(request, _("A test mail is on its way to %(to)s.") % {"to": mail.to})
    return redirect("core:settings")


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for the reader."""
    if away := closed(request, "core.open_inbox"):
        return away
    found = waiting_for(request.user)
    return render(
        request,
        "core/inbox.html",
        {"waiting": [w for w in found if w.count], "quiet": [w for w in found if not w.count]},
    )


@require_safe
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The logo, for ever under its sign; opened by itself it may draw and nothing else."""
    instance = Instance.objects.exclude(logo="").filter(logo_digest=digest).first()
    if instance is None:
        raise Http404
    content, kind = sent(instance.logo)
    return HttpResponse(content, kind, headers={"Content-Security-Policy": DRAWS_ONLY})


@require_safe
def colours(request: HttpRequest, accent: str) -> HttpResponse:
    """The colour of the network as a style sheet, readable in both themes."""
    if the_instance().accent != f"#{accent}":
        raise Http404
    light, dark = (readable_on(ground, f"#{accent}") for ground in GROUNDS)
    return HttpResponse(f":root {{ --river: light-dark({light}, {dark}); }}\n", "text/css")


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Who runs the instance and how to reach them."""
    return render(request, "core/imprint.html")
