"""Background tasks of the core."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.core import job_kinds, later
from neisse.web.core.actions.backup.scheduled import back_up_when_due
from neisse.web.core.actions.erasing import go_on
from neisse.web.core.actions.personal import forget_everything_due
from neisse.web.core.actions.reindexing import index_what_is_old
from neisse.web.core.actions.written_files import FILE

BACK_UP_EVERY_S = 900
FORGET_EVERY_S = 6 * 3600
INDEX_EVERY_S = 3600


@later.work(repeats=True)
def forget_due() -> dict[str, int]:
    """What the register of personal data says is over, goes; so does what an erasure left undone."""
    go_on()
    return forget_everything_due(timezone.now())


@later.work(queue=later.HEAVY, repeats=True)
def back_up() -> str:
    """The backup of the day, where a folder is set and its hour came."""
    return str(back_up_when_due(timezone.now()) or "")


@later.work(queue=later.HEAVY, repeats=True)
def index_anew() -> int:
    """After an upgrade, everything is found by what the new release reads of it."""
    return index_what_is_old()


def register() -> None:
    """What is done again and again, and what long tasks of the core are called."""
    job_kinds.register(job_kinds.Kind(FILE, _("List as a file")))
    later.every("core.back_up", back_up, BACK_UP_EVERY_S, _("Looked whether a backup is due"))
    later.every(
        "core.index_anew", index_anew, INDEX_EVERY_S, _("Looked whether the search index is of this release")
    )
    later.every("core.forget_due", forget_due, FORGET_EVERY_S, _("Erased what is kept no longer"))
