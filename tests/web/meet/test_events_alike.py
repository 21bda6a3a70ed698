"""An event that may be there already is asked about before it is stored; only among what its maker may see."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from neisse.web.meet.models import Event
from neisse.web.record.models import Organisation

FORM = {"titles_de": "Forum Medizintechnik", "visibility": "circle", "zone": "Europe/Berlin", "offer_hours": "48",
        "starts_at": "2026-12-01T10:00", "ends_at": "2026-12-01T17:00", "retention_days": "90"}  # fmt: skip


def sent(client: Any, organiser: Any, **given: Any) -> Any:
    return client.post(reverse("meet:event_new"), FORM | {"organiser": organiser.pk} | given)


def test_a_title_like_it_or_one_organiser_at_one_time_is_asked_about(
    client_of: Any, user: Any, organisation: Any
) -> None:
    manager = client_of(user("manager"))
    house, other = organisation(id="house", name="House"), organisation(id="other", name="Other")
    assert sent(manager, house).status_code == 302
    for again in (
        {
            "titles_de": "Forum der Medizintechnik",
            "starts_at": "2026-12-09T10:00",
            "ends_at": "2026-12-09T12:00",
        },
        {"titles_de": "Etwas anderes"},
    ):
        asked = sent(manager, house, **again)
        assert (asked.status_code, Event.objects.count()) == (422, 1)
        page = asked.content.decode()
        assert reverse("meet:event", args=[Event.objects.get().slug]) in page
        assert again["titles_de"] in page  # nothing that was typed is lost
    for new in (
        {"titles_de": "Etwas anderes", "starts_at": "2026-12-02T10:00", "ends_at": "2026-12-02T12:00"},
        {"starts_at": "2027-12-01T10:00", "ends_at": "2027-12-01T17:00"},
        {"not_alike": "1"},
    ):
        assert sent(manager, house, **new).status_code == 302
    assert sent(manager, other, titles_de="Ganz neu").status_code == 302


def test_a_hidden_event_is_not_told_by_asking(client_of: Any, people: Any) -> None:
    owner, stranger = (Organisation.objects.get(key=key) for key in ("owner", "stranger"))
    assert sent(client_of(people["owner"]), owner).status_code == 302  # a draft: nobody else sees it
    assert sent(client_of(people["stranger"]), stranger).status_code == 302
    assert Event.objects.count() == 2
