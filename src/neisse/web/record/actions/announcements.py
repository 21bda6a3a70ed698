"""A document in prose comes in: read, decided on finding by finding, stored as far as somebody confirmed it.

What was found waits as an import like that of any file, so that previews, twins, rights, corrections and undoing are the
same. Nothing of it is stored that nobody took.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from neisse.engine.values import NeisseError, say
from neisse.formats.announcement_records import Proposed, proposed_records
from neisse.formats.answers import Answers
from neisse.formats.limited import read_announcement_limited
from neisse.web.core.actions.rights import may, require
from neisse.web.core.actors import person
from neisse.web.core.lines import one_line
from neisse.web.core.queries import today
from neisse.web.record.actions import imports
from neisse.web.record.actions.closed_files import is_blind
from neisse.web.record.actions.reach import reach
from neisse.web.record.actions.storing import (
    ALLOWED,
    FOR_ALL,
    OPEN,
    confirm_whole,
    must_be_open,
)
from neisse.web.record.bridge.decisions import STUB, decision_key
from neisse.web.record.bridge.values import organisation_value
from neisse.web.record.models import Announcement, ImportBatch, Network, Proof

KEPT = timedelta(days=90)
FORM = "announcement"
MOST_KNOWN = 5000
LONGEST_WORDS = 500
SOURCE_KINDS = ("new", "changed", "unchanged")


def read(name: str, data: bytes, *, actor: Any, owner: str = "") -> Announcement:
    """Read a document in the bounded process and propose what it tells; nothing is stored.

    `owner`: the key of the organisation whose plans it tells; who may not bring those of all must name an own one.
    Errors: those of `read_announcement_limited`, and `announcement.nothing` where no record could be made of it.
    """
    require(actor, ALLOWED)
    for_all = may(actor, FOR_ALL)
    found = _storable(read_announcement_limited(name, data, today(), _known(actor)))
    networks = set(Network.objects.values_list("name", flat=True)) if for_all else set()
    offered = [one for one in proposed_records(found, networks) if for_all or one.obj["type"] == "measure"]
    if not offered:
        text = say("nothing that could be stored was found in %(name)s", name=name)
        hint = say("it may hold no event, or say it in a way that is not understood; write it down by hand")
        raise NeisseError("announcement.nothing", name, text, hint)
    return _kept(found, offered, owner, for_all=for_all, actor=actor)


def decide(document: Announcement, said: Mapping[int, str], *, actor: Any) -> None:
    """Take (`take`) or leave (`leave`) proposals by their rows; anything else is open again."""
    require(actor, OPEN, document.batch)
    must_be_open(document.batch)
    rows = {one["row"] for one in document.proposed} & said.keys()
    taken = {*document.taken} - rows | {row for row in rows if said[row] == "take"}
    left = {*document.left} - rows | {row for row in rows if said[row] == "leave"}
    document.taken, document.left = sorted(taken), sorted(left)
    document.save(update_fields=["taken", "left"])
    _disown(document, actor)


def store_taken(document: Announcement, *, actor: Any) -> dict[str, int]:
    """Store what was taken, all or nothing, each with the words that show it. Returns the counts of the import.

    Errors: `announcement.untaken` where nothing was, `announcement.needs` where a plan is of an organisation that was not
    taken; those of storing.
    """
    batch = document.batch
    require(actor, OPEN, batch)
    must_be_open(batch)
    wanted = {*document.taken}
    entries = [e for e in batch.objects_read if e["decision"] != STUB and e["row"] in wanted]
    if not entries:
        text = say("nothing was taken so far")
        raise NeisseError("announcement.untaken", document.title, text, say("take what is right first"))
    _keep_sources(batch, entries)
    imports.decide(
        batch, _decisions(batch, wanted), actor=actor
    )  # reads again, in another process: no transaction
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        must_be_open(batch)
        _check_needs(document, batch, wanted)
        kept = {e["row"]: e for e in batch.objects_read if e["decision"] != STUB and e["row"] in wanted}
        counts = confirm_whole(batch, actor=actor)
        _prove(document, batch, kept, actor)
    return counts


@transaction.atomic
def forget(document: Announcement, *, actor: Any) -> None:
    """Delete the document before its time; what was stored of it stays, with the words that show it."""
    batch = document.batch
    require(actor, OPEN, batch)
    if batch.state == ImportBatch.State.PREVIEWED:
        imports.discard(batch, actor=actor)
    document.delete()


def _kept(
    found: dict[str, Any], offered: list[Proposed], owner: str, *, for_all: bool, actor: Any
) -> Announcement:
    text = found.pop("text")
    title = one_line(found["title"] or found["id"])[:255] or "?"
    lines = [_without_owner(one.obj) if owner else one.obj for one in offered]
    data = "".join(json.dumps(obj, ensure_ascii=False) + "\n" for obj in lines).encode()
    with transaction.atomic():
        only_of = "" if for_all else owner
        batch = imports.upload(title, data, actor=actor, answers=Answers(), only_of=only_of)
        document = Announcement.objects.create(
            batch=batch,
            title=title,
            text=text,
            issued=date.fromisoformat(found["issued"]) if found["issued"] else None,
            found=found,
            proposed=[
                {"row": row, "spans": list(one.spans), "sure": one.is_sure}
                for row, one in enumerate(offered, 1)
            ],
            kept_until=today() + KEPT,
        )
    with imports.given_up(batch, actor=actor):
        imports.prepare(batch, actor=actor)
    ImportBatch.objects.filter(pk=batch.pk).update(format=FORM)
    batch.format = FORM
    return document


def _storable(found: dict[str, Any]) -> dict[str, Any]:
    """The same without the sign that no database keeps; a blank in its place leaves every offset as it is."""
    kept: dict[str, Any] = json.loads(json.dumps(found).replace("\\u0000", " "))
    return kept


def _without_owner(obj: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in obj.items() if name != "owner"}


def _known(actor: Any) -> list[Any]:
    """The organisations that mentions may lead to: those that the reader may see."""
    rows = reach(actor, "organisation").prefetch_related("offers", "needs").order_by("pk")
    return [organisation_value(row) for row in rows[:MOST_KNOWN]]


def _decisions(batch: ImportBatch, wanted: Collection[int]) -> dict[str, str]:
    """The decisions that leave out what nobody took, and take back what an earlier try left out."""
    said: dict[str, str] = {}
    for entry in batch.objects_read:
        if entry["decision"] != STUB:
            decision = "" if entry["decision"] == "skip" else entry["decision"]
            said[decision_key(entry["object"])] = decision if entry["row"] in wanted else "skip"
    return said


def _keep_sources(batch: ImportBatch, entries: Iterable[Mapping[str, Any]]) -> None:
    """A record that is here already keeps the source that it has: the words are another one, beside it."""
    rows = dict(batch.mapping.get("rows", {}))
    for entry in entries:
        if entry["status"] == "changed" or entry["decision"] not in {"", "new"}:
            key = decision_key(entry["object"])
            rows[key] = {name: value for name, value in entry["object"].items() if name != "source"}
    batch.mapping = {**batch.mapping, "rows": rows}


def _disown(document: Announcement, actor: Any) -> None:
    """A plan of an organisation that was left out is of nobody, until somebody says whose it is."""
    objects = {e["row"]: e["object"] for e in document.batch.objects_read if e["decision"] != STUB}
    gone = {objects[row]["id"] for row in document.left if objects.get(row, {}).get("type") == "organisation"}
    for obj in objects.values():
        if gone and obj["type"] == "measure" and obj.get("owner") in gone:
            imports.correct_row(document.batch, decision_key(obj), {**obj, "owner": ""}, actor=actor)


def _check_needs(document: Announcement, batch: ImportBatch, wanted: Collection[int]) -> None:
    """Refuse a plan that would bring an organisation along which nobody took."""
    needed = [e["object"]["name"] for e in batch.objects_read if e["decision"] == STUB and e["row"] in wanted]
    if needed:
        text = say("“%(name)s” is named by what was taken, and was not taken itself", name=needed[0])
        hint = say("take it as well, or leave it out and say whose plan it is")
        raise NeisseError("announcement.needs", document.title, text, hint)


def _prove(document: Announcement, batch: ImportBatch, entries: Mapping[int, Any], actor: Any) -> None:
    """Keep the words beside each record that was stored or is there already; not beside a blind plan."""
    stored = {change.row: (change.kind, change.key) for change in batch.changes.all()}
    spans = {one["row"]: one["spans"] for one in document.proposed}
    Proof.objects.bulk_create(
        Proof(
            kind=kind,
            key=key,
            batch=batch,
            title=document.title,
            issued=document.issued,
            words=span["text"][:LONGEST_WORDS],
            from_letter=span["start"],
            to_letter=span["end"],
            confirmed_by=person(actor),
        )
        for row, entry in entries.items()
        if (place := stored.get(row) or _there_already(entry)) and not is_blind(entry["object"])
        for kind, key in [place]
        for span in _different(spans.get(row, ()))
    )


def _there_already(entry: Mapping[str, Any]) -> tuple[str, str] | None:
    if entry["status"] not in SOURCE_KINDS:
        return None
    key = entry["decision"] if entry["decision"] not in {"", "new"} else entry["object"]["id"]
    return str(entry["object"]["type"]), str(key)


def _different(spans: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The first place of each wording: the same name said ten times shows a record once."""
    seen: dict[str, Mapping[str, Any]] = {}
    for span in spans:
        seen.setdefault(" ".join(span["text"].split()), span)
    return sorted(seen.values(), key=lambda span: span["start"])
