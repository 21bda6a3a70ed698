"""Writes of the programme: sessions with their speakers, and published versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from neisse.engine.values import NeisseError, say
from neisse.web.core.actors import person
from neisse.web.meet.actions.events import keep
from neisse.web.meet.actions.places import locked
from neisse.web.meet.actions.rights import require_organiser
from neisse.web.meet.models import Event, EventSession, ProgrammeVersion, Speaker
from neisse.web.meet.programme import current_programme


@transaction.atomic
def keep_session(session: EventSession, speakers: Sequence[Speaker], *, actor: Any) -> EventSession:
    """Store a session and replace its speakers."""
    keep(session, actor=actor, reason="programme")
    session.speakers.all().delete()
    for position, speaker in enumerate(speakers):
        speaker.session, speaker.position = session, position
    Speaker.objects.bulk_create(speakers)
    return session


@transaction.atomic
def publish_programme(event: Event, note: str = "", *, actor: Any) -> ProgrammeVersion:
    """Keep the programme as it is now under the next number; `programme.unchanged` where nothing is new.

    Two organisers who publish at once get two numbers or one refusal, never one version twice.
    """
    event = locked(event)
    require_organiser(actor, event)
    content = current_programme(event)
    last = event.versions.first()
    if last is not None and last.content == content:
        text = say("the programme is the same as version %(number)s", number=last.number)
        raise NeisseError("programme.unchanged", str(event), text, "change a session first")
    if not content["sessions"]:
        raise NeisseError(
            "programme.empty", str(event), "there is no session to publish", "add a session first"
        )
    number = last.number + 1 if last else 1
    return ProgrammeVersion.objects.create(
        event=event,
        number=number,
        content=content,
        note=note,
        published_by=person(actor),
    )
