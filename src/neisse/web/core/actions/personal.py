"""Erasing a person, and forgetting what is over."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import UniqueConstraint

from neisse.web.core.actions.bytes_gone import scrub
from neisse.web.core.actions.erasing import look_later
from neisse.web.core.actions.erasures import note
from neisse.web.core.models import Erasure
from neisse.web.core.personal import Needles, Subject, holdings, needles_of
from neisse.web.core.queries.mentions import Mention, all_models, mentions, sessions_of, sparing_others
from neisse.web.core.queries.subjects import own_rows

LOG = logging.getLogger("neisse.erasures")
MOST_BATCHES = 100_000  # a rule that never comes to an end is a fault; it must not run for ever


def erase_subject(subject: Subject, *, way: str, actor: Any = None) -> Erasure:
    """Erase a person everywhere: their own rows, every text that names them, files; safe to repeat.

    Own rows go in one transaction, texts row by row afterwards (a table may be large). Files, and the bytes that the
    database left behind, are left to a job: the line about the erasure, which names nobody, is finished with it.
    Whatever breaks off is completed by doing it again.
    """
    needles = sparing_others(needles_of(subject))
    rows = subject.rows | {found.row for found in own_rows(subject)}
    with transaction.atomic():
        counts = {holding.name: holding.erase(subject) for holding in holdings()}
    for model in all_models():
        if changed := take_out(needles, model):
            counts[model._meta.label] = changed
    counts["sessions.Session"] = close_sessions(needles)
    with transaction.atomic():
        done = Erasure.objects.create(
            way=way,
            done_by=get_user_model()
            .objects.filter(pk=getattr(actor, "pk", None) or 0)
            .first(),  # not who erased themselves
            counts={name: number for name, number in counts.items() if number},
        )
        look_later(done, subject, done.done_by)
    transaction.on_commit(lambda: note_done(done, rows))
    return done


def note_done(done: Erasure, rows: frozenset[tuple[str, int]]) -> None:
    """What no transaction covers: the list by which a restore does it again, and what deleted rows left in the
    database's own file, unless that is the end of a job.
    """
    try:
        note(rows, done.way)
    except OSError:  # the person is erased; only a restore would not know
        LOG.exception("an erasure could not be added to the list beside the backups")
    if done.finished_at:
        scrub()


def take_out(needles: Needles, model: Any) -> int:
    """Take the person out of the texts of one model; returns how many rows changed. Versions change too."""
    found: dict[Any, list[Mention]] = {}
    for mention in list(mentions(needles, model)):
        found.setdefault(mention.pk, []).append(mention)
    for pk, places in found.items():
        clean = {place.column: clean_value(needles, place) for place in places}
        model._base_manager.filter(pk=pk).update(**clean)
    return len(found)


def clean_value(needles: Needles, mention: Mention) -> Any:
    """What a column says without the person; unique columns stay unique, short ones short."""
    column = mention.model._meta.get_field(mention.column)
    clean = needles.taken_out(mention.value)
    if isinstance(column, models.JSONField):
        return clean
    if is_unique(column) and not needles.is_key(mention.value):
        clean = f"erased-{mention.pk}-{clean}".replace("N. N.", "x").replace(" ", "-")
    return clean[: column.max_length] if column.max_length else clean


def is_unique(column: Any) -> bool:
    """Whether two rows may not say the same in a column, alone or together with others."""
    meta = column.model._meta
    together = [
        *meta.unique_together,
        *(c.fields for c in meta.constraints if isinstance(c, UniqueConstraint)),
    ]
    return column.unique or any(column.name in names for names in together)


def close_sessions(needles: Needles) -> int:
    """End the sessions that speak of the person."""
    return Session.objects.filter(pk__in=list(sessions_of(needles))).delete()[0]


def forget_everything_due(now: datetime) -> dict[str, int]:
    """Forget what the register says is over at `now`, until nothing is left; returns how much of what.

    Small batches, each in a transaction of its own: nobody waits for the whole, and what breaks off goes on next time.
    """
    counts: dict[str, int] = {}
    for holding in holdings():
        for name, due in holding.due.items():
            for _number in range(MOST_BATCHES):
                with transaction.atomic():
                    gone = due(now)
                if not gone:
                    break
                counts[name] = counts.get(name, 0) + gone
    transaction.on_commit(lambda: scrub(always=False))
    return counts
