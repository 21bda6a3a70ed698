"""The mails of events move into the one outbox: every old row survives, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from neisse.web.core.models import Mail

BEFORE = [("meet", "0002_meetings")]
KEPT = ("to", "language", "purpose", "subject", "body", "state", "attempts", "error", "created_at", "sent_at")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_old_rows_survive(event: Any, registered: Any) -> None:
    row = registered(event(), "a@example.org", confirmed=False)
    Mail.objects.all().delete()
    executor = MigrationExecutor(connection)
    newest = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] == "meet"]
    try:
        executor.migrate(BEFORE)
        old = executor.loader.project_state(BEFORE).apps.get_model("meet", "Mail")
        at = datetime(2026, 10, 1, 8, tzinfo=UTC)
        for n, state in enumerate(["waiting", "sent", "failed"] * 200):
            old.objects.create(
                event_id=row.event_id if n % 5 else None,
                registration_id=row.pk if n % 7 else None,
                to=f"p{n}@example.org",
                language="pl",
                purpose="confirm",
                subject=f"Subject {n}",
                body="" if state == "sent" else f"text {n}",
                state=state,
                attempts=n % 6,
                error="x" if state == "failed" else "",
                created_at=at,
                sent_at=at if state == "sent" else None,
            )
        before = {values[0]: values for values in old.objects.values_list(*KEPT)}
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(newest)
    assert {values[0]: values for values in Mail.objects.values_list(*KEPT)} == before
    assert Mail.objects.filter(about=f"meet.registration:{row.pk}", group="").exists()
    assert set(Mail.objects.values_list("group", flat=True)) == {"", f"meet.event:{row.event_id}"}
    assert Mail.objects.values("message_id").distinct().count() == 600
