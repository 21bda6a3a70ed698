"""Pauses, lunch and people who never meet, from the forms to the schedule; who may read what of it."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from neisse.engine.values import NeisseError
from neisse.web.core.actors import SYSTEM
from neisse.web.meet.actions import meetings as setup
from neisse.web.meet.actions import schedules
from neisse.web.meet.actions.computing import compute
from neisse.web.meet.actions.profile import keep_profile, set_wish
from neisse.web.meet.actions.requests import answer, ask
from neisse.web.meet.actions.retention import erase_meetings
from neisse.web.meet.bridge.meetings import problem_of
from neisse.web.meet.links import personal_path
from neisse.web.meet.models import MeetingPlan, MeetingProfile, ScheduleVersion, Wish
from neisse.web.meet.queries.schedules import most_breaks, person_rows
from neisse.web.meet.wording import reason_text


def scheduled(forum: Any) -> ScheduleVersion:
    version = schedules.begin_schedule(forum, actor=SYSTEM)
    compute(version, limit_s=3)
    return ScheduleVersion.objects.get(pk=version.pk)


def numbers(version: ScheduleVersion, person: Any) -> list[int]:
    """Which slots of the event somebody meets in, from 0."""
    order = {pk: i for i, pk in enumerate(version.event.slots.values_list("pk", flat=True))}
    return sorted(order[s] for s in version.seats.filter(registration=person).values_list("slot", flat=True))


def keep(person: Any, **said: Any) -> MeetingProfile:
    return keep_profile(person, {"takes_part": True, **said}, actor=SYSTEM)


def test_pauses_of_a_profile_and_of_the_event_are_kept(meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=8, slots=7, tables=4)
    agreed(people, (0, 1), (0, 2), (0, 3), (4, 5), (4, 6), (4, 7))
    keep(people[0], min_break=1)
    keep(people[4], min_break=0)
    MeetingPlan.objects.filter(event=forum).update(max_in_a_row=2)
    version = scheduled(forum)
    assert version.placed == 6
    assert all(b - a > 1 for a, b in pairwise(numbers(version, people[0])))
    one, _two, three = numbers(version, people[4])
    assert three - one > 2
    MeetingPlan.objects.filter(event=forum).update(min_break=2)
    problem = problem_of(forum)
    assert (problem.instance.rules.min_break, problem.instance.zone) == (2, forum.zone)


@pytest.mark.parametrize("whose", ["event", "profile"])
def test_one_lunch_slot_stays_free(meeting_event: Any, agreed: Any, whose: str) -> None:
    forum, people = meeting_event(people=4, slots=4, tables=2)
    agreed(people, (0, 1), (0, 2), (0, 3))
    lunch = list(forum.slots.all()[1:3])
    plan = MeetingPlan.objects.get(event=forum)
    plan.lunch_for_all = whose == "event"
    setup.keep_rules(plan, lunch, actor=SYSTEM)
    if whose == "profile":
        keep(people[0], keeps_lunch=True)
    version = scheduled(forum)
    assert version.placed == 3
    assert not {1, 2} <= set(numbers(version, people[0]))
    setup.keep_rules(plan, [], actor=SYSTEM)
    assert not forum.slots.filter(is_lunch=True).exists()


def test_a_wish_never_to_meet_is_kept_and_told_to_the_organiser_alone(
    meeting_event: Any, agreed: Any, people: Any, client_of: Any
) -> None:
    forum, persons = meeting_event(people=3, slots=3, tables=2)
    for person in persons:
        keep(person)
    requests = agreed(persons, (0, 1), (0, 2))
    set_wish(persons[1], persons[0], "never", actor=SYSTEM)
    version = scheduled(forum)
    assert [m.request_id for m in version.meetings.all()] == [requests[1].pk]
    [left] = version.unplaced.all()
    assert (left.request_id, left.code) == (requests[0].pk, "avoid")
    told = reason_text(left)
    schedules.publish(version, 0, actor=SYSTEM)
    board = (
        client_of(people["manager"]).get(reverse("meet:meetings_setup", args=[forum.slug])).content.decode()
    )
    assert "P1 – P0" in board
    schedule = client_of(people["manager"]).get(reverse("meet:schedule", args=[forum.slug, version.number]))
    assert told in schedule.content.decode()
    mine, theirs = ({path: read(p, path) for path in PATHS} for p in (persons[1], persons[0]))
    assert mine["participants/{0}/"].count('name="kind" value="" aria-pressed="true"') == 1
    assert all(told not in page for page in (*mine.values(), *theirs.values()))
    assert all('aria-pressed="true"' not in page for page in theirs.values())


PATHS = ("", "profile/", "requests/", "participants/", "participants/{0}/", "agenda/")


def read(person: Any, path: str) -> str:
    """One page of a participant; `{0}` stands for the first other one."""
    other = person.event.registrations.exclude(pk=person.pk).order_by("pk").first()
    return Client().get(f"{personal_path(person)}{path.format(other.pk)}").content.decode()


def test_the_organiser_keeps_two_apart_and_lets_them_meet_again(
    meeting_event: Any, agreed: Any, people: Any, client_of: Any
) -> None:
    forum, persons = meeting_event(people=2, slots=2, tables=1)
    agreed(persons, (0, 1))
    url = reverse("meet:meetings_never", args=[forum.slug])
    manager = client_of(people["manager"])
    assert manager.post(url, {"who": persons[1].pk, "other": persons[0].pk}).status_code == 302
    wish = Wish.objects.get()
    assert (wish.wisher, wish.other, wish.kind) == (persons[1], persons[0], "never")
    assert problem_of(forum).left_out[0][1] == "avoid"
    assert manager.post(url, {"who": persons[1].pk, "other": persons[1].pk}).status_code == 400
    assert Wish.objects.count() == 1
    manager.post(url, {"delete": wish.pk})
    assert not Wish.objects.exists()
    assert len(problem_of(forum).requests) == 1


def test_erasing_a_person_takes_both_sides_of_never_along(meeting_event: Any) -> None:
    _forum, persons = meeting_event(people=3, slots=1)
    set_wish(persons[0], persons[1], "never", actor=SYSTEM)
    set_wish(persons[1], persons[2], "never", actor=SYSTEM)
    erase_meetings(persons[1])
    assert not Wish.objects.exists()


def test_two_requests_are_one_meeting(market: Any, takes_part: Any) -> None:
    forum = market()
    ann, bob = (takes_part(forum, f"{name}@example.org", name=name) for name in ("ann", "bob"))
    first = ask(ann, bob, "Sensors?", actor=SYSTEM)
    both = ask(bob, ann, "Gladly", actor=SYSTEM)
    assert (both.pk, both.state, both.is_mutual, both.answer) == (first.pk, "accepted", True, "Gladly")
    assert all("both asked" in read(person, "requests/") for person in (ann, bob))
    with pytest.raises(NeisseError) as refusal:
        ask(bob, ann, actor=SYSTEM)
    assert refusal.value.code == "request.exists"
    plain = takes_part(forum, "cem@example.org", name="cem")
    assert not answer(ask(plain, ann, actor=SYSTEM), accept=True, actor=SYSTEM).is_mutual


def test_a_night_is_no_break_in_the_web(meeting_event: Any, agreed: Any, published: Any) -> None:
    forum, persons = meeting_event(people=3, slots=4, tables=2)
    agreed(persons, (0, 1), (0, 2))
    slots = list(forum.slots.all())
    for slot in slots[2:]:
        forum.slots.filter(pk=slot.pk).update(
            starts_at=slot.starts_at + timedelta(days=1), ends_at=slot.ends_at + timedelta(days=1)
        )
    requests = forum.meeting_requests.order_by("pk")
    version = published(forum, [(requests[0], 0, 0), (requests[1], 3, 0)])
    assert most_breaks(version) == []
    [row] = person_rows(version, persons[:1], list(forum.slots.all()), set())
    assert [cell.kind for cell in row.cells] == ["held", "free", "free", "held"]
