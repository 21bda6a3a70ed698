"""A small instance with something of every kind, and addresses of all its pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse
from tests.web.meet import conftest as meet
from tests.web.test_every_page import KEY, make
from tests.web.walks.parameters import views

event, session, market = meet.event, meet.session, meet.market
registered, takes_part, agreed, published = meet.registered, meet.takes_part, meet.agreed, meet.published
KINDS: dict[str, tuple[str, ...]] = {
    "record": ("organisation", "measure"),
    "intersect": ("overlaps",),
    "meet": ("events", "registrations", "board", "room", "quota", "member", "stop"),
}
SECOND = "second"


@pytest.fixture
def world(
    record: Any, market: Any, session: Any, takes_part: Any, agreed: Any, published: Any
) -> dict[str, list[Any]]:
    """The parts of addresses that lead somewhere: records, an event with meetings, a journey, personal links."""
    from neisse.web.meet.links import secret_of_seed
    from neisse.web.record.models import Organisation

    make(record, KEY, "Sample")
    make(record, SECOND, "Second")
    organiser = Organisation.objects.get(key=KEY)
    of = market(key=KEY, organiser=organiser)
    session(of, 0, 1, room="Aula", speakers=["Somebody"])
    one = takes_part(of, "one@example.org", offers=["Sample"], needs=["Second"])
    two = takes_part(of, "two@example.org", offers=["Second"], needs=["Sample"])
    published(of, [(agreed([one, two], (0, 1))[0], 0, 0)])
    journey(organiser, of)
    return {
        "slug": [KEY],
        "secret": [secret_of_seed(one.link_seed)],
        "kept": [KEY],
        "gone": [SECOND],
    } | firsts()


def journey(organiser: Any, of: Any) -> None:
    from neisse.web.core.actors import SYSTEM
    from neisse.web.meet.actions.events import keep
    from neisse.web.meet.models import Delegation, Stop

    delegation = keep(
        Delegation(key=KEY, title="Journey", organiser=organiser, visibility="public"), actor=SYSTEM
    )
    arrives = of.starts_at - timedelta(days=1)
    keep(
        Stop(
            delegation=delegation, city="Görlitz", arrives_at=arrives, leaves_at=arrives + timedelta(hours=5)
        ),
        actor=SYSTEM,
    )


def firsts() -> dict[str, list[Any]]:
    """Numbers of rows; on a fresh database most are 1."""
    from neisse.web.meet.models import EventSession, Registration, Stop

    found = {
        row.objects.order_by("pk").values_list("pk", flat=True).first()
        for row in (EventSession, Registration, Stop)
    }
    return {"pk": sorted(found), "number": [1], "version": [1], "role": ["guest"], "format": ["csv"]}


@pytest.fixture
def pages(world: dict[str, list[Any]]) -> list[tuple[str, Any, str]]:
    """Every page that can be asked for: name, view, address."""
    return list(paths(world))


def paths(parts: dict[str, list[Any]]) -> Iterator[tuple[str, Any, str]]:
    """Every named address, once for each of the values that its parts may have."""
    for name, view, names in views():
        if name.startswith("socialaccount") or "openid" in name:
            continue
        kinds = KINDS.get(name.partition(":")[0], ("organisation",))
        choices: list[dict[str, Any]] = [{}]
        for part in names:
            values = kinds if part == "kind" else parts.get(part, parts["slug"])
            choices = [{**choice, part: value} for choice in choices for value in values]
        for choice in choices:
            try:
                yield name, view, reverse(name, kwargs=choice)
            except NoReverseMatch:
                continue


class Bugs(logging.Handler):
    """What was logged as a bug, or was caught only by the net in front of the database."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            self.found.append(f"{type(error).__name__}: {error}"[:300])


@pytest.fixture
def bugs() -> Iterator[Bugs]:
    """Faults that answers may hide."""
    handler = Bugs()
    loggers = [logging.getLogger("neisse.faults"), logging.getLogger("django.request")]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.fixture
def looked_at(bugs: Bugs) -> Callable[[Any, str], str]:
    """`looked_at(answer, what)`: what is wrong with an answer, or nothing."""

    def look(answer: Any, what: str) -> str:
        hidden = "; ".join(bugs.found)
        bugs.found.clear()
        if answer.status_code >= 500 and not (answer.status_code == 503 and "Retry-After" in answer.headers):
            return f"{answer.status_code} {what}: {hidden}"
        text = "" if answer.streaming else answer.content[:400_000].decode("utf-8", "replace")
        if "Traceback (most recent" in text:
            return f"traceback shown at {what}"
        return f"{what}: {hidden}" if hidden else ""

    return look
