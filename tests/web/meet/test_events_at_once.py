"""Many people at once: nobody gets what there is only once, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import Any

import pytest

from neisse.web.core.actors import SYSTEM
from neisse.web.meet.actions import schedules
from neisse.web.meet.actions.computing import compute
from neisse.web.meet.models import Quota

PEOPLE, PLACES = 24, 5


def confirm_one(pk: int) -> None:
    from neisse.web.core.actors import SYSTEM
    from neisse.web.meet.actions.registration import confirm
    from neisse.web.meet.models import Registration

    confirm(Registration.objects.select_related("event").get(pk=pk), actor=SYSTEM)


def publish_unseen(pk: int) -> None:
    from neisse.engine.values import NeisseError
    from neisse.web.core.actors import SYSTEM
    from neisse.web.meet.actions.schedules import publish
    from neisse.web.meet.models import ScheduleVersion

    try:
        publish(ScheduleVersion.objects.select_related("event").get(pk=pk), 0, actor=SYSTEM)
    except NeisseError as error:
        if error.code != "meetings.published_meanwhile":
            raise


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_quota_holds_when_everybody_confirms_at_once(event: Any, registered: Any, together: Any) -> None:
    forum = event()
    Quota.objects.create(event=forum, places=PLACES)
    pks = [registered(forum, f"p{n}@example.org", confirmed=False).pk for n in range(PEOPLE)]
    found = together(confirm_one, pks, "SELECT state, count(*) FROM meet_registration GROUP BY state")
    assert dict(found) == {"registered": PLACES, "waiting": PEOPLE - PLACES}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_organisers_who_publish_at_once_one_does(meeting_event: Any, agreed: Any, together: Any) -> None:
    forum, people = meeting_event(people=4, slots=3, tables=2)
    agreed(people, (0, 1), (2, 3))
    pks = []
    for seed in range(5):
        version = schedules.begin_schedule(forum, seed=seed, actor=SYSTEM)
        compute(version, limit_s=1)
        pks.append(version.pk)
    found = together(
        publish_unseen,
        pks,
        "SELECT state, count(*) FROM meet_scheduleversion GROUP BY state "
        "UNION ALL SELECT purpose, count(*) FROM core_mail WHERE purpose = 'agenda' GROUP BY purpose",
    )
    assert dict(found) == {"published": 1, "draft": 4, "agenda": 4}
