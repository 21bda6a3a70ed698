"""Schedules in the web: what they keep, who is told, what two organisers at once get, what a repair moves."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from neisse.engine.values import NeisseError
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Job, key_of
from neisse.web.meet.actions import changes, meetings, schedules
from neisse.web.meet.actions.computing import compute
from neisse.web.meet.bridge.meetings import interpreter_pair
from neisse.web.meet.models import (
    Absence,
    Event,
    InterpreterPool,
    Meeting,
    MeetingChange,
    MeetingProfile,
    MeetingRequest,
    MeetingSeat,
    ScheduleVersion,
    TableClosure,
    Wish,
)
from neisse.web.meet.queries import schedules as reads
from neisse.web.meet.queries.mails import mails_of_event, mails_to
from neisse.web.meet.queries.schedules import newer
from neisse.web.meet.wording import reason_text

State = ScheduleVersion.State
Kind = MeetingChange.Kind


def scheduled(forum: Event, *, limit_s: float = 3) -> ScheduleVersion:
    version = schedules.begin_schedule(forum, actor=SYSTEM)
    compute(version, limit_s=limit_s)
    return ScheduleVersion.objects.get(pk=version.pk)


def repaired(forum: Event) -> ScheduleVersion:
    version = schedules.begin_repair(forum, actor=SYSTEM)
    compute(version, limit_s=3)
    return ScheduleVersion.objects.get(pk=version.pk)


def published(forum: Event) -> ScheduleVersion:
    return schedules.publish(scheduled(forum), 0, actor=SYSTEM)


def told(forum: Event) -> list[str]:
    names = {key_of(person): person.name for person in forum.registrations.all()}
    rows = mails_of_event(forum).filter(purpose="agenda").order_by("pk")
    return [names[about] for about in rows.values_list("about", flat=True)]


def test_everything_that_fits_is_placed_and_everybody_is_told_once(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=6, slots=6, tables=3)
    agreed(people, (0, 1), (0, 2), (1, 5), (3, 4))
    version = scheduled(forum)
    assert (version.state, version.placed, version.requested) == (State.DRAFT, 4, 4)
    assert (version.weight, version.weight_bound, version.breaks, version.proven) == (8, 8, 0, True)
    assert version.job is not None
    assert version.job.state == Job.State.DONE
    schedules.publish(version, 0, actor=SYSTEM)
    assert sorted(told(forum)) == ["P0", "P1", "P2", "P3", "P4", "P5"]
    body = mails_to(people[3]).filter(purpose="agenda").get().body
    assert "P4" in body
    assert "P0" not in body


def test_every_rule_of_the_web_reaches_the_engine(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=6, slots=4, tables=2)
    requests = agreed(people, (0, 1), (0, 2), (0, 3), (4, 5))
    first, second, third, last = forum.slots.all()
    for person, slots in ((0, [first]), (1, [second, third])):
        profile = MeetingProfile.objects.create(registration=people[person])
        Absence.objects.bulk_create(Absence(profile=profile, slot=slot) for slot in slots)
    MeetingProfile.objects.create(registration=people[2], max_meetings=0)
    MeetingRequest.objects.filter(pk=requests[2].pk).update(fixed_slot=third)
    booth = forum.meeting_tables.get(name="2")
    meetings.keep_table(booth, [first, second], actor=SYSTEM)
    forum.meeting_tables.filter(pk=booth.pk).update(booth_of=people[4])
    version = scheduled(forum)
    at = {m.request_id: m for m in version.meetings.all()}
    assert at[requests[0].pk].slot_id == last.pk
    assert at[requests[2].pk].slot_id == third.pk
    assert at[requests[3].pk].table_id == booth.pk
    assert at[requests[3].pk].slot_id in {third.pk, last.pk}
    [left] = version.unplaced.select_related("person")
    assert (left.request_id, left.code, left.person) == (requests[1].pk, "full", people[2])
    assert "P2" in reason_text(left)


def test_musts_come_before_what_is_only_liked(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=4, slots=1, tables=1)
    requests = agreed(people, (0, 1), (2, 3))
    Wish.objects.create(event=forum, wisher=people[2], other=people[3], kind="must")
    version = scheduled(forum)
    assert [m.request_id for m in version.meetings.all()] == [requests[1].pk]
    assert version.unplaced.get().code == "hall"
    assert version.weight == version.weight_bound == 6


def test_interpreters_are_as_many_as_there_are(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=8, slots=2, tables=4, languages=["de", "pl"])
    agreed(people, (0, 1), (2, 3), (4, 5), (6, 7))
    InterpreterPool.objects.create(event=forum, pair="de-pl", people=1)
    version = scheduled(forum)
    assert max(Counter(version.meetings.values_list("slot", flat=True)).values()) == 1
    assert {left.code for left in version.unplaced.all()} == {"interpreter"}
    assert version.placed == 2


@pytest.mark.parametrize(
    ("a", "b", "pools", "pair"),
    [
        (["de"], ["pl"], (), "de-pl"),
        (["pl"], ["de"], (), "de-pl"),
        (["de", "en"], ["pl", "en"], (), ""),
        ([], ["pl"], (), ""),
        (["cs", "de"], ["pl"], ("de-pl",), "de-pl"),
    ],
)
def test_who_needs_an_interpreter(a: list[str], b: list[str], pools: tuple[str, ...], pair: str) -> None:
    assert interpreter_pair(a, b, pools) == pair


@pytest.mark.parametrize("allowed", [True, False])
def test_two_of_one_organisation_and_one_counterpart(
    meeting_event: Any, agreed: Any, organisation: Any, allowed: bool
) -> None:
    forum, people = meeting_event(people=3, slots=4, tables=2)
    forum.registrations.filter(pk__in=[people[0].pk, people[1].pk]).update(organisation=organisation())
    requests = agreed(people, (0, 2), (1, 2))
    forum.meeting_plan.same_organisation_allowed = allowed
    forum.meeting_plan.save()
    version = scheduled(forum)
    assert version.placed == (2 if allowed else 1)
    left = [(row.request_id, row.code) for row in version.unplaced.all()]
    assert left == ([] if allowed else [(requests[1].pk, "same_organisation")])


@pytest.mark.parametrize(
    ("slots", "tables", "code"), [(0, 2, "meet.slots"), (2, 0, "meet.tables"), (2, 2, "meetings.none")]
)
def test_what_cannot_be_scheduled_is_refused(
    meeting_event: Any, agreed: Any, slots: int, tables: int, code: str
) -> None:
    forum, people = meeting_event(people=2, slots=slots, tables=tables)
    if code != "meetings.none":
        agreed(people, (0, 1))
    with pytest.raises(NeisseError) as refused:
        schedules.begin_schedule(forum, actor=SYSTEM)
    assert refused.value.code == code
    assert refused.value.hint
    assert not forum.schedules.exists()


def test_fixed_meetings_that_contradict_each_other(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=3, slots=3, tables=2)
    for request in agreed(people, (0, 1), (0, 2)):
        MeetingRequest.objects.filter(pk=request.pk).update(fixed_slot=forum.slots.first())
    with pytest.raises(NeisseError) as refused:
        schedules.begin_schedule(forum, actor=SYSTEM)
    assert refused.value.code == "meet.fixed"
    assert "P0" in refused.value.text


def test_more_fixed_meetings_than_tables_do_not_work_out(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=4, slots=3, tables=1)
    for request in agreed(people, (0, 1), (2, 3)):
        MeetingRequest.objects.filter(pk=request.pk).update(fixed_slot=forum.slots.first())
    version = scheduled(forum)
    assert version.state == State.IMPOSSIBLE
    assert version.reasons
    assert not version.meetings.exists()


def test_the_database_lets_nobody_sit_at_two_tables(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=3, slots=2, tables=2)
    requests = agreed(people, (0, 1), (0, 2))
    version = ScheduleVersion.objects.create(event=forum, number=9, state=State.DRAFT)
    slot, (one, two) = forum.slots.first(), forum.meeting_tables.all()
    first = Meeting.objects.create(version=version, slot=slot, table=one, request=requests[0])
    second = Meeting.objects.create(version=version, slot=slot, table=two, request=requests[1])
    MeetingSeat.objects.create(version=version, slot=slot, registration=people[0], meeting=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingSeat.objects.create(version=version, slot=slot, registration=people[0], meeting=second)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=second.pk).update(table=one)


def test_an_answer_while_the_schedule_runs_is_kept_and_said(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=4, slots=3, tables=2)
    agreed(people, (0, 1))
    version = scheduled(forum)
    assert newer(version) == {"new": 0, "off": 0}
    [late] = agreed(people, (2, 3))
    assert newer(version) == {"new": 1, "off": 0}
    assert MeetingRequest.objects.get(pk=late.pk).state == "accepted"
    MeetingRequest.objects.filter(asker=people[0]).update(state="withdrawn")
    with pytest.raises(NeisseError) as refused:
        schedules.publish(version, 0, actor=SYSTEM)
    assert refused.value.code == "meetings.stale"


def test_publishing_what_somebody_else_has_not_seen_is_a_conflict(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=4, slots=3, tables=2)
    agreed(people, (0, 1))
    first, second = scheduled(forum), scheduled(forum)
    schedules.publish(first, 0, actor=SYSTEM)
    with pytest.raises(NeisseError) as refused:
        schedules.publish(second, 0, actor=SYSTEM)
    assert refused.value.code == "meetings.published_meanwhile"
    assert told(forum) == ["P0", "P1"]
    schedules.publish(second, first.number, actor=SYSTEM)
    assert [v.state for v in forum.schedules.order_by("number")] == [State.SUPERSEDED, State.PUBLISHED]


def test_only_who_has_another_agenda_is_told(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=6, slots=6, tables=3)
    agreed(people, (0, 1), (2, 3))
    first = published(forum)
    assert sorted(told(forum)) == ["P0", "P1", "P2", "P3"]
    agreed(people, (4, 5))
    version = repaired(forum)
    assert (version.moved, version.placed, version.based_on) == (0, 3, first)
    schedules.publish(version, first.number, actor=SYSTEM)
    assert sorted(told(forum)[4:]) == ["P4", "P5"]
    schedules.withdraw(ScheduleVersion.objects.get(pk=version.pk), actor=SYSTEM)
    assert len(told(forum)) == 12
    assert reads.published(forum) is None


def test_a_repair_calls_off_moves_little_and_is_carried_out(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=6, slots=4, tables=2)
    requests = agreed(people, (0, 1), (0, 2), (3, 4), (3, 5))
    base = published(forum)
    lost = base.meetings.get(request=requests[3]).table
    changes.note_change(forum, Kind.NO_SHOW, {"registration": people[0]}, actor=SYSTEM)
    changes.note_change(forum, Kind.TABLE_CLOSED, {"table": lost}, actor=SYSTEM)
    assert not Absence.objects.exists()
    version = repaired(forum)
    assert {m.request_id for m in version.meetings.all()} == {requests[2].pk, requests[3].pk}
    assert not version.meetings.filter(table=lost).exists()
    assert not TableClosure.objects.exists()
    schedules.publish(version, base.number, actor=SYSTEM)
    assert Absence.objects.filter(profile__registration=people[0]).count() == 4
    assert TableClosure.objects.filter(table=lost).count() == 4
    assert {c.state for c in forum.meeting_changes.all()} == {"done"}
    assert repaired(forum).moved == 0


def test_late_new_and_cancelled_meetings(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=6, slots=5, tables=3)
    requests = agreed(people, (0, 1), (0, 2), (3, 4))
    base = published(forum)
    slots = list(forum.slots.all())
    changes.note_change(forum, Kind.LATE, {"registration": people[0], "slot": slots[3]}, actor=SYSTEM)
    changes.note_change(forum, Kind.REQUEST_REMOVED, {"request": requests[2]}, actor=SYSTEM)
    added = changes.note_change(
        forum, Kind.REQUEST_ADDED, {"registration": people[4], "other": people[5]}, actor=SYSTEM
    )
    version = repaired(forum)
    at = {m.request_id: m.slot for m in version.meetings.select_related("slot")}
    assert at.keys() == {requests[0].pk, requests[1].pk, added.request_id}
    assert {at[requests[0].pk], at[requests[1].pk]} == set(slots[3:])
    assert newer(version) == {"new": 0, "off": 0}
    schedules.publish(version, base.number, actor=SYSTEM)
    assert MeetingRequest.objects.get(pk=requests[2].pk).state == "withdrawn"


def test_a_change_that_is_put_aside_changes_nothing(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=4, slots=3, tables=2)
    agreed(people, (0, 1))
    published(forum)
    added = changes.note_change(
        forum, Kind.REQUEST_ADDED, {"registration": people[2], "other": people[3]}, actor=SYSTEM
    )
    changes.dismiss(added, actor=SYSTEM)
    assert MeetingRequest.objects.get(pk=added.request_id).state == "withdrawn"
    assert repaired(forum).placed == 1
    with pytest.raises(NeisseError):
        changes.dismiss(added, actor=SYSTEM)


def test_past_slots_stay_as_they_were(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=4, slots=4, tables=1)
    agreed(people, (0, 1), (2, 3), (0, 2), (1, 3))
    base = published(forum)
    first = forum.slots.first()
    forum.slots.filter(pk=first.pk).update(
        starts_at=timezone.now() - timedelta(hours=1), ends_at=timezone.now()
    )
    held = base.meetings.get(slot=first).request
    changes.note_change(forum, Kind.NO_SHOW, {"registration": held.asker}, actor=SYSTEM)
    version = repaired(forum)
    assert version.meetings.get(slot=first).request == held
    assert not version.meetings.exclude(slot=first).filter(request__asker=held.asker).exists()
    schedules.publish(version, base.number, actor=SYSTEM)
    assert not Absence.objects.filter(slot=first).exists()
    with pytest.raises(NeisseError) as refused:
        schedules.begin_schedule(forum, actor=SYSTEM)
    assert refused.value.code == "meetings.under_way"


def test_frozen_versions_are_kept_and_close_the_requests(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=2, slots=2, tables=1)
    agreed(people, (0, 1))
    version = schedules.freeze(scheduled(forum), actor=SYSTEM)
    forum.meeting_plan.refresh_from_db()
    assert not forum.meeting_plan.takes_requests(timezone.now())
    with pytest.raises(NeisseError) as refused:
        schedules.discard(version, actor=SYSTEM)
    assert refused.value.code == "meetings.state"
    schedules.discard(schedules.thaw(version, actor=SYSTEM), actor=SYSTEM)
    forum.meeting_plan.refresh_from_db()
    assert forum.meeting_plan.takes_requests(timezone.now())
    assert not Meeting.objects.exists()


def test_a_version_deleted_while_it_is_computed_leaves_nothing(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=2, slots=2, tables=1)
    agreed(people, (0, 1))
    version = schedules.begin_schedule(forum, actor=SYSTEM)
    with pytest.raises(NeisseError) as refused:
        schedules.begin_schedule(forum, actor=SYSTEM)
    assert refused.value.code == "meetings.computing"
    schedules.discard(version, actor=SYSTEM)
    compute(version, limit_s=1)
    assert not ScheduleVersion.objects.exists()
    assert not Meeting.objects.exists()


def test_slots_do_not_overlap(meeting_event: Any) -> None:
    forum, _people = meeting_event(people=1, slots=3, tables=1)
    second = forum.slots.all()[1]
    with pytest.raises(NeisseError) as refused:
        meetings.make_slots(forum, second.starts_at, second.starts_at + timedelta(hours=4), actor=SYSTEM)
    assert refused.value.code == "slots.overlap"
    assert meetings.make_slots(forum, forum.ends_at - timedelta(hours=1), forum.ends_at, actor=SYSTEM) == 2


def test_slots_with_meetings_are_kept(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=2, slots=2, tables=1)
    agreed(people, (0, 1))
    version = scheduled(forum)
    slot, table = version.meetings.get().slot, version.meetings.get().table
    with pytest.raises(NeisseError):
        meetings.drop_slots(forum, pk=slot.pk, actor=SYSTEM)
    with pytest.raises(NeisseError):
        meetings.drop_table(table, actor=SYSTEM)
    schedules.discard(version, actor=SYSTEM)
    assert meetings.drop_slots(forum, pk=slot.pk, actor=SYSTEM) == 1
