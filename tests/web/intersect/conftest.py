"""Plans that overlap, and an index that knows nothing of the test before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

CLEAN_ROOM = {
    "title": "Workshop Energieeffizienz in Reinräumen",
    "description": "Ein Tag für Betreiber von Reinräumen: Lüftung, Wärmerückgewinnung, Messung.",
    "kind": "event",
    "starts": "2027-03-10",
    "place": {"city": "Dresden"},
    "topics": ["Reinraum", "Energieeffizienz"],
    "audience": ["Unternehmen"],
}
CLEAN_ROOM_AGAIN = {
    "title": "Warsztaty: efektywność energetyczna pomieszczeń czystych",
    "description": "Wentylacja, odzysk ciepła i pomiary dla operatorów pomieszczeń czystych.",
    "kind": "event",
    "starts": "2027-03-24",
    "place": {"city": "Wrocław"},
    "topics": ["pomieszczenia czyste", "efektywność energetyczna"],
    "audience": ["firmy"],
}
CHOIR = {
    "title": "Adventssingen der Belegschaft",
    "kind": "other",
    "starts": "2027-12-18",
    "place": {"city": "Zwickau"},
}


@pytest.fixture(autouse=True)
def _fresh_index() -> Iterator[None]:
    from neisse.web.intersect.bridge import live

    live.forget()
    yield
    live.forget()


@pytest.fixture
def overlapping(measure: Callable[..., Any], people: dict[str, Any]) -> tuple[Any, Any]:
    """Two plans that overlap, one of `owner`, one of `partner`, and a third that has nothing to do with them."""
    from neisse.web.intersect.actions import refresh
    from neisse.web.record.models import Organisation

    first = measure(Organisation.objects.get(key="owner"), id="clean-room", **CLEAN_ROOM)
    second = measure(Organisation.objects.get(key="partner"), id="clean-room-again", **CLEAN_ROOM_AGAIN)
    measure(Organisation.objects.get(key="stranger"), id="choir", **CHOIR)
    refresh()
    return first, second


@pytest.fixture
def clean_room() -> dict[str, Any]:
    """The fields of the plan that others are like."""
    return dict(CLEAN_ROOM)
