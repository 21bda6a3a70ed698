"""Addresses of the record stage."""

from __future__ import annotations

from django.urls import include, path

from neisse.web.core.guards import public
from neisse.web.record.views import directory, networks, people, plans, search

app_name = "record"
urlpatterns = [
    path("", include("neisse.web.record.urls_writing")),
    path("directory/", public(directory.directory), name="directory"),
    path("directory/<slug:slug>/", public(directory.organisation), name="organisation"),
    path("search/", public(search.search), name="search"),
    path("people/", people.people, name="people"),
    path("people/<slug:slug>/", public(directory.person), name="person"),
    path("networks/", public(networks.networks), name="networks"),
    path("networks/<slug:slug>/", public(networks.network), name="network"),
    path("sections/<slug:slug>/", public(networks.section), name="section"),
    path("topic-groups/<slug:slug>/", public(networks.topic_group), name="topic_group"),
    path("figures/", public(networks.figures), name="figures"),
    path("figures/<slug:slug>/", public(networks.figure), name="figure"),
    path("plans/", public(plans.plans), name="plans"),
    path("plans/timeline/", public(plans.timeline), name="timeline"),
    path("plans/month/", public(plans.month), name="month"),
    path("measures/<slug:slug>/", public(plans.measure), name="measure"),
]
