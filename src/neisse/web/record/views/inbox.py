"""The manager's side of the intake: links, and what came in through them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neisse.web.core import once, posted
from neisse.web.core.actions.links import revoke as close_link
from neisse.web.core.doors import closed
from neisse.web.record.actions.intake import accept, ask_back, decline, make_link
from neisse.web.record.forms.intake import LinkForm
from neisse.web.record.models import ImportBatch, IntakeLink, IntakeSubmission, Organisation
from neisse.web.record.queries.intake import links, plans_shown, submissions

PAGE = 30
ALLOWED = "record.manage_intake"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def intake_links(request: HttpRequest) -> HttpResponse:
    """Personal links; a new one is shown once."""
    if away := closed(request, ALLOWED):
        return away
    form = LinkForm(request.POST or None, user=request.user)
    address = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        _link, secret = make_link(
            Organisation.objects.get(key=said["organisation"]),
            addressee=said["addressee"],
            language=said["language"],
            days=said["days"],
            actor=request.user,
        )
        address = request.build_absolute_uri(reverse("record:intake", args=[secret]))
        once.made(request)
        form = LinkForm(user=request.user)
    page = Paginator(links(), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "address": address, "now": timezone.now()}
    return render(request, "record/intake_links.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a link."""
    if away := closed(request, ALLOWED):
        return away
    close_link(get_object_or_404(IntakeLink, pk=pk), actor=request.user)
    messages.success(request, _("The link no longer opens."))
    return redirect("record:intake_links")


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What came in, what waits first."""
    if away := closed(request, ALLOWED):
        return away
    page = Paginator(submissions(), PAGE).get_page(request.GET.get("page"))
    rows = [(submission, plans_shown(submission)) for submission in page.object_list]
    return render(request, "record/intake_inbox.html", {"page": page, "rows": rows})


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a submission, which makes it an import, or decline it; with an answer to the sender."""
    if away := closed(request, ALLOWED):
        return away
    submission = get_object_or_404(IntakeSubmission.objects.select_related("link__organisation"), pk=pk)
    answer = posted.line(request, "answer", 500)
    decision = posted.word(request, "decision")
    if decision == "ask":
        if not answer:
            messages.error(request, _("Write your question first."))
        else:
            ask_back(submission, actor=request.user, question=answer)
            messages.success(request, _("Asked; what was sent goes on waiting."))
        return redirect("record:intake_inbox")
    if decision not in {"accept", "look"}:
        decline(submission, actor=request.user, answer=answer)
        messages.success(request, _("Declined; the sender sees your answer."))
        return redirect("record:intake_inbox")
    batch = accept(submission, actor=request.user, answer=answer, at_once=decision == "accept")
    if batch.state == ImportBatch.State.CONFIRMED:
        messages.success(request, _("Accepted and stored."))
        return redirect("record:intake_inbox")
    if decision == "look":
        messages.success(request, _("Accepted; nothing is stored before you confirm it here."))
        return redirect("record:import_batch", pk=batch.pk)
    messages.warning(
        request, _("Accepted; some of it is in doubt or refused. Look at it before it is stored.")
    )
    return redirect("record:import_batch", pk=batch.pk)
