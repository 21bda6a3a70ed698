"""A letter of the organiser to a chosen group, to each in their language; the outbox keeps who was written to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from neisse.engine.values import LANGUAGES, NeisseError, say
from neisse.web.meet.actions.mail import post
from neisse.web.meet.actions.places import locked
from neisse.web.meet.actions.rights import require_organiser
from neisse.web.meet.models import Event
from neisse.web.meet.queries.registrations import written_to
from neisse.web.meet.rules.clock import Deed, Role, require_now


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and text by language; who speaks a language that is left out reads the first that is there."""

    subjects: Mapping[str, str]
    texts: Mapping[str, str]

    def language_for(self, language: str) -> str:
        """In which language somebody reads it."""
        return next(c for c in (language, *LANGUAGES) if self.subjects.get(c) and self.texts.get(c))


@transaction.atomic
def write_to(event: Event, filters: Mapping[str, Any], letter: Letter, seen: int, *, actor: Any) -> int:
    """Write to everybody whom the filters choose; returns how many.

    `seen`: how many the organiser was shown; another number by now is refused (`letter.others`), so that nobody is
    written to unseen. Who has not confirmed an address is never written to. Errors: `event.not_now`.
    """
    event = locked(event)
    require_organiser(actor, event)
    require_now(event, Deed.WRITE, Role.ORGANISER, timezone.now())
    people = list(written_to(event, filters))
    if len(people) != seen:
        text = say("meanwhile these are %(n)s people", n=len(people))
        raise NeisseError("letter.others", str(event), text, say("look at the preview again"))
    for person in people:
        person.event = event
        language = letter.language_for(person.language)
        post("letter", person, {"subject": letter.subjects[language], "text": letter.texts[language]})
    return len(people)
