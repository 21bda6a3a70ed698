"""A document with its findings: the text in pieces, the proposals beside it, and the proofs of a stored record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from neisse.web.record.bridge.decisions import STUB
from neisse.web.record.models import Announcement, ImportBatch, Merge, Organisation, Proof
from neisse.web.record.queries.imports import Shown, imports_of, shown_items

# Longer documents are shown up to here; what was found in the rest stands among the proposals all the same.
MOST_SHOWN = 60_000
MOST_PROOFS = 50
READY = frozenset({"new", "changed"})
TAKE, LEAVE = "take", "leave"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text: what kind of finding it belongs to, and the row of its proposal (0 where it has none)."""

    text: str
    kind: str = ""
    row: int = 0
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """One proposal as the page shows it: its record, the words that show it, and what was said of it so far."""

    shown: Shown
    words: tuple[str, ...]
    is_sure: bool
    said: str
    kind: str
    row: int

    @property
    def may_be_stored(self) -> bool:
        """Whether taking it would store it: nothing is asked or in doubt any more."""
        return self.shown.status in {*READY, "unchanged"}


def announcements_of(user: Any) -> QuerySet[Announcement]:
    """The documents that a reader may open: their own, all for managers."""
    return Announcement.objects.filter(batch__in=imports_of(user)).select_related("batch__created_by")


def offers(user: Any, document: Announcement) -> list[Offer]:
    """The proposals, in the order of the text as far as they stand in it. Cost: that of a page of an import."""
    about = {one["row"]: one for one in document.proposed}
    entries = [e for e in document.batch.objects_read if e["decision"] != STUB and e["row"] in about]
    found = []
    for entry, shown in zip(entries, shown_items(user, document.batch, entries), strict=True):
        row = entry["row"]
        said = TAKE if row in document.taken else LEAVE if row in document.left else ""
        words = tuple(dict.fromkeys(" ".join(span["text"].split()) for span in about[row]["spans"]))
        is_sure = about[row]["sure"] and shown.status in READY
        found.append(Offer(shown, words, is_sure, said, entry["object"]["type"], row))
    return found


def pieces(document: Announcement) -> list[Piece]:
    """The text with what was found in it; of places that overlap the one that begins first, then the longer."""
    text = document.text[:MOST_SHOWN]
    found = [
        (s["start"], s["end"], k, r) for k, r, spans in _places(document) for s in spans if _stands(s, text)
    ]
    shown: list[Piece] = []
    at, met = 0, set[int]()
    for start, end, kind, row in sorted(found, key=lambda one: (one[0], -one[1], one[3] == 0)):
        if start < at:
            continue
        if start > at:
            shown.append(Piece(text[at:start]))
        shown.append(Piece(text[start:end], kind, row, row not in met))
        met.add(row)
        at = end
    return [*shown, Piece(text[at:])]


def documents_of(user: Any, kind: str, record: Any) -> list[tuple[Proof, list[str]]]:
    """(its first proof, all its words) of each document that shows a stored record, newest first.

    For who may see its history. Those of what was merged into it count, those of an import that was undone do not.
    """
    if not user.has_perm("record.view_history", record if kind == "measure" else None):
        return []
    keys = [record.key]
    if isinstance(record, Organisation):
        keys += Merge.objects.filter(survivor=record, undone_at=None).values_list("key", flat=True)
    rows = Proof.objects.filter(kind=kind, key__in=keys)
    rows = rows.exclude(batch__isnull=False, batch__state=ImportBatch.State.UNDONE)
    found: dict[Any, tuple[Proof, list[str]]] = {}
    for proof in rows.select_related("confirmed_by")[:MOST_PROOFS]:
        found.setdefault(proof.batch_id or proof.title, (proof, []))[1].append(proof.words)
    return list(found.values())


def _places(document: Announcement) -> Iterable[tuple[str, int, Sequence[Any]]]:
    kinds = {e["row"]: e["object"]["type"] for e in document.batch.objects_read if e["decision"] != STUB}
    for one in document.proposed:
        yield kinds.get(one["row"], "other"), one["row"], one["spans"]
    for known in document.found.get("organisations", ()):
        if known.get("known"):
            yield "known", 0, known["mentions"]
    for person in document.found.get("persons", ()):
        yield "person", 0, [person["evidence"]]


def _stands(span: Any, text: str) -> bool:
    """Whether the words still stand where they were: a text from which somebody was erased has moved."""
    return bool(text[span["start"] : span["end"]] == span["text"] != "")
