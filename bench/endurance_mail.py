"""Mailing that is killed: each mail is taken by the server once, or it is shown as perhaps sent."""

from __future__ import annotations

import time
from typing import Any

from endurance_forks import RUN, until
from endurance_letters import Letters

MAILS = 20


class Mailing:
    """A list of mails, sent by a sender that is killed."""

    name = "mailing"

    def __init__(self, server: Letters) -> None:
        self.server, self.number = server, -1

    def begin(self, number: int) -> None:
        self.number = number
        post_some(number, MAILS)

    def work(self) -> None:
        """The sender as it runs in an instance."""
        from threading import Event

        from neisse.web import sender

        sender.LOOK_EVERY_S = 0.02
        sender.run(Event())

    def finish(self) -> tuple[str, int]:
        """Let another sender end it; (whether it did, mails of which nobody knows)."""
        free_at_once()
        is_ended = until(lambda: are_ended(self.number), self.work)
        return "done" if is_ended else "stuck", of(self.number).filter(state="perhaps").count()

    def check(self, number: int) -> list[str]:
        """At most the one mail that was in its sender's hands is uncertain; every other was taken once."""
        return faults_of(number, MAILS, self.server)


def post_some(number: int, count: int) -> None:
    """Mails as a page leaves them."""
    from neisse.web.core.actions.mail import post

    for n in range(count):
        to = f"p{number}x{n}@example.org"
        post("test", to, language="en", subject=f"S{n}", body="b", group=group_of(number))


def group_of(number: int) -> str:
    return f"bench:{RUN}:{number}"


def of(number: int) -> Any:
    from neisse.web.core.models import Mail

    return Mail.objects.filter(group=group_of(number))


def are_ended(number: int) -> bool:
    """Whether no mail is on its way. What shall be tried later is tried now: the clock is not what is measured."""
    from django.utils import timezone

    now = timezone.now()
    of(number).filter(state="waiting", due_at__gt=now).update(due_at=now)
    return not of(number).filter(state__in=["waiting", "sending", "handing"]).exists()


def free_at_once() -> None:
    """No sender lives any more: its leases need not be waited for."""
    from django.utils import timezone

    from neisse.web.core.models import Mail

    Mail.objects.filter(leased_until__isnull=False).update(leased_until=timezone.now())


def faults_of(number: int, count: int, server: Letters) -> list[str]:
    time.sleep(0.1)  # a text that was on the line when its sender died
    taken, mails = server.taken(), list(of(number))
    states = [mail.state for mail in mails]
    faults = [] if len(mails) == count else [f"{count - len(mails)} mails are lost"]
    faults += [
        f"{mail.to} came {taken[mail.message_id]} times" for mail in mails if taken[mail.message_id] > 1
    ]
    faults += [
        f"{mail.to} never came" for mail in mails if mail.state == "sent" and not taken[mail.message_id]
    ]
    faults += [f"{state} mails" for state in set(states) - {"sent", "perhaps"}]
    return faults + ([f"{states.count('perhaps')} are uncertain"] if states.count("perhaps") > 1 else [])
