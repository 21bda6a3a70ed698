"""Mails of events move into the one outbox; every row survives, with its state and its text."""

from uuid import uuid4

from django.conf import settings
from django.db import migrations

KEPT = ("to", "language", "purpose", "subject", "body", "state", "attempts", "error", "created_at", "sent_at")
AT_ONCE = 500


def move(apps, schema_editor):
    """Copy row by row; what waits is due at once."""
    old, new = apps.get_model("meet", "Mail"), apps.get_model("core", "Mail")
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ") or "localhost"
    batch = []
    for row in old.objects.order_by("pk").iterator(AT_ONCE):
        batch.append(
            new(
                about=f"meet.registration:{row.registration_id}" if row.registration_id else "",
                group=f"meet.event:{row.event_id}" if row.event_id else "",
                message_id=f"<{uuid4()}@{domain}>",
                **{name: getattr(row, name) for name in KEPT},
            )
        )
        if len(batch) == AT_ONCE:
            new.objects.bulk_create(batch)
            batch = []
    new.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_mail"), ("meet", "0002_meetings")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
