"""The instance itself, its search index and its long tasks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField


class Instance(models.Model):
    """The one row that says whose network this is."""

    name = TranslatedField(models.CharField(_("name"), max_length=200, blank=True))
    region = TranslatedField(models.CharField(_("region"), max_length=200, blank=True))
    about = TranslatedField(models.TextField(_("about"), blank=True))
    countries = models.JSONField(_("countries"), default=list)
    default_language = models.CharField(_("default language"), max_length=2, default="de")
    today = models.DateField(
        _("reference day"),
        null=True,
        blank=True,
        help_text=_("Only in a demonstration: the day that counts as today."),
    )
    example_digest = models.CharField(max_length=64, blank=True, editable=False)

    def __str__(self) -> str:
        return str(self.name)


class SearchDocument(models.Model):
    """One findable thing: its folded words, who may find it, where it stands."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    title = models.CharField(max_length=500)
    note = models.CharField(max_length=300, blank=True)
    folded_title = models.CharField(max_length=500)
    folded = models.TextField()
    visibility = models.CharField(max_length=10, db_index=True)
    owners = models.TextField(blank=True, help_text="|pk|pk| of the organisations that always see it")
    day = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_document_once")]

    def __str__(self) -> str:
        return self.title


class Job(models.Model):
    """A long task that shows how far it is and can be stopped."""

    class State(models.TextChoices):
        """From waiting to an end."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    result = models.JSONField(default=dict)
    stop_requested = models.BooleanField(default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
