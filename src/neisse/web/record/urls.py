"""Addresses of the record stage."""

from __future__ import annotations

from django.urls import include, path

from neisse.web.record.views import directory, networks, plans, search

app_name = "record"
urlpatterns = [
    path("", include("neisse.web.record.urls_writing")),
    path("directory/", directory.directory, name="directory"),
    path("directory/<slug:slug>/", directory.organisation, name="organisation"),
    path("search/", search.search, name="search"),
    path("people/<slug:slug>/", directory.person, name="person"),
    path("networks/", networks.networks, name="networks"),
    path("networks/<slug:slug>/", networks.network, name="network"),
    path("sections/<slug:slug>/", networks.section, name="section"),
    path("topic-groups/<slug:slug>/", networks.topic_group, name="topic_group"),
    path("figures/", networks.figures, name="figures"),
    path("figures/<slug:slug>/", networks.figure, name="figure"),
    path("plans/", plans.plans, name="plans"),
    path("plans/timeline/", plans.timeline, name="timeline"),
    path("plans/month/", plans.month, name="month"),
    path("measures/<slug:slug>/", plans.measure, name="measure"),
]
