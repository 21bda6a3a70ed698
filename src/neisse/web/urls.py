"""All addresses of an instance."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("neisse.web.core.urls")),
    path("account/", include("allauth.urls")),
]
