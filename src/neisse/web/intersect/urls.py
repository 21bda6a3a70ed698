"""Addresses of the intersect stage."""

from __future__ import annotations

from django.urls import path

from neisse.web.intersect import views

app_name = "intersect"
urlpatterns = [
    path("overlaps/", views.overlaps, name="overlaps"),
    path("overlaps/export/<str:kind>/", views.export, name="export"),
    path("overlaps/groups/", views.groups, name="groups"),
    path("overlaps/refresh/", views.refresh, name="refresh"),
    path("overlaps/similar/", views.similar, name="similar"),
    path("overlaps/near/<slug:slug>/", views.near_misses, name="near_misses"),
    path("overlaps/<int:pk>/", views.overlap, name="overlap"),
    path("overlaps/<int:pk>/decide/", views.decide, name="decide"),
    path("overlaps/<int:pk>/opening/", views.opening, name="opening"),
    path("directory/<slug:slug>/partners/", views.partners, name="partners"),
    path("directory/<slug:slug>/partners/answer/", views.answer, name="answer"),
    path("directory/<slug:slug>/partners/confirm/", views.confirm, name="confirm"),
    path("directory/<slug:slug>/partners/export/", views.export_partners, name="export_partners"),
    path("fields/", views.fields, name="fields"),
    path("fields/export/<str:kind>/", views.export_fields, name="export_fields"),
    path("vocabulary/", views.vocabulary, name="vocabulary"),
    path("vocabulary/import/", views.read_vocabulary, name="read_vocabulary"),
    path("vocabulary/export/", views.export_vocabulary, name="export_vocabulary"),
    path("vocabulary/<slug:slug>/remove/", views.drop_concept, name="drop_concept"),
    path("partners/", views.partner_index, name="partners"),
    path("partners/export/<str:kind>/", views.export_all, name="export_all"),
]
