"""Deadlines of events that lie after the beginning, or after the end, are set to it: nothing else ever held there."""

from typing import Any

from django.db import migrations
from django.db.models import F


def clamp(apps: Any, _schema: Any) -> None:
    for name in ("Event", "HistoricalEvent"):
        rows = apps.get_model("meet", name).objects
        rows.filter(registers_until__gt=F("starts_at")).update(registers_until=F("starts_at"))
        rows.filter(changes_until__gt=F("ends_at")).update(changes_until=F("ends_at"))


class Migration(migrations.Migration):
    dependencies = [("meet", "0006_events_for_the_circle")]
    operations = [migrations.RunPython(clamp, migrations.RunPython.noop)]
