"""Hostile files through the doors of the circle: a member's own import, a calendar that is subscribed, an announcement.

Each is read where foreign files are read, whatever the door; how much a server grows by them is measured by
`bench/endurance.py bombs`.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.formats.test_bombs import BOMBS

from neisse.engine.record import announcements
from neisse.formats import archive, detect, documents
from neisse.web.core.outside import Fetched
from neisse.web.record.actions import subscriptions
from neisse.web.record.models import Measure, Organisation, Subscription

READERS = (
    (detect, "read_any"), (detect, "read_columns"), (archive, "read_archive"), (documents, "read_text"),
    (announcements, "read_announcement"),
)  # fmt: skip
ANNOUNCEMENTS = {
    "dates.txt": b"12. Mai 2026 bis 13. Mai 2026 in Leipzig, " * 25_000,
    "lines.txt": b"".join(
        b"- Forum %d: %d.5.2026, 10:00 Uhr, Leipzig\n" % (n, n % 28 + 1) for n in range(5_000)
    ),
    "names.txt": "„So ist es“, sagt Dr. Anna Muster, Vorstand der Muster GmbH.\n".encode() * 15_000,
    "deep.html": b"<div>" * 300_000 + b"Forum am 12.5.2026",
    "deep.eml": b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 20_000,
    "brackets.md": b"[" * 400_000 + b"](" * 100_000,
}
FILES = (
    "wide.csv",
    "deep.jsonl",
    "nested.ods",
    "entities.xlsx",
    "impossible_day.ics",
    "archive_of_zeros.zip",
)
CALENDARS = ("second.ics", "impossible_year.ics", "unclosed.ics", "zone_flood.ics", "nested.ods", "quote.csv")


@pytest.fixture(autouse=True)
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process of pages may check and show what was found; whatever reads is another one, with limits of its own."""
    for module, name in READERS:
        monkeypatch.setattr(
            module, name, lambda *_a, said=name, **_k: pytest.fail(f"{said} in the process of pages")
        )


def unhurt() -> bool:
    """Nothing was stored but what the fixtures made."""
    return (Measure.objects.count(), Organisation.objects.count()) == (0, 2)


@pytest.fixture(autouse=True)
def warm(member: Any, client_of: Any) -> Any:
    """A member whose pages were shown once."""
    client = client_of(member)
    client.raise_request_exception = False
    for name in ("record:import", "record:announcement_read", "record:calendars"):
        assert client.get(reverse(name)).status_code == 200
    return client


@pytest.mark.parametrize("name", FILES)
def test_an_own_import_is_refused_or_read_in_bounds(name: str, warm: Any) -> None:
    answer = warm.post(
        reverse("record:import"), {"file": SimpleUploadedFile(name, BOMBS[name]())}, follow=True
    )
    assert answer.status_code in {200, 422}
    assert unhurt()


@pytest.mark.parametrize("name", ANNOUNCEMENTS)
def test_an_announcement_is_refused_or_read_in_bounds(name: str, warm: Any) -> None:
    sent = {"file": SimpleUploadedFile(name, ANNOUNCEMENTS[name]), "owner": "alpha"}
    answer = warm.post(reverse("record:announcement_read"), sent, follow=True)
    assert answer.status_code in {200, 422}
    assert unhurt()


@pytest.mark.parametrize("name", CALENDARS)
def test_a_calendar_is_refused_or_read_in_bounds(
    name: str, member: Any, alpha: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions, "fetch", lambda *_a, **_k: Fetched(BOMBS[name]()))
    row = subscriptions.subscribe(alpha, "https://calendar.example/x.ics", actor=member)
    Subscription.objects.update(due_at=timezone.now())
    subscriptions.look.func(row.pk)
    assert unhurt()
    row.refresh_from_db()
    assert row.error or row.digest
    assert row.due_at > timezone.now()
