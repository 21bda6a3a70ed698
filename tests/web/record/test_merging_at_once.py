"""Several people merge at once, on SQLite and on PostgreSQL: one merge happens, the others are told."""

from __future__ import annotations

from typing import Any

import pytest


def merge_with_first(pk: int) -> None:
    from neisse.engine.values import NeisseError
    from neisse.web.core.actors import SYSTEM
    from neisse.web.record.actions.merge import merge
    from neisse.web.record.models import Organisation

    rows = list(Organisation.objects.filter(key__in=["kept", "gone"]).order_by("key" if pk % 2 else "-key"))
    try:
        if len(rows) == 2:
            merge(rows[0], rows[1], {}, actor=SYSTEM)
    except NeisseError as error:
        if error.code != "merge.gone":
            raise


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_one_of_several_merges_happens(organisation: Any, measure: Any, together: Any) -> None:
    gone, kept = (
        organisation(id="gone", name="Sensor Institut"),
        organisation(id="kept", name="Sensorinstitut"),
    )
    for owner in (gone, kept, gone):
        measure(owner)
    counts = (
        "SELECT (SELECT count(*) FROM record_merge), (SELECT count(DISTINCT owner_id) FROM record_measure), "
        "(SELECT count(*) FROM record_measure), (SELECT count(*) FROM record_organisation)"
    )
    found = together(merge_with_first, [1, 2, 3, 4], counts)
    assert [tuple(row) for row in found] == [(1, 1, 3, 1)]
