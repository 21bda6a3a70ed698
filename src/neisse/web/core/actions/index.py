"""Writes of the search index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from neisse.web.core.bridge import fold, searchable
from neisse.web.core.models import SearchDocument


@dataclass(frozen=True, slots=True)
class Entry:
    """What the search index keeps of one record. `owners` are organisations that always may find it."""

    kind: str
    key: str
    url: str
    title: str
    text: str
    note: str = ""
    visibility: str = "public"
    owners: tuple[int, ...] = ()
    day: date | None = None


def index(entries: Iterable[Entry]) -> None:
    """Add or replace entries of the search index."""
    documents = [
        SearchDocument(
            kind=entry.kind,
            key=entry.key,
            url=entry.url,
            title=entry.title[:500],
            note=entry.note[:300],
            folded_title=fold(entry.title)[:500],
            folded=searchable(f"{entry.title} {entry.text}"),
            visibility=entry.visibility,
            owners="".join(f"|{pk}" for pk in entry.owners) + "|" if entry.owners else "",
            day=entry.day,
        )
        for entry in entries
    ]
    SearchDocument.objects.bulk_create(
        documents,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["url", "title", "note", "folded_title", "folded", "visibility", "owners", "day"],
    )


def unindex(kind: str, keys: Iterable[str]) -> None:
    """Take records out of the search index."""
    SearchDocument.objects.filter(kind=kind, key__in=list(keys)).delete()


def hand_over(before: int, after: int, only: Iterable[int] | None = None) -> list[int]:
    """Let entries be found by the people of another organisation; returns which (`only` some, if given)."""
    found = SearchDocument.objects.filter(owners__contains=f"|{before}|")
    documents = list(found if only is None else found.filter(pk__in=list(only)))
    for document in documents:
        document.owners = document.owners.replace(f"|{before}|", f"|{after}|")
    SearchDocument.objects.bulk_update(documents, ["owners"], batch_size=500)
    return [document.pk for document in documents]
