"""The Django app `meet`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetConfig(AppConfig):
    name = "neisse.web.meet"
    label = "meet"
    verbose_name = _("Events")
