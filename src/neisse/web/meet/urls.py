"""Addresses of the meet stage."""

from __future__ import annotations

from django.urls import path

from neisse.web.meet.views import delegations, desk, events, parts, programme, registration, workshops

app_name = "meet"
HERE = "events/<slug:slug>/"
DELEGATION = "events/delegations/<slug:slug>/"
urlpatterns = [
    path("events/", events.events, name="events"),
    path("events/new/", events.new, name="event_new"),
    path("events/export/<str:kind>/", events.export, name="export"),
    path("events/mine/<str:secret>/", registration.mine, name="mine"),
    path("events/mine/<str:secret>/change/", registration.change, name="mine_change"),
    path("events/feed/<str:secret>.ics", programme.feed, name="feed"),
    path("events/delegations/", delegations.delegations, name="delegations"),
    path("events/delegations/new/", delegations.new, name="delegation_new"),
    path(DELEGATION, delegations.delegation, name="delegation"),
    path(f"{DELEGATION}edit/", delegations.edit, name="delegation_edit"),
    path(f"{DELEGATION}delete/", delegations.delete, name="delegation_delete"),
    path(f"{DELEGATION}briefing.pdf", delegations.briefing, name="briefing"),
    path(f"{DELEGATION}parts/<str:kind>/new/", parts.delegation_part, name="delegation_part_new"),
    path(f"{DELEGATION}parts/<str:kind>/<int:pk>/", parts.delegation_part, name="delegation_part"),
    path(HERE, events.event, name="event"),
    path(f"{HERE}edit/", events.edit, name="event_edit"),
    path(f"{HERE}state/", events.state, name="event_state"),
    path(f"{HERE}programme/", programme.editor, name="programme"),
    path(f"{HERE}programme/publish/", programme.publish, name="programme_publish"),
    path(f"{HERE}programme/<int:number>/", programme.version, name="version"),
    path(f"{HERE}programme.ics", programme.calendar, name="calendar"),
    path(f"{HERE}feeds/new/", programme.feed_new, name="feed_new"),
    path(f"{HERE}feeds/<int:pk>/revoke/", programme.feed_revoke, name="feed_revoke"),
    path(f"{HERE}sessions/new/", programme.session_edit, name="session_new"),
    path(f"{HERE}sessions/<int:pk>/", workshops.session, name="session"),
    path(f"{HERE}sessions/<int:pk>/edit/", programme.session_edit, name="session_edit"),
    path(f"{HERE}sessions/<int:pk>/delete/", programme.session_delete, name="session_delete"),
    path(f"{HERE}sessions/<int:pk>/spread/", workshops.spread, name="spread"),
    path(f"{HERE}tables/<int:pk>/note/", workshops.note, name="note"),
    path(f"{HERE}tables/<int:pk>/seat/", workshops.seat, name="seat"),
    path(f"{HERE}ideas/<int:pk>/", workshops.idea_state, name="idea_state"),
    path(f"{HERE}parts/<str:kind>/new/", parts.event_part, name="part_new"),
    path(f"{HERE}parts/<str:kind>/<int:pk>/", parts.event_part, name="part"),
    path(f"{HERE}register/", registration.register, name="register"),
    path(f"{HERE}registrations/", desk.registrations, name="registrations"),
    path(f"{HERE}registrations/offer/", desk.offer_free, name="offer_free"),
    path(f"{HERE}registrations/mails/", desk.mails_again, name="mails_again"),
    path(f"{HERE}registrations/<int:pk>/", desk.act, name="registration"),
    path(f"{HERE}registrations/export/<str:kind>/", desk.export, name="registrations_export"),
    path(f"{HERE}changes/<int:pk>/", desk.decide, name="change"),
    path(f"{HERE}badges.pdf", desk.badges, name="badges"),
    path(f"{HERE}names.pdf", desk.names, name="names"),
    path(f"{HERE}check-in/", desk.check_in, name="check_in"),
]
