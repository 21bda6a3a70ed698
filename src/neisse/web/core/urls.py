"""Addresses of the core."""

from django.urls import path
from django.views.i18n import set_language

from neisse.web.core.views import health, mails

app_name = "core"
urlpatterns = [
    path("language/", set_language, name="language"),
    path("health/", health.health, name="health"),
    path("mails/", mails.mails, name="mails"),
    path("mails/again/", mails.all_again, name="mails_again"),
    path("mails/<int:pk>/", mails.act, name="mail_act"),
    path("metrics", health.metrics, name="metrics"),
]
