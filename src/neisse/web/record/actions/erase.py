"""Erasing a person: the entry, its versions, its traces in imports and in the search index."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from neisse.web.core.actions import unindex
from neisse.web.core.events import Changed, publish
from neisse.web.record.models import ImportBatch, ImportChange, Person


@transaction.atomic
def erase_person(person: Person) -> None:
    """Delete a person for good. Unlike `remove`, nothing is left to undo it with."""
    pk, key = person.pk, person.key
    person.skip_history_when_saving = True  # type: ignore[attr-defined]
    person.delete()
    Person.history.filter(id=pk).delete()
    ImportChange.objects.filter(kind="person", key=key).delete()
    for batch in ImportBatch.objects.filter(kind__in=["person", ""]).iterator():
        kept = [obj for obj in batch.objects_read if not is_person(obj, key)]
        if len(kept) < len(batch.objects_read):
            ImportBatch.objects.filter(pk=batch.pk).update(objects_read=kept)
    unindex("person", [key])
    publish(Changed("deleted", "person", (pk,), (key,)))


def is_person(obj: Any, key: str) -> bool:
    """Whether an object of an import is this person (or wraps it)."""
    given = obj.get("object", obj) if isinstance(obj, dict) else {}
    return isinstance(given, dict) and given.get("id") == key and given.get("type", "person") == "person"


def erase_people_of(user: Any) -> None:
    """Erase the entries of a user."""
    for person in Person.objects.filter(user=user):
        erase_person(person)
