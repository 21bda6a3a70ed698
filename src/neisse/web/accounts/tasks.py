"""Background tasks of accounts."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.accounts.actions.digests import send_digests
from neisse.web.core import job_kinds, later
from neisse.web.core.actions.erasing import ERASING
from neisse.web.core.actions.files import FILES

LOOK_EVERY_S = 600


@later.work(repeats=True)
def send_due_digests() -> int:
    """Who chose an hour is told what waits."""
    return send_digests(timezone.now())


def register() -> None:
    """What is done again and again, and where people see how far an erasure is."""
    job_kinds.register(
        job_kinds.Kind(
            ERASING,
            _("Files of a person who is erased"),
            page=lambda _job: reverse("accounts:subjects"),
            steps={FILES: _("Looking through the files")},
        )
    )
    later.every("accounts.digests", send_due_digests, LOOK_EVERY_S, _("Told people what waits for them"))
