"""Addresses of the core."""

from django.urls import path, re_path
from django.views.i18n import set_language

import neisse.web.core.links  # noqa: F401 - the converter of secrets
from neisse.web.core.guards import public
from neisse.web.core.views import downloads, health, jobs, mails, manual, saved, settings

app_name = "core"
urlpatterns = [
    path("language/", set_language, name="language"),
    path("settings/", settings.network, name="settings"),
    path("settings/test-mail/", settings.test_mail, name="test_mail"),
    path("views/", saved.save, name="view_save"),
    path("views/<int:pk>/remove/", saved.remove, name="view_remove"),
    path("inbox/", settings.inbox, name="inbox"),
    path("help/", public(manual.index), name="help"),
    path("help/<slug:slug>/", public(manual.page), name="help_page"),
    path("help/operators/<slug:slug>/", public(manual.operators), name="help_operators"),
    path("imprint/", public(settings.imprint), name="imprint"),
    path("logo/<slug:digest>/", public(settings.logo), name="logo"),
    re_path(r"^colours/(?P<accent>[0-9a-f]{6})\.css$", public(settings.colours), name="colours"),
    path("downloads/<int:pk>/<secret:secret>/", downloads.download, name="download"),
    path("downloads/<int:pk>/<secret:secret>/file/", downloads.download_file, name="download_file"),
    path("health/", health.health, name="health"),
    path("mails/", mails.mails, name="mails"),
    path("mails/again/", mails.all_again, name="mails_again"),
    path("mails/<int:pk>/", mails.act, name="mail_act"),
    path("health/details/", health.state, name="health_details"),
    path("tasks/", jobs.tasks, name="tasks"),
    path("tasks/<int:pk>/", jobs.progress, name="job"),
    path("tasks/<int:pk>/act/", jobs.act, name="job_act"),
]
