"""Views of lists that people save for themselves, and managers for the circle."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """The filters and the order of one list under a name; its owner's own, or the circle's where a manager says so."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(_("list"), max_length=60, help_text="the name of its address: record:plans")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("filters"), max_length=2000, blank=True)
    is_shared = models.BooleanField(_("for the circle"), default=False)
    opens = models.BooleanField(_("opens the list"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="one_view_of_a_name")]

    def __str__(self) -> str:
        return self.name
