"""Asking owners about a proposal, taking their answers, and what silence means. Everything is minuted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from neisse.engine.values import NeisseError, say
from neisse.web.agree import bridge
from neisse.web.agree.actions.minutes import minute
from neisse.web.agree.actions.proposals import LIMIT_S, begin_proposal
from neisse.web.agree.actions.rounds import ALLOWED, locked
from neisse.web.agree.links import address_of, secret_of_seed
from neisse.web.agree.models import Group, Minute, Proposal, Question, Round, Seat, SeatLink
from neisse.web.agree.queries.answers import settled_by
from neisse.web.agree.queries.plans import grouped, scarce_of
from neisse.web.core import later
from neisse.web.core.actions.jobs import begin, claim, running
from neisse.web.core.actions.mail import post_rendered
from neisse.web.core.actions.rights import require
from neisse.web.core.actions.watch import Watch
from neisse.web.core.actors import SYSTEM, person
from neisse.web.core.job_kinds import Kind as JobKind
from neisse.web.core.links import digest_of, new_secret
from neisse.web.core.models import Job, key_of

Answer, Way, Kind = Question.Answer, Question.Way, Minute.Kind
PRICES = "prices_of_no"
SILENCE_EVERY_S = 900
AT_ONCE = 100


@transaction.atomic
def ask_owners(proposal: Proposal, *, actor: Any) -> int:
    """Put a proposal to the owners whose plans it changes; returns how many questions wait for an answer.

    Each seat gets one mail, which names no plan; asking twice asks once. What an owner said yes to before is not asked
    again. Errors: `round.not_ready`, `round.stale` for groups that are others by now.
    """
    require(actor, ALLOWED)
    round_ = locked(proposal.round)
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.state != Proposal.State.READY:
        text = say("only a proposal that is ready is put to the owners")
        raise NeisseError("round.not_ready", str(proposal), text, say("wait for it, or compute it again"))
    if proposal.is_asked:
        return proposal.questions.filter(answer="").count()
    asked = _asked(round_, proposal)
    before = _said_before(round_)
    Proposal.objects.filter(round=round_, is_asked=True).update(is_asked=False)
    now = timezone.now()
    proposal.is_asked, proposal.asked_at = True, now
    proposal.save(update_fields=["is_asked", "asked_at"])
    Question.objects.filter(proposal=proposal).delete()
    due = now + timedelta(days=round_.silence_days)
    rows = [
        Question(proposal=proposal, group=group, seat=seat, option=option, due_at=due, **known)
        for group, seat, option in asked
        for known in (before.get((group.pk, seat.pk, option), {}),)
    ]
    Question.objects.bulk_create(rows)
    waiting = [row for row in rows if not row.answer]
    minute(round_, Kind.ASKED, actor=actor, proposal=proposal.number, questions=len(waiting))
    for seat in {row.seat_id: row.seat for row in waiting}.values():
        _write_to(seat, round_, due)
    begin(find_prices, proposal.pk, kind=PRICES, subject=str(proposal.pk), owner=person(actor))
    return len(waiting)


def _asked(round_: Round, proposal: Proposal) -> list[tuple[Group, Seat, str]]:
    """Whom a proposal asks about what: the owners of all plans of a group that is not left as planned."""
    known = {group.number: (group, members) for group, members in grouped(round_)}
    seats = {seat.organisation_id: seat for seat in round_.seats.all()}
    found = []
    for said in proposal.groups:
        if said["kind"] == "keep":
            continue
        group, members = known.get(said["number"], (None, []))
        if group is None or {m.pk for m in members} != set(said["measures"]):
            text = say("the plans of group %(number)s are others by now", number=said["number"])
            raise NeisseError("round.stale", str(proposal), text, say("compute a new proposal"))
        owners = sorted({m.owner_id for m in members})
        found += [(group, seats[owner], said["option"]) for owner in owners if owner in seats]
    return found


def _said_before(round_: Round) -> dict[tuple[int, int, str], dict[str, Any]]:
    """What owners said yes to when they were asked before, by group, seat and option."""
    rows = Question.objects.filter(proposal__round=round_, proposal__is_asked=True, answer=Answer.YES)
    return {
        (row.group_id, row.seat_id, row.option): {
            "answer": row.answer,
            "way": row.way,
            "answered_at": row.answered_at,
            "answered_by": row.answered_by,
            "condition": row.condition,
        }
        for row in rows.select_related("answered_by")
    }


def _write_to(seat: Seat, round_: Round, due: datetime) -> None:
    if not seat.address:
        return
    seed = new_secret()
    link, _is_new = SeatLink.objects.get_or_create(
        seat=seat, defaults={"seed": seed, "digest": digest_of(secret_of_seed(seed))}
    )
    link.seat = seat
    words = {"seat": seat, "round": round_, "due": due, "link": address_of(link)}
    post_rendered(
        "round_asked", seat.address, "agree/mail/asked.txt", words,
        language=seat.language, about=key_of(seat), group=key_of(round_),
    )  # fmt: skip


@transaction.atomic
def give_answer(question: Question, answer: str, condition: str, *, actor: Any) -> Question:
    """Keep what an owner says; the last word counts, also one that comes late. `actor`: a user, or the link of the seat.

    Errors: `round.not_asked` once the proposal is no longer before the owners, `round.condition` for a "yes, if" that
    does not say if what.
    """
    round_ = locked(question.proposal.round)
    row = (
        Question.objects.select_for_update(of=("self",))
        .select_related("proposal", "seat", "group")
        .get(pk=question.pk)
    )
    require(actor, "agree.answer_question", row)
    if not row.proposal.is_asked or round_.state != Round.State.OPEN:
        text = say("this proposal is no longer before the owners")
        raise NeisseError("round.not_asked", str(row.group), text, say("look at the newest one"))
    if answer == Answer.IF and not condition.strip():
        text = say("a yes with a condition says which one")
        raise NeisseError("round.condition", str(row.group), text, say("write it into the field"))
    if (row.answer, row.condition) == (answer, condition.strip()) and row.way != Way.SILENCE:
        return row  # a second tap says nothing new
    row.answer, row.condition = answer, condition.strip()
    row.way = Way.LINK if isinstance(actor, SeatLink) else Way.LOGIN
    row.answered_at, row.answered_by = timezone.now(), person(actor)
    row.save()
    minute(
        round_, Kind.ANSWERED, actor=actor, seat=row.seat,
        proposal=row.proposal.number, group=row.group.number, option=row.option,
        answer=answer, condition=row.condition, way=row.way,
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw(round_: Round, *, actor: Any) -> None:
    """Ask the owners no longer; what they said stays in the minutes."""
    require(actor, ALLOWED)
    round_ = locked(round_)
    asked = Proposal.objects.filter(round=round_, is_asked=True).first()
    if asked is not None:
        asked.is_asked = False
        asked.save(update_fields=["is_asked"])
        minute(round_, Kind.WITHDRAWN, actor=actor, proposal=asked.number)


def propose_again(round_: Round, *, actor: Any) -> Proposal:
    """A proposal with what the owners said: what all agreed to is fixed, what somebody refused is ruled out."""
    require(actor, ALLOWED)
    asked = Proposal.objects.filter(round=round_, is_asked=True).first()
    if asked is None:
        text = say("no proposal is before the owners")
        raise NeisseError("round.not_asked", str(round_), text, say("put one to them first"))
    return begin_proposal(round_, changes_by(asked), actor=actor)


def changes_by(asked: Proposal) -> dict[str, Any]:
    """What was asked of the proposal, with the answers: agreed options locked, refused ones forbidden."""
    locks: dict[str, str] = dict(asked.changes.get("locks", {}))
    forbid: dict[str, list[str]] = {k: list(v) for k, v in asked.changes.get("forbid", {}).items()}
    for group, (option, stands) in settled_by(asked).items():
        key = str(group)
        if stands == "agreed":
            locks[key] = option
        elif stands == "refused":
            forbid[key] = sorted({*forbid.get(key, ()), option})
            if locks.get(key) == option:
                del locks[key]
    return {**asked.changes, "locks": locks, "forbid": forbid}


@later.work(repeats=True)
def apply_silence() -> int:
    """Let silence mean what the rules of each round say, for what was due; returns for how many questions."""
    due = Question.objects.filter(_is_due())
    pks = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    return sum(_silent(pk) for pk in pks)


def _is_due() -> Q:
    asked = Q(proposal__is_asked=True, proposal__round__state=Round.State.OPEN)
    return asked & Q(answer="", due_at__lte=timezone.now())


@transaction.atomic
def _silent(pk: int) -> int:
    row = Question.objects.select_related("proposal__round", "seat", "group").filter(pk=pk).first()
    if row is None:
        return 0
    round_ = locked(row.proposal.round)
    said = Answer.YES if round_.silence == Round.Silence.AGREE else Answer.NO
    still = Question.objects.filter(_is_due(), pk=pk)
    if not still.update(answer=said, way=Way.SILENCE, answered_at=timezone.now()):
        return 0
    minute(
        round_, Kind.SILENCE, actor=SYSTEM, seat=row.seat, proposal=row.proposal.number,
        group=row.group.number, option=row.option, answer=said, rule=round_.silence, days=round_.silence_days,
    )  # fmt: skip
    return 1


@later.work(queue=later.HEAVY, repeats=True)
def find_prices(job: int, proposal: int) -> None:
    """Compute what a "no" to each question would cost the region."""
    claimed = claim(job)
    row = Proposal.objects.select_related("round").filter(pk=proposal).first()
    if claimed is None or row is None:
        return
    with running(claimed) as tell:
        watch = Watch(tell, "prices", LIMIT_S)
        asked = dict(row.questions.values_list("group__number", "option"))
        value = bridge.round_value(row.round, grouped(row.round), scarce_of(row.round), row.changes)
        found = bridge.prices(
            value, asked, stop=watch.stop, done=lambda n: tell.show("prices", n, len(asked))
        )
        keep_prices(row.pk, found)


def _asked_by(job: Job) -> Proposal | None:
    found = job.subject.isdigit()
    return Proposal.objects.select_related("round").filter(pk=int(job.subject)).first() if found else None


def _page(job: Job) -> str:
    row = _asked_by(job)
    return reverse("agree:answers", args=[row.round_id]) if row else ""


def _may(user: Any, job: Job) -> bool:
    row = _asked_by(job)
    return row is not None and bool(user.has_perm(ALLOWED, row.round))


PRICE = JobKind(
    PRICES,
    gettext_lazy("What a no costs"),
    page=_page,
    may=_may,
    steps={"prices": gettext_lazy("The best plan without each option is being looked for.")},
)


@transaction.atomic
def keep_prices(proposal: int, found: Mapping[str, Any]) -> None:
    """Keep the prices with the proposal."""
    row = Proposal.objects.select_for_update().get(pk=proposal)
    row.document = {**row.document, "prices": dict(found)}
    row.save(update_fields=["document"])
