"""What an organisation is told when somebody begins or ends to speak for it: a line in its history, and mails."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils import timezone

from neisse.web.accounts.models import User
from neisse.web.core.actions.mail import post_rendered
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import key_of
from neisse.web.record.actions.history import keep_history
from neisse.web.record.actions.rights import Step
from neisse.web.record.models import Organisation
from neisse.web.record.rules.seen import speaking_for

GIVEN, ENDED, ASKED, GRANTED, MERGED = "given", "ended", "asked", "granted", "merged"
# Reasons in histories name nobody: the history says who did it, and the entry of the person says for whom.
REASONS = {
    GIVEN: "an office was given",
    ENDED: "an office ended",
    ASKED: "a manager asks to speak for this organisation",
    GRANTED: "a manager may speak for this organisation now",
    MERGED: "the people of another organisation speak for this one now",
}


def tell_of_offices(steps: Iterable[Step], actor: Any) -> None:
    """Tell organisations of entries with a login that came to them or left them; the instance itself tells nobody."""
    if actor is SYSTEM:
        return
    for step in steps:
        if step.kind != "person" or not getattr(step.old, "user_id", None):
            continue
        before, after = step.old.organisation_id, step.new.organisation_id
        if before != after:
            tell_organisation(before, ENDED, actor)
            tell_organisation(after, GIVEN, actor)


def tell_organisation(pk: int | None, what: str, actor: Any) -> None:
    """A new version with the reason, and a mail to each who speaks for the organisation, except who did it."""
    rows = Organisation.objects.filter(pk=pk or 0)
    rows.update(version=F("version") + 1, updated_at=timezone.now())
    for row in rows:
        keep_history(Organisation, [row], "~", actor, REASONS[what])
        for user in speaking_for(row.pk):
            if user != actor:
                post_notice(user, what, row, actor)


def post_notice(user: User, what: str, organisation: Organisation, actor: Any) -> None:
    """One mail to one person in their language."""
    words = {"what": what, "user": user, "organisation": organisation, "actor": actor}
    template = "record/mail/office.txt"
    post_rendered(f"office_{what}", user.email, template, words, language=user.language, about=key_of(user))
