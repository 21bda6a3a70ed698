"""What of the core stands at the entrance: the first step of all, and mails and tasks that need somebody."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from neisse.web.core import steps, waiting
from neisse.web.core.models import Instance, Job, Mail
from neisse.web.core.steps import Step
from neisse.web.core.waiting import Source


def register() -> None:
    """Called once, when the app is ready."""
    steps.register(
        Step(
            "network",
            _("Say whose network this is"),
            _("Name, region, contact, colour and logo."),
            "core:settings",
            _has_name,
            10,
        )
    )
    steps.register(
        Step(
            "address",
            _("Say under which address people reach the instance"),
            _("It stands in the mails that the instance writes."),
            "core:settings",
            Instance.objects.exclude(public_address="").exists,
            15,
        )
    )
    for source in SOURCES:
        waiting.register(source)


def _has_name() -> bool:
    return Instance.objects.exclude(Q(name_de="") & Q(name_pl="") & Q(name_en="")).exists()


def _mails(user: Any) -> int:
    return Mail.objects.filter(state__in=[Mail.State.FAILED, Mail.State.PERHAPS_SENT]).count()


def _tasks(user: Any) -> int:
    return Job.objects.filter(state=Job.State.FAILED).count()


SOURCES = (
    Source(
        "mails",
        _("Mails that did not arrive"),
        _("Refused by the mail server, or perhaps sent."),
        "core:mails",
        "core.manage_mails",
        _mails,
        80,
    ),
    Source(
        "tasks",
        _("Tasks that failed"),
        _("Long tasks that ended with an error and can be tried again."),
        "core:tasks",
        "core.manage_mails",
        _tasks,
        90,
    ),
)
