"""The network's own topics: kept, read from a table, and taken into account by everything that compares."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.db.models import F

from neisse.engine.values import LANGUAGES, NeisseError, say
from neisse.web.core.actions.rights import require
from neisse.web.core.actors import person
from neisse.web.core.events import Changed, publish
from neisse.web.core.kept import forget as forget_kept
from neisse.web.intersect import bridge
from neisse.web.intersect.models import Concept, IndexState

KEY = re.compile(r"[-a-z0-9]{1,60}")
LONGEST = 120
ALLOWED = "intersect.change_vocabulary"


@transaction.atomic
def keep_concepts(concepts: list[dict[str, Any]], *, actor: Any) -> int:
    """Add topics or replace those with the same key; everything is compared anew in the background.

    A key that is no key is `vocabulary.key`, a label that is too long `vocabulary.label`.
    """
    require(actor, ALLOWED)
    for fields in concepts:
        if not KEY.fullmatch(fields["key"]):
            hint = say("small letters, digits and hyphens")
            raise NeisseError(
                "vocabulary.key", fields["key"], say("“%(key)s” is no key", key=fields["key"]), hint
            )
        if max(len(fields[f"label_{language}"]) for language in LANGUAGES) > LONGEST:
            raise NeisseError(
                "vocabulary.label",
                fields["key"],
                "a label is too long",
                say("at most %(longest)s letters", longest=LONGEST),
            )
        row = Concept.objects.filter(key=fields["key"]).first() or Concept(key=fields["key"])
        for name, value in fields.items():
            setattr(row, name, value)
        row._history_user = person(actor)  # type: ignore[attr-defined] # read by the history
        row.save()
    if concepts:
        _reindex()
    return len(concepts)


@transaction.atomic
def drop_concept(row: Concept, *, actor: Any) -> None:
    """Take a topic away; one that stood in place of the product's gives way to it again."""
    require(actor, ALLOWED)
    row._history_user = person(actor)  # type: ignore[attr-defined]
    row.delete()
    _reindex()


def _reindex() -> None:
    """Tell every process that its vocabulary is old, and have one compare everything."""
    IndexState.objects.get_or_create(pk=1)
    IndexState.objects.filter(pk=1).update(version=F("version") + 1, vocabulary=F("vocabulary") + 1)
    forget_kept()
    publish(Changed("stored", "vocabulary", (), ()))


def table() -> str:
    """The network's own topics as a table that can be read back."""
    return bridge.write_table(Concept.objects.all())
