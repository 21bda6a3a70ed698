"""Campaigns as managers see them: who is asked, with what words, and what came back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neisse.web.core import posted
from neisse.web.core.doors import closed
from neisse.web.core.filters import language_name
from neisse.web.core.queries import today
from neisse.web.core.queries.public_address import address_for
from neisse.web.core.views.downloads import written
from neisse.web.record.actions import campaign as actions
from neisse.web.record.campaign_lists import CAMPAIGNS, RECIPIENTS
from neisse.web.record.forms.campaign import (
    WORDS,
    CampaignFilters,
    CampaignForm,
    RecipientFilters,
    RecipientForm,
    WhomFilters,
)
from neisse.web.record.models import Campaign, Organisation, Recipient
from neisse.web.record.queries import campaign as reads
from neisse.web.record.queries.directory import directory
from neisse.web.record.queries.visible import visible_organisations

PAGE, PAGE_OF_HOUSES = 50, 200
ALLOWED = "record.manage_intake"


@never_cache
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """All campaigns, with how far each is."""
    if away := closed(request, ALLOWED):
        return away
    form = CampaignFilters(request.GET)
    page = Paginator(reads.campaigns(form.values()), PAGE).get_page(request.GET.get("page"))
    return render(request, "record/campaigns.html", {"form": form, "page": page})


@require_safe
def campaigns_export(request: HttpRequest) -> HttpResponse:
    """The list as a file."""
    if away := closed(request, ALLOWED):
        return away
    form = CampaignFilters(request.GET)
    rows = reads.campaigns(form.values())
    return written(request, CAMPAIGNS, rows, f"campaigns-{today():%Y-%m-%d}", form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_new(request: HttpRequest) -> HttpResponse:
    """A new campaign, with a text that can be sent as it is."""
    if away := closed(request, ALLOWED):
        return away
    return _form(request, Campaign())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words, or extend the deadline."""
    if away := closed(request, ALLOWED):
        return away
    return _form(request, get_object_or_404(Campaign, pk=pk))


def _form(request: HttpRequest, row: Campaign) -> HttpResponse:
    is_new = row.pk is None
    form = CampaignForm(request.POST or None, instance=row, about=request.GET.get("about", ""))
    if request.method == "POST" and form.is_valid():
        kept = actions.keep_campaign(form.instance, actor=request.user)
        messages.success(
            request, _("Saved. Nobody is written to before you send it.") if is_new else _("Saved.")
        )
        if is_new:
            return redirect("record:campaign_recipients", kept.pk)
        return redirect("record:campaign", kept.pk)
    context = {"form": form, "campaign": None if is_new else row}
    return render(request, "record/campaign_form.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was written to, has opened the page, answered, refused, could not be reached."""
    if away := closed(request, ALLOWED):
        return away
    row = get_object_or_404(Campaign, pk=pk)
    form = RecipientFilters(request.GET)
    page = Paginator(reads.recipients(row, form.values()), PAGE).get_page(request.GET.get("page"))
    counted = reads.counts(row)
    context = {
        "campaign": row,
        "form": form,
        "page": page,
        "counts": [(name, WORDS[name], number) for name, number in counted.items() if number],
        "total": row.recipients.count(),
        "unsent": counted["unsent"],
        "waiting": reads.waiting_of(row),
        "is_over": timezone.now() >= row.ends_at,
    }
    return render(request, "record/campaign.html", context)


@require_safe
def campaign_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is asked and what came back, as a file."""
    if away := closed(request, ALLOWED):
        return away
    row = get_object_or_404(Campaign, pk=pk)
    form = RecipientFilters(request.GET)
    rows = reads.recipients(row, form.values())
    return written(request, RECIPIENTS, rows, f"recipients-{today():%Y-%m-%d}", form, title=str(row))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """Add recipients: one by name and address, or ticked from the directory."""
    if away := closed(request, ALLOWED):
        return away
    row = get_object_or_404(Campaign, pk=pk)
    by_list = posted.word(request, "by") == "list"
    form = RecipientForm(None if by_list else request.POST or None, user=request.user)
    if request.method == "POST" and (by_list or form.is_valid()):
        asked = _ticked(request, row) if by_list else [_typed(form.cleaned_data)]
        added = actions.add_recipients(row, asked, actor=request.user)
        said = ngettext("%(n)s recipient added.", "%(n)s recipients added.", added)
        messages.success(request, said % {"n": added})
        return redirect("record:campaign", row.pk)
    bar = WhomFilters(request.GET, request.user)
    filters = bar.values()
    houses = directory(request.user, filters, today())
    if filters.get("who") == "circle":
        houses = reads.of_the_circle(houses)
    page = Paginator(houses, PAGE_OF_HOUSES).get_page(request.GET.get("page"))
    context = {"campaign": row, "one": form, "form": bar, "page": page, "rows": reads.proposed(row, page)}
    return render(request, "record/campaign_recipients.html", context, status=422 if form.errors else 200)


def _typed(said: dict[str, Any]) -> actions.Asked:
    house = Organisation.objects.get(key=said["organisation"])
    return actions.Asked(house, said["name"], said["address"], said["language"])


def _ticked(request: HttpRequest, row: Campaign) -> list[actions.Asked]:
    slugs = posted.words(request, "organisation")[:PAGE_OF_HOUSES]
    found = reads.proposed(row, visible_organisations(request.user).filter(slug__in=slugs))
    return [actions.Asked(p.organisation, p.name, p.address, p.language) for p in found if p.address]


@require_POST
def campaign_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a recipient off the list who was not written to yet."""
    if away := closed(request, ALLOWED):
        return away
    recipient = get_object_or_404(Recipient.objects.select_related("link__organisation"), pk=pk)
    actions.remove_recipient(recipient, actor=request.user)
    messages.success(request, _("Removed from the list."))
    return redirect("record:campaign", recipient.campaign_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_send(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail in each language and to how many it goes; only the button below it sends."""
    if away := closed(request, ALLOWED):
        return away
    row = get_object_or_404(Campaign, pk=pk)
    if request.method == "POST":
        count = actions.send(row, web_address=address_for(request), actor=request.user)
        said = ngettext("%(n)s mail is on its way.", "%(n)s mails are on their way.", count)
        messages.success(request, said % {"n": count})
        return redirect("record:campaign", row.pk)
    by_language = reads.to_send(row)
    context = {
        "campaign": row,
        "mails": [
            (code, language_name(code), subject, body, by_language[code])
            for code, subject, body in reads.mails(row)
        ],
        "total": sum(by_language.values()),
        "is_over": timezone.now() >= row.ends_at,
    }
    return render(request, "record/campaign_send.html", context)


@require_POST
def campaign_state(request: HttpRequest, pk: int) -> HttpResponse:
    """End a campaign, open it again, or delete one by which nobody was asked."""
    if away := closed(request, ALLOWED):
        return away
    row = get_object_or_404(Campaign, pk=pk)
    step = posted.word(request, "step")
    if step == "delete":
        actions.drop(row, actor=request.user)
        messages.success(request, _("Deleted."))
        return redirect("record:campaigns")
    if step in STEPS:
        STEPS[step](row, actor=request.user)
        messages.success(request, _("Saved."))
    return redirect("record:campaign", row.pk)


STEPS = {"close": actions.close, "reopen": actions.reopen}
