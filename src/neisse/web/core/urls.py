"""Addresses of the core."""

from django.urls import path
from django.views.i18n import set_language

from neisse.web.core.views import health

app_name = "core"
urlpatterns = [
    path("language/", set_language, name="language"),
    path("health/", health.health, name="health"),
    path("metrics", health.metrics, name="metrics"),
]
