"""Addresses of the core."""

from django.urls import path
from django.views.i18n import set_language

from neisse.web.core.views import health, jobs, mails

app_name = "core"
urlpatterns = [
    path("language/", set_language, name="language"),
    path("health/", health.health, name="health"),
    path("mails/", mails.mails, name="mails"),
    path("mails/again/", mails.all_again, name="mails_again"),
    path("mails/<int:pk>/", mails.act, name="mail_act"),
    path("health/details/", health.state, name="health_details"),
    path("tasks/", jobs.tasks, name="tasks"),
    path("tasks/<int:pk>/", jobs.progress, name="job"),
    path("tasks/<int:pk>/act/", jobs.act, name="job_act"),
]
