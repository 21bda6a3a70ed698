"""Addresses of the meet stage."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "meet"
urlpatterns: list[URLPattern] = []
