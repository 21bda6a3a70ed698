"""Forgetting what the record stage keeps only for a while; each call one small batch."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from neisse.web.core.actions.retention import BATCH, delete_batch
from neisse.web.record.actions.erase import forget_versions
from neisse.web.record.actions.uploads import FOLDER, drop_upload
from neisse.web.record.bridge.kinds import KINDS
from neisse.web.record.models import (
    Announcement,
    ImportBatch,
    ImportChange,
    IntakeLink,
    IntakeSubmission,
    Membership,
    Merge,
    Person,
    Proof,
    Recipient,
    Removal,
)

PREVIEWS_KEPT = timedelta(days=30)
CHANGES_KEPT = timedelta(days=90)
OFFICES_KEPT = timedelta(days=90)
INTAKE_KEPT = timedelta(days=90)
RECIPIENTS_KEPT = timedelta(days=180)
REMOVALS_KEPT = timedelta(days=90)
CONTACT = ("email", "phone")
State = ImportBatch.State
OPEN = (State.PREVIEWED, State.STORING)


def forget_contacts(now: datetime) -> int:
    """Contact data whose consent has ended; the day of `until` is the first without it."""
    today = timezone.localdate(now)
    rows = list(Person.objects.filter(consent_until__lte=today).exclude(email="", phone="")[:BATCH])
    for row in rows:
        Person.objects.filter(pk=row.pk).update(email="", phone="", version=row.version + 1)
        for change in ImportChange.objects.filter(kind="person", key=row.key):
            change.before, change.after = without_contact(change.before), without_contact(change.after)
            change.save()
    return len(rows) + _forget_contacts_of_removed(today)


def _forget_contacts_of_removed(today: date) -> int:
    """The same for entries that were removed and may come back."""
    gone = 0
    for removal in Removal.objects.filter(kind="person", restored_at=None).iterator():
        said = removal.rows[0]["fields"]
        ended = said["consent_until"] and said["consent_until"] <= today.isoformat()
        if ended and any(said[name] for name in CONTACT):
            said.update(dict.fromkeys(CONTACT, ""))
            removal.save()
            gone += 1
    return gone


def forget_removals(now: datetime) -> int:
    """What was removed 90 days ago can no longer be brought back."""
    return delete_batch(Removal.objects.filter(removed_at__lt=now - REMOVALS_KEPT))


def without_contact(obj: dict[str, object] | None) -> dict[str, object] | None:
    """An object of the file contract without contact data."""
    return obj and {name: value for name, value in obj.items() if name not in CONTACT}


def forget_offices(now: datetime) -> int:
    """Persons who left the directory 90 days ago: their versions and their traces in imports."""
    ended = Person.history.filter(history_type="-", history_date__lt=now - OFFICES_KEPT)
    found = list(ended.exclude(id__in=Person.objects.values("pk")).values_list("id", "key")[:BATCH])
    for pk, key in set(found):
        forget_versions(pk, key)
    return len(found)


def forget_representatives(now: datetime) -> int:
    """Who represented an organisation in a network that it has left."""
    ended = Membership.objects.filter(valid_until__lte=timezone.localdate(now), representative__isnull=False)
    pks = list(ended.values_list("pk", flat=True)[:BATCH])
    Membership.history.filter(id__in=pks).update(representative=None)
    return Membership.objects.filter(pk__in=pks).update(representative=None)


def forget_links(now: datetime) -> int:
    """For whom a link was, 90 days after it ended."""
    over = now - INTAKE_KEPT
    ended = IntakeLink.objects.filter(Q(expires_at__lt=over) | Q(revoked_at__lt=over)).exclude(addressee="")
    pks = list(ended.values_list("pk", flat=True)[:BATCH])
    return IntakeLink.objects.filter(pk__in=pks).update(addressee="")


def forget_submissions(now: datetime) -> int:
    """What came in through a link, 90 days after it was decided: the content goes, the decision stays."""
    decided = IntakeSubmission.objects.filter(decided_at__lt=now - INTAKE_KEPT)
    empty = {"payload": [], "findings": [], "note": "", "file_name": ""}
    pks = list(decided.exclude(**empty).values_list("pk", flat=True)[:BATCH])
    return IntakeSubmission.objects.filter(pk__in=pks).update(**empty)


def forget_recipients(now: datetime) -> int:
    """Who was asked by a campaign, 180 days after its deadline: what they answered stays, without who it was."""
    over = timezone.localdate(now - RECIPIENTS_KEPT)
    rows = Recipient.objects.filter(campaign__open_until__lte=over)
    pks = list(rows.exclude(name="", address="", note="").values_list("pk", flat=True)[:BATCH])
    return Recipient.objects.filter(pk__in=pks).update(name="", address="", note="")


def forget_previews(now: datetime) -> int:
    """Imports that nobody confirmed within 30 days: given up, with their files."""
    old = ImportBatch.objects.filter(state=State.PREVIEWED, created_at__lt=now - PREVIEWS_KEPT)
    pks = list(old.values_list("pk", flat=True)[:BATCH])
    transaction.on_commit(lambda: drop_files(pks))
    return ImportBatch.objects.filter(pk__in=pks).update(
        state=State.DISCARDED, objects_read=[], findings=[], mapping={}
    )


def forget_contents(now: datetime) -> int:
    """What is left of the content of imports that ended 30 days ago: remarks and the sample of a table."""
    ended = ImportBatch.objects.exclude(state__in=OPEN).filter(created_at__lt=now - PREVIEWS_KEPT)
    empty: dict[str, Any] = {"objects_read": [], "findings": [], "mapping": {}}
    pks = list(ended.exclude(**empty).values_list("pk", flat=True)[:BATCH])
    return ImportBatch.objects.filter(pk__in=pks).update(**empty)


def forget_documents(now: datetime) -> int:
    """Texts of announcements whose time is over, and those of imports that were given up."""
    over = Q(kept_until__lte=timezone.localdate(now)) & ~Q(batch__state__in=OPEN)
    return delete_batch(Announcement.objects.filter(over | Q(batch__state=State.DISCARDED)))


def forget_proofs(now: datetime) -> int:
    """Words that show a record which is here no more, and cannot come back."""
    rows = Proof.objects.all()
    for kind, known in KINDS.items():
        there = known.model.objects.filter(key=OuterRef("key"))
        rows = rows.exclude(Q(kind=kind) & Exists(there))
    gone = Removal.objects.filter(kind=OuterRef("kind"), key=OuterRef("key"), restored_at=None)
    merged = Merge.objects.filter(key=OuterRef("key"), undone_at=None, survivor__isnull=False)
    lost = rows.exclude(Exists(gone)).exclude(Exists(merged))
    return delete_batch(Proof.objects.filter(Q(pk__in=lost.values("pk")) | Q(batch__state=State.UNDONE)))


def forget_changes(now: datetime) -> int:
    """What imports did to entries of persons 90 days ago: these can no longer be undone."""
    over = now - CHANGES_KEPT
    ended = Q(batch__confirmed_at__lt=over) | Q(batch__undone_at__lt=over)
    return delete_batch(ImportChange.objects.filter(ended, kind="person"))


def forget_uploads(now: datetime) -> int:
    """Uploaded files of which no import that waits knows (any longer)."""
    folder = Path(default_storage.path(FOLDER))
    waiting = set(ImportBatch.objects.filter(state__in=OPEN).values_list("pk", flat=True))
    gone = 0
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        number = re.match(r"\d+", path.name)
        fresh = path.stat().st_mtime > (now - timedelta(days=1)).timestamp()
        if path.is_file() and not fresh and (number is None or int(number[0]) not in waiting):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def drop_files(pks: list[int]) -> None:
    """Forget the files of imports."""
    for pk in pks:
        drop_upload(pk)
