"""An organiser's way, in three languages: from a new event with 100 people and 302 meetings to the day after."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Inspected = Callable[[Page], Page]
PEOPLE, MEETINGS = 100, 302
SEARCH_S = 6
LONGEST_SEARCH_MS = 90_000
# The people of the example come to the new event with what they asked and answered there.
COME = """
from django.utils import timezone
from neisse.web.meet.actions.registration import new_registration
from neisse.web.meet.models import Event, MeetingProfile, MeetingRequest, Registration
event, past = Event.objects.get(slug=words["slug"]), Event.objects.get(key="2025-forum")
copied, rows, codes = {}, list(past.registrations.all()), set()
for old in rows:
    new = new_registration(event, old.email, taken=codes)
    codes.add(new.badge_code)
    for name in ("name", "organisation", "office", "country", "language", "languages", "group"):
        setattr(new, name, getattr(old, name))
    new.state, new.invented, copied[old.pk] = "registered", True, new
Registration.objects.bulk_create(copied.values())
MeetingProfile.objects.bulk_create(MeetingProfile(registration=new) for new in copied.values())
MeetingRequest.objects.bulk_create(
    MeetingRequest(event=event, asker=copied[r.asker_id], asked=copied[r.asked_id], state=r.state,
                   answered_at=timezone.now() if r.state == "accepted" else None)
    for r in past.meeting_requests.all()
)
said = [event.registrations.count(), event.meeting_requests.filter(state="accepted").count()]
"""
TOLD = """
from neisse.web.meet.models import Event
from neisse.web.meet.queries.mails import mails_of_event
mails = mails_of_event(Event.objects.get(slug=words["slug"])).filter(purpose="agenda")
said = [mails.count(), mails.values("about").distinct().count()]
"""
PASS_BY = """
from datetime import timedelta
from django.db.models import F
from neisse.web.meet.models import Event
back = timedelta(days=40)
Event.objects.get(slug=words["slug"]).slots.update(starts_at=F("starts_at") - back, ends_at=F("ends_at") - back)
"""


def test_from_the_new_event_to_the_day_after(
    visit: Visit, inspected: Inspected, in_product: Callable[..., Any]
) -> None:
    page = visit("/events/")
    page.locator("aside.demo-bar button").first.click()
    speak(page, "en")
    home = new_event(page)
    slug = home.strip("/").split("/")[-1]
    set_up(page, home, inspected)
    assert in_product(COME, slug=slug) == [PEOPLE, MEETINGS]
    speak(page, "pl")
    board(page, home, inspected)
    speak(page, "de")
    schedule(page, home, inspected)
    assert in_product(TOLD, slug=slug) == [PEOPLE, PEOPLE]
    speak(page, "en")
    on_the_day(page, home, inspected)
    mails, people = in_product(TOLD, slug=slug)
    assert people == PEOPLE
    assert 1 <= mails - PEOPLE < 30
    in_product(PASS_BY, slug=slug)
    page.goto(f"{home}meetings/day/")
    expect(page.get_by_text("14 of 14 slots have begun")).to_be_visible()
    page.get_by_role("link", name="Afterwards").click()
    expect(inspected(page).get_by_role("heading", level=1)).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    for part in ("", "requests/", "setup/", "schedules/", "schedules/2/", "schedules/2/?view=tables", "day/"):
        page.goto(f"{home}meetings/{part}")
        inspected(page)


def speak(page: Page, language: str) -> None:
    page.locator(f"form.languages button[value={language}]").click()


def new_event(page: Page) -> str:
    """An event in a month with registration open and a session for meetings; its address."""
    day = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
    page.goto("/events/new/")
    for code in ("de", "pl", "en"):
        page.locator(f"[name=titles_{code}]").fill(f"Forum 2026 ({code})")
    page.locator("[name=organiser]").select_option(index=1)
    page.locator("[name=city]").fill("Wrocław")
    page.locator("[name=starts_at]").fill(f"{day}T09:00")
    page.locator("[name=ends_at]").fill(f"{day}T17:00")
    page.get_by_role("button", name="Save").click()
    other = page.get_by_label("It is none of these: save it all the same")
    if other.count():  # the example has an event of those days in that town
        other.check()
        page.get_by_role("button", name="Save").click()
    home = re.sub(r"^https?://[^/]+", "", page.url)
    page.get_by_role("button", name="Open registration").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".badge.circle")).to_have_count(0)
    page.goto(f"{home}sessions/new/")
    page.locator("[name=titles_en]").fill("Meetings")
    page.locator("[name=kind]").select_option("meetings")
    page.locator("[name=starts_at]").fill(f"{day}T10:00")
    page.locator("[name=ends_at]").fill(f"{day}T15:30")
    page.get_by_role("button", name="Save").click()
    return home


def set_up(page: Page, home: str, inspected: Inspected) -> None:
    """Rules, slots out of the session, tables, interpreters; what is missing is said."""
    page.goto(f"{home}meetings/")
    expect(page.get_by_text("There are no tables")).to_be_visible()
    page.locator("[name=meeting_min]").fill("20")
    page.locator("[name=pause_min]").fill("3")
    inspected(page).get_by_role("button", name="Save").click()
    page.get_by_label("Session").select_option(index=1)
    page.get_by_role("button", name="Make slots").click()
    expect(page.locator("ul.slots > li")).to_have_count(14)
    page.get_by_label("Number of tables").fill("24")
    page.get_by_role("button", name="Add tables").click()
    page.get_by_role("link", name="Language pair").click()
    page.locator("[name=people]").fill("1")
    page.get_by_role("button", name="Save").click()
    expect(inspected(page).get_by_text("1 meeting at a time")).to_be_visible()


def board(page: Page, home: str, inspected: Inspected) -> None:
    """How it stands, in Polish; a filter without a reload."""
    page.goto(f"{home}meetings/")
    numbers = inspected(page).locator("dl.numbers").first
    expect(numbers).to_contain_text(str(PEOPLE))
    expect(numbers).to_contain_text(str(MEETINGS))
    page.evaluate("window.stayed = true")
    page.locator("form.filters [name=q]").press_sequentially("tomasz wzorowski")
    expect(page.locator("#results tbody tr")).to_have_count(1)
    assert page.evaluate("window.stayed") is True
    page.goto(f"{home}meetings/requests/")
    expect(inspected(page).locator("#results tbody tr")).to_have_count(50)


def schedule(page: Page, home: str, inspected: Inspected) -> None:
    """Computed with a progress bar, looked at in three ways, frozen, published; in German."""
    page.goto(f"{home}meetings/schedules/")
    page.locator("[name=seconds]").fill(str(SEARCH_S))
    inspected(page).get_by_role("button", name="Berechnen").click()
    expect(page.locator("progress")).to_be_visible()
    expect(page.locator(".agenda-grid")).to_be_visible(timeout=LONGEST_SEARCH_MS)
    expect(inspected(page).locator("dl.numbers")).to_contain_text(f"{MEETINGS} / {MEETINGS}")
    page.get_by_role("link", name="Nach Tisch").click()
    expect(inspected(page).locator(".agenda-grid.tables tbody tr")).to_have_count(24)
    page.get_by_role("link", name="Als Liste").click()
    expect(inspected(page).locator("#results tbody tr")).to_have_count(100)
    page.get_by_role("button", name="Einfrieren").click()
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.get_by_role("button", name="Zurückziehen")).to_be_visible()


def on_the_day(page: Page, home: str, inspected: Inspected) -> None:
    """Somebody does not come: repaired, looked at, published; only who is concerned is told."""
    page.goto(f"{home}meetings/day/")
    page.get_by_text("Does not come", exact=True).click()
    page.locator("#no_show-registration").select_option(index=1)
    inspected(page).locator("details[open]").get_by_role("button", name="Note this").click()
    page.get_by_role("button", name="Repair the schedule").click()
    expect(inspected(page).get_by_text("What this version takes into account")).to_be_visible()
    page.get_by_role("button", name="Compare").click()
    expect(inspected(page).get_by_role("heading", name="Only in 1")).to_be_visible()
    page.goto(f"{home}meetings/schedules/2/")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status").or_(page.locator(".message.success")).first).to_contain_text(
        "Published"
    )
