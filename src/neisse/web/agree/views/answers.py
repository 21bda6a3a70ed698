"""Owners are asked, answer signed in or by the link of a mail, and the minutes tell of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neisse.engine.values import NeisseError
from neisse.web.agree.actions import answers as actions
from neisse.web.agree.forms.answers import AnswerForm, MinuteFilters, OwnersForm
from neisse.web.agree.listings import MINUTES
from neisse.web.agree.models import Proposal, Question, Round, SeatLink
from neisse.web.agree.queries import answers as reads
from neisse.web.agree.views.doors import at_round
from neisse.web.core.doors import Door, Rate, door
from neisse.web.core.queries.jobs import last_of
from neisse.web.core.said import sentence_of
from neisse.web.core.views.downloads import written

PAGE = 100
ALLOWED = "agree.run_round"
DOOR = Door("seat", by_address=Rate(300, 3600), by_object=Rate(60, 3600))


@require_POST
@at_round(ALLOWED)
def ask(request: HttpRequest, row: Round, number: int) -> HttpResponse:
    """Put a proposal to the owners whose plans it changes."""
    proposal = get_object_or_404(Proposal, round=row, number=number)
    try:
        count = actions.ask_owners(proposal, actor=request.user)
    except NeisseError as error:
        messages.error(request, sentence_of(error))
        return redirect("agree:proposal", row.pk, number)
    said = ngettext("%(n)s question waits for an owner.", "%(n)s questions wait for owners.", count)
    messages.success(request, said % {"n": count})
    return redirect("agree:answers", row.pk)


@require_safe
@at_round()
def answers(request: HttpRequest, row: Round) -> HttpResponse:
    """What owners are asked, the own questions first, and how each group stands."""
    asked = reads.asked_of(row)
    may_run = request.user.has_perm(ALLOWED, row)
    context: dict[str, Any] = {"round": row, "tab": "answers", "proposal": asked, "may_run": may_run}
    if asked is not None:
        questions = list(reads.questions_of(request.user, asked))
        own = {q.pk for q in reads.own_questions(request.user, asked)}
        told = reads.in_words(request.user, asked, questions)
        stands = reads.settled_by(asked)
        context |= {
            "own": [one for one in told if one.question.pk in own],
            "rows": [(one, stands[one.question.group_id][1]) for one in told],
            "job": last_of(actions.PRICES, str(asked.pk)) if may_run else None,
            "open": sum(not q.answer for q in questions),
            "total": len(questions),
        }
    return render(request, "agree/answers.html", context)


@require_POST
@at_round()
def answer(request: HttpRequest, row: Round) -> HttpResponse:
    """Keep an answer of who is signed in."""
    asked = reads.asked_of(row)
    form = AnswerForm(request.POST)
    if asked is None or not form.is_valid():
        messages.error(request, _("The answer could not be read."))
        return redirect("agree:answers", row.pk)
    question = get_object_or_404(reads.questions_of(request.user, asked), pk=form.cleaned_data["question"])
    _keep(request, question, form, actor=request.user)
    return redirect("agree:answers", row.pk)


@require_POST
@at_round(ALLOWED)
def owners_step(request: HttpRequest, row: Round) -> HttpResponse:
    """Ask no longer, or have a proposal computed with what the owners said."""
    form = OwnersForm(request.POST)
    if not form.is_valid():
        return redirect("agree:answers", row.pk)
    if form.cleaned_data["step"] == "withdraw":
        actions.withdraw(row, actor=request.user)
        messages.success(request, _("The owners are asked no longer."))
        return redirect("agree:answers", row.pk)
    try:
        made = actions.propose_again(row, actor=request.user)
    except NeisseError as error:
        messages.error(request, sentence_of(error))
        return redirect("agree:answers", row.pk)
    return redirect("agree:proposal", row.pk, made.number)


@door(DOOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: HttpRequest, secret: str) -> HttpResponse:
    """The questions to one seat behind the link of a mail: looking changes nothing, a button answers."""
    link = reads.link_behind(secret)
    if link is None:
        return render(request, "agree/by_mail_closed.html", status=404)
    with translation.override(link.seat.language):
        response = _by_mail(request, secret, link)
    response["X-Robots-Tag"] = "noindex"
    return response


def _by_mail(request: HttpRequest, secret: str, link: SeatLink) -> HttpResponse:
    asked = reads.asked_of(link.seat.round)
    reader = reads.reader_of(link.seat)
    questions = reads.questions_to(link.seat, asked) if asked else []
    if request.method == "POST":
        form = AnswerForm(request.POST)
        known = {question.pk: question for question in questions}
        if not form.is_valid() or form.cleaned_data["question"] not in known:
            raise Http404
        _keep(request, known[form.cleaned_data["question"]], form, actor=link)
        return redirect("agree:by_mail", secret)
    told = reads.in_words(reader, asked, questions, link.seat) if asked else []
    context = {"round": link.seat.round, "seat": link.seat, "own": told, "secret": secret}
    return render(request, "agree/by_mail.html", context)


def _keep(request: HttpRequest, question: Question, form: AnswerForm, *, actor: Any) -> None:
    said = form.cleaned_data
    try:
        actions.give_answer(question, said["answer"], said["condition"], actor=actor)
    except NeisseError as error:
        if error.code == "rights.denied":
            raise
        messages.error(request, sentence_of(error))
    else:
        messages.success(
            request, _("Thank you: your answer is kept. You can change it as long as you are asked.")
        )


def _narrowed(request: HttpRequest, row: Round) -> tuple[MinuteFilters, Any]:
    form = MinuteFilters(request.GET)
    return form, reads.minutes_of(request.user, row, form.values())


@require_safe
@at_round()
def minutes(request: HttpRequest, row: Round) -> HttpResponse:
    """Line by line what happened in a round."""
    form, rows = _narrowed(request, row)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "agree/minutes.html", {"round": row, "tab": "minutes", "form": form, "page": page})


@require_safe
@at_round()
def minutes_export(request: HttpRequest, row: Round) -> HttpResponse:
    """The minutes as a file."""
    form, rows = _narrowed(request, row)
    return written(request, MINUTES, rows, f"minutes-{row.pk}", form, title=str(row))
