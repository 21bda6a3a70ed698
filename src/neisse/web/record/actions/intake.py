"""Plans from people without a login: links, what comes in through them, and what managers make of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from neisse.engine.values import Finding, NeisseError, Severity, say
from neisse.formats.announcement_records import proposed_records
from neisse.formats.costs import costs_of_strangers
from neisse.formats.limited import read_announcement_limited
from neisse.web.core.actions.rights import require
from neisse.web.core.actors import person
from neisse.web.core.links import digest_of, new_secret
from neisse.web.core.queries import today
from neisse.web.record.actions.answers import note_answer, require_holder, tell_sender
from neisse.web.record.actions.imports import discard, prepare, upload
from neisse.web.record.actions.reach import own_plan
from neisse.web.record.actions.reading import read_file
from neisse.web.record.actions.storing import confirm_whole
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.reading import derived_id, read_typed
from neisse.web.record.models import ImportBatch, IntakeLink, IntakeSubmission, Organisation, Recipient

MOST_WAITING = 50
ALLOWED = "record.manage_intake"
# What is read as an announcement; a text with the separators of a table in its first lines is one.
PROSE, HEAD_BYTES = (".md", ".eml", ".pdf", ".docx", ".odt"), 2000
# What stays of a plan in the inbox when the plan itself is stored.
REMEMBERED = ("type", "id", "title", "owner", "starts", "period", "visibility")


def make_link(
    organisation: Organisation, *, addressee: str, language: str, days: int, actor: Any, secret: str = ""
) -> tuple[IntakeLink, str]:
    """A personal link for an organisation and its secret, which nobody can read again (unless the caller gave it)."""
    require(actor, ALLOWED)
    secret = secret or new_secret()
    link = IntakeLink.objects.create(
        organisation=organisation,
        digest=digest_of(secret),
        addressee=addressee,
        language=language,
        created_by=person(actor),
        expires_at=timezone.now() + timedelta(days=days),
    )
    return link, secret


def read_plans(link: IntakeLink, name: str, data: bytes) -> tuple[list[Object], list[Finding]]:
    """The measures of a file that came through a link, all of them as the link's organisation's own.

    Other kinds of records are left out (`intake.only_plans`); a file without plans is refused. A press release or another
    text is read as an announcement: what it tells waits like every plan that was sent.
    """
    plain = name.lower().endswith(".txt") and not set(b"\t;|") & set(data[:HEAD_BYTES])
    if plain or name.lower().endswith(PROSE):
        return _told_by(link, name, data), []
    result = read_file(name, data, within=costs_of_strangers())
    findings = [f for f in result.findings if f.severity is not Severity.NOTE and f.code != "import.owner"]
    plans = [obj for obj in result.objects if obj["type"] == "measure"]
    if len(plans) < len(result.objects):
        text = say(
            "%(count)s records are no plans; they are left out", count=len(result.objects) - len(plans)
        )
        findings.append(Finding("intake.only_plans", name, text, "", Severity.WARNING))
    if not plans:
        text = say("no plan could be read from %(name)s", name=name)
        hint = findings[0].text if findings else say("each plan needs a title")
        raise NeisseError("intake.no_plans", name, text, hint)
    return [{**obj, "owner": link.organisation.key} for obj in plans], findings


def _told_by(link: IntakeLink, name: str, data: bytes) -> list[Object]:
    """The plans that a text tells; who sends it learns nothing of the directory by it."""
    found = read_announcement_limited(name, data, today(), within=costs_of_strangers())
    told = [{**one.obj, "owner": link.organisation.key} for one in proposed_records(found)]
    plans = [read_typed("measure", obj, today())[0] for obj in told if obj["type"] == "measure"]
    known = [{**plan, "id": derived_id("measure", plan), "type": "measure"} for plan in plans if plan]
    if not known:
        text = say("no plan could be read from %(name)s", name=name)
        raise NeisseError("intake.no_plans", name, text, say("each plan needs a title"))
    return list({plan["id"]: plan for plan in known}.values())


@transaction.atomic
def submit(
    link: IntakeLink,
    plans: Sequence[Object],
    *,
    note: str = "",
    file_name: str = "",
    findings: Sequence[Finding] = (),
    replaces: int | None = None,
    actor: Any,
) -> IntakeSubmission:
    """Let plans wait for a manager; who holds the link sends them. Too many that wait already are refused (`intake.full`).

    `replaces`: the number of what was sent through this link before, and is corrected where it still waits.
    """
    require_holder(link, actor)
    note_answer(link, Recipient.Answer.FILE if file_name else Recipient.Answer.PLANS)
    waiting = link.submissions.select_for_update().filter(state=IntakeSubmission.State.WAITING)
    if replaces and (before := waiting.filter(pk=replaces).first()):
        before.payload, before.note, before.received_at = list(plans), note, timezone.now()
        before.save(update_fields=["payload", "note", "received_at"])
        return before
    if link.submissions.filter(state=IntakeSubmission.State.WAITING).count() >= MOST_WAITING:
        text = say("too many plans wait already")
        raise NeisseError("intake.full", str(link.organisation), text, "wait until they are looked at")
    IntakeLink.objects.filter(pk=link.pk).update(last_used_at=timezone.now())
    return IntakeSubmission.objects.create(
        link=link,
        payload=list(plans),
        note=note,
        file_name=file_name[:255],
        findings=[finding.as_json() for finding in findings[:200]],
    )


def accept(
    submission: IntakeSubmission, *, actor: Any, answer: str = "", at_once: bool = True
) -> ImportBatch:
    """Make an import of a submission, and store it at once (unless asked not to) where nothing is refused or in doubt.

    Read in a process of its own before the transaction begins; given up where somebody else decided meanwhile.
    """
    require(actor, ALLOWED)
    with transaction.atomic():
        submission = _held(submission)
    owner = submission.link.organisation
    plans = [own_plan(obj, owner.key, actor) for obj in submission.payload]
    data = "".join(json.dumps(obj, ensure_ascii=False) + "\n" for obj in plans).encode()
    name = submission.file_name or f"{owner}"
    batch = upload(f"{name} ({submission.received_at:%Y-%m-%d})", data, actor=actor)
    try:
        counts = prepare(batch, actor=actor).counts
        with transaction.atomic():
            submission = _held(submission, as_of=submission.received_at)
            if at_once and not counts["doubtful"] and not counts["refused"]:
                confirm_whole(batch, actor=actor)
            _decide(submission, IntakeSubmission.State.ACCEPTED, actor, answer, batch)
    except NeisseError:
        discard(batch, actor=actor)
        raise
    return batch


@transaction.atomic
def decline(submission: IntakeSubmission, *, actor: Any, answer: str = "") -> None:
    """Send a submission back with an answer; nothing of it is stored."""
    require(actor, ALLOWED)
    _decide(_held(submission), IntakeSubmission.State.DECLINED, actor, answer, None)


@transaction.atomic
def ask_back(submission: IntakeSubmission, *, actor: Any, question: str) -> None:
    """Ask the sender something; what was sent goes on waiting, and can be corrected through its link."""
    require(actor, ALLOWED)
    submission = _held(submission)
    submission.answer = question[:500]
    submission.save(update_fields=["answer"])
    tell_sender(submission, is_question=True)


def _held(submission: IntakeSubmission, as_of: datetime | None = None) -> IntakeSubmission:
    """The submission as it is now, held; `intake.decided` where somebody was quicker, or corrected it since `as_of`."""
    rows = IntakeSubmission.objects.select_for_update(of=("self",)).select_related("link__organisation")
    now = rows.get(pk=submission.pk)
    is_open = now.state == IntakeSubmission.State.WAITING
    if not is_open or (as_of is not None and now.received_at != as_of):
        text = say("this was corrected meanwhile") if is_open else say("this was decided already")
        raise NeisseError("intake.decided", str(now), text, "look at the inbox again")
    return now


def _decide(
    submission: IntakeSubmission, state: str, actor: Any, answer: str, batch: ImportBatch | None
) -> None:
    submission.state, submission.answer, submission.batch = state, answer[:500], batch
    submission.decided_by, submission.decided_at = person(actor), timezone.now()
    if state == IntakeSubmission.State.ACCEPTED:
        submission.payload = [{k: obj[k] for k in REMEMBERED if k in obj} for obj in submission.payload]
    submission.save()
    tell_sender(submission)
