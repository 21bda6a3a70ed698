"""The whole database as comparable text: what was undone leaves nothing behind."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.apps import apps

from neisse.web.record.bridge.whole import serialised

# Tables that say what was done, not what is.
DONE = {"core.Job", "django_tasks_database.DBTaskResult", "intersect.IndexState"}


def dump(
    *, but: Collection[str] = (), renumbered: Collection[str] = (), not_compared: Collection[str] = ()
) -> list[str]:
    """Every row of every table but versions and `but`, each column to the microsecond.

    Rows of `renumbered` tables may have other numbers; the columns `not_compared` are left out.
    """
    found = []
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        if label in DONE or label in but or label.split(".")[1].startswith("Historical"):
            continue
        for obj in serialised(list(model._base_manager.all())):
            if label in renumbered:
                obj.pop("pk")
            obj["fields"] = {k: v for k, v in obj["fields"].items() if k not in not_compared}
            found.append(json.dumps(obj, sort_keys=True))
    return sorted(found)
