"""What an erasure has still to do when its page was answered: files, one by one, and the bytes of deleted rows.

Until then the words that are looked for stay with the line of the log, packed; with the last file they go. So a job that
is killed, stopped or failed goes on, and the log says that the person is erased only when that is so.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from typing import Any

from django.utils import timezone

from neisse.web.core import later
from neisse.web.core.actions.bytes_gone import scrub
from neisse.web.core.actions.files import erase_files, personal_files
from neisse.web.core.actions.jobs import OPEN, Tell, begin, claim, running
from neisse.web.core.models import Erasure, Job
from neisse.web.core.personal import Subject, needles_of
from neisse.web.core.queries.mentions import sparing_others

ERASING = "erasure"
WORDS = ("names", "addresses", "phones")


def packed(subject: Subject) -> str:
    """The words by which a person is found, as a text that names nobody."""
    words = {name: sorted(getattr(subject, name)) for name in WORDS}
    return b64encode(zlib.compress(json.dumps(words).encode())).decode()


def unpacked(sought: str) -> Subject:
    """Who is looked for by these words."""
    words = json.loads(zlib.decompress(b64decode(sought)))
    return Subject(**{name: frozenset(found) for name, found in words.items()})


def look_later(done: Erasure, subject: Subject, owner: Any) -> None:
    """Begin to look through the files, in the caller's transaction; done at once where there are none."""
    if next(personal_files(), None) is None:
        done.finished_at = timezone.now()
        done.save(update_fields=["finished_at"])
        return
    done.sought = packed(subject)
    done.save(update_fields=["sought"])
    begin(erase_in_files, done.pk, kind=ERASING, subject=str(done.pk), owner=owner)


@later.work(queue=later.HEAVY, repeats=True)
def erase_in_files(job: int, erasure: int) -> None:
    """Look through the files for one erasure."""
    claimed = claim(job)
    if claimed is None:
        return
    with running(claimed) as tell:
        finish(erasure, tell)


def finish(erasure: int, tell: Tell | None = None) -> None:
    """Delete the files that name the person, forget their words, then make unreadable what was deleted."""
    done = Erasure.objects.filter(pk=erasure, finished_at=None).first()
    if done is None:
        return
    needles = sparing_others(needles_of(unpacked(done.sought)))
    for _gone in erase_files(needles, tell):
        done.counts = {**done.counts, "files": done.counts.get("files", 0) + 1}
        done.save(update_fields=["counts"])
    done.sought, done.finished_at = "", timezone.now()
    done.save(update_fields=["sought", "finished_at"])
    scrub()


def go_on() -> int:
    """Begin again what nobody works on: the job was stopped, discarded, or failed too often. How many."""
    waiting = Erasure.objects.filter(finished_at=None)
    at_work = {
        job.subject for job in Job.objects.filter(kind=ERASING, state__in=OPEN).only("subject", "state")
    }
    begun = [done for done in waiting if str(done.pk) not in at_work]
    for done in begun:
        begin(erase_in_files, done.pk, kind=ERASING, subject=str(done.pk))
    return len(begun)
