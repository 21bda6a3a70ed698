"""The fixtures that all tests of the web stand on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection


def test_tests_keep_out_of_the_checkout() -> None:
    assert Path(__file__).parents[2] not in Path(settings.DATA).parents
    assert str(settings.DATA) == str(Path(os.environ["NEISSE_DATA"]).resolve())


def test_the_database_is_the_one_that_was_asked_for(request: pytest.FixtureRequest) -> None:
    asked = request.config.getoption("database")
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[asked]


def test_factories_store_records(measure: Any, organisation: Any) -> None:
    plan = measure(owner=organisation(name="PORT"), title="Lab day")
    assert (plan.title, plan.owner.name, plan.version) == ("Lab day", "PORT", 1)


def test_people_speak_for_their_organisations(people: dict[str, Any]) -> None:
    from neisse.web.record.models import Organisation
    from neisse.web.record.rules.seen import organisations_of

    owner = Organisation.objects.get(key="owner")
    assert organisations_of(people["owner"]) == {owner.pk}
    assert organisations_of(people["guest"]) == organisations_of(None) == frozenset()
