"""Erasing a person: the entry, its versions, its traces in imports and in the search index."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from neisse.web.core.actions import unindex
from neisse.web.core.actions.rights import require
from neisse.web.core.actors import SYSTEM
from neisse.web.core.events import Changed, publish
from neisse.web.core.personal import Subject
from neisse.web.record.actions.notices import tell_of_offices
from neisse.web.record.actions.rights import Step
from neisse.web.record.models import ImportBatch, ImportChange, IntakeLink, Person, Recipient, Removal


@transaction.atomic
def erase_person(person: Person, *, actor: Any) -> None:
    """Delete a person for good. Unlike `remove`, nothing is left to undo it with."""
    require(actor, "record.delete_person", person)
    tell_of_offices([Step("person", person, Person())], actor)
    pk, key = person.pk, person.key
    person.skip_history_when_saving = True  # type: ignore[attr-defined]
    person.delete()
    forget_versions(pk, key)
    publish(Changed("deleted", "person", (pk,), (key,)))


def forget_versions(pk: int, key: str) -> None:
    """Take a person who is no longer in the directory out of history, imports and search index."""
    Person.history.filter(id=pk).delete()
    ImportChange.objects.filter(kind="person", key=key).delete()
    Removal.objects.filter(kind="person", gone_pk=pk).delete()
    for batch in ImportBatch.objects.exclude(objects_read=[]).iterator():  # people stand in lists of any kind
        kept = [obj for obj in batch.objects_read if not is_person(obj, key)]
        if len(kept) < len(batch.objects_read):
            ImportBatch.objects.filter(pk=batch.pk).update(objects_read=kept)
    unindex("person", [key])


def is_person(obj: Any, key: str) -> bool:
    """Whether an object of an import is this person (or wraps it)."""
    given = obj.get("object", obj) if isinstance(obj, dict) else {}
    return isinstance(given, dict) and given.get("id") == key and given.get("type", "person") == "person"


def erase_people(subject: Subject) -> int:
    """Erase the entries of a person, and what is left in the history of those that were removed before."""
    rows = list(Person.objects.filter(pk__in=subject.pks("record.person")))
    for person in rows:
        erase_person(person, actor=SYSTEM)
    return len(rows) + forget_removed(subject)


def forget_removed(subject: Subject) -> int:
    """Erase the versions of entries under the person's names that are no longer in the directory."""
    gone = Person.history.filter(name__in=subject.names).exclude(id__in=Person.objects.values("pk"))
    found = set(gone.values_list("id", "key"))
    for pk, key in found:
        forget_versions(pk, key)
    return len(found)


def erase_links(subject: Subject) -> int:
    """Forget for whom links were made; they go on working for their organisation."""
    return IntakeLink.objects.filter(pk__in=subject.pks("record.intakelink")).update(addressee="")


def recipients_of(subject: Subject) -> QuerySet[Recipient]:
    """The questions of campaigns that went to a person."""
    wanted = Q(pk__in=subject.pks("record.recipient"))
    for address in subject.addresses:
        wanted |= Q(address__iexact=address)
    return Recipient.objects.filter(wanted)


def erase_recipients(subject: Subject) -> int:
    """Forget that the person was asked; the link goes on working for its organisation, without their name."""
    rows = recipients_of(subject)
    IntakeLink.objects.filter(recipient__in=rows.values("pk")).update(addressee="")
    return rows.delete()[1].get("record.Recipient", 0)
