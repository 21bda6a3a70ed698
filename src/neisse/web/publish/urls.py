"""Addresses of the publish stage."""

from __future__ import annotations

from django.urls import path

from neisse.web.core.guards import public
from neisse.web.publish import views

app_name = "publish"
urlpatterns = [path("", public(views.start), name="start")]
