"""Addresses of the organiser's side of one-to-one meetings; part of `meet`."""

from __future__ import annotations

from django.urls import path

from neisse.web.meet.views import meeting_day, meetings, meetings_setup, schedules

HERE = "events/<slug:slug>/meetings/"
VERSION = f"{HERE}schedules/<int:number>/"
urlpatterns = [
    path(HERE, meetings.board, name="meetings"),
    path(f"{HERE}requests/", meetings.requests, name="meeting_requests"),
    path(f"{HERE}export/<str:kind>/", meetings.export, name="meetings_export"),
    path(f"{HERE}phase/", meetings.phase, name="meetings_phase"),
    path(f"{HERE}setup/", meetings_setup.setup, name="meetings_setup"),
    path(f"{HERE}never/", meetings_setup.never, name="meetings_never"),
    path(f"{HERE}slots/", meetings_setup.slots, name="slots"),
    path(f"{HERE}slots/delete/", meetings_setup.slots_delete, name="slots_delete"),
    path(f"{HERE}tables/", meetings_setup.tables, name="meeting_tables"),
    path(f"{HERE}tables/<int:pk>/", meetings_setup.table, name="meeting_table"),
    path(f"{HERE}schedules/", schedules.versions, name="schedules"),
    path(f"{HERE}schedules/compute/", schedules.compute, name="schedule_compute"),
    path(VERSION, schedules.version, name="schedule"),
    path(f"{VERSION}act/", schedules.act, name="schedule_act"),
    path(f"{VERSION}compare/", schedules.compare, name="schedule_compare"),
    path(f"{HERE}day/", meeting_day.day, name="meeting_day"),
    path(f"{HERE}day/repair/", meeting_day.repair, name="meeting_repair"),
    path(f"{HERE}day/<int:pk>/", meeting_day.dismiss, name="meeting_change"),
]
