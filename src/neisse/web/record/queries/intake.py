"""Links and submissions; of blind plans a manager sees only whose they are and in which month."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.utils import timezone

from neisse.web.core.links import behind
from neisse.web.core.when import period_text
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.measures import write_times
from neisse.web.record.models import IntakeLink, IntakeSubmission, Measure
from neisse.web.record.queries.imports import is_blind, title_of

WAITING = IntakeSubmission.State.WAITING


def link_behind(secret: str) -> IntakeLink | None:
    """The link that a secret opens now; None for one that never was, expired or was revoked."""
    link = behind(IntakeLink.objects.select_related("organisation"), secret)
    return link if link is not None and link.is_valid(timezone.now()) else None


def links() -> QuerySet[IntakeLink]:
    """All links with how much waits behind each."""
    waiting = Count("submissions", filter=Q(submissions__state=WAITING))
    return IntakeLink.objects.select_related("organisation").annotate(waiting=waiting).order_by("-created_at")


def submissions() -> QuerySet[IntakeSubmission]:
    """What came in: what waits first, then the newest."""
    rows = IntakeSubmission.objects.select_related("link__organisation", "decided_by")
    return rows.order_by(Case(When(state=WAITING, then=0), default=1), "-received_at")


def submission_to_correct(link: IntakeLink, number: str) -> IntakeSubmission | None:
    """One plan that was typed at this link and still waits, by its number; None for anything else."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    row = link.submissions.filter(pk=int(number), state=WAITING, file_name="").first()
    return row if row is not None and len(row.payload) == 1 else None


def plans_shown(submission: IntakeSubmission) -> list[tuple[str, Object]]:
    """(title, fields) of the plans of a submission; a blind one has no fields to see."""
    return [(title_of(obj), {} if is_blind(obj) else open_fields(obj)) for obj in submission.payload]


def open_fields(obj: Object) -> dict[str, Any]:
    """What a manager looks at before accepting."""
    place = obj.get("place") or {}
    row = Measure(country=str(place.get("country") or ""))
    write_times(row, obj)
    when = period_text(row) if row.start else ""
    where = ", ".join(
        filter(None, (obj.get("venue"), place.get("city"), "online" if place.get("online") else ""))
    )
    said = {"when": when, "where": where, "kind": obj.get("kind"), "description": obj.get("description")}
    return {name: value for name, value in said.items() if value}
