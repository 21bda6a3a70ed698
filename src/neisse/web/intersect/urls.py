"""Addresses of the intersect stage."""

from __future__ import annotations

from django.urls import path

from neisse.web.intersect import views

app_name = "intersect"
urlpatterns = [
    path("overlaps/", views.overlaps, name="overlaps"),
    path("overlaps/export/<str:kind>/", views.export, name="export"),
    path("overlaps/refresh/", views.refresh, name="refresh"),
    path("overlaps/similar/", views.similar, name="similar"),
    path("overlaps/<int:pk>/", views.overlap, name="overlap"),
    path("overlaps/<int:pk>/decide/", views.decide, name="decide"),
    path("overlaps/<int:pk>/opening/", views.opening, name="opening"),
    path("directory/<slug:slug>/partners/", views.partners, name="partners"),
    path("directory/<slug:slug>/partners/answer/", views.answer, name="answer"),
    path("directory/<slug:slug>/partners/confirm/", views.confirm, name="confirm"),
    path("directory/<slug:slug>/partners/export/", views.export_partners, name="export_partners"),
    path("partners/", views.partner_index, name="partners"),
]
