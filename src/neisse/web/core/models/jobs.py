"""Long tasks, and when periodic ones are due."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """A long task that shows how far it is, can be stopped, and can be tried again."""

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
    task = models.CharField(max_length=200, blank=True, help_text="the task that does it")
    arguments = models.JSONField(default=list, help_text="what the task gets besides the job")
    queued = models.UUIDField(null=True, db_index=True, help_text="its row in the queue")
    worker = models.CharField(max_length=80, blank=True, help_text="the process that works on it")
    attempts = models.PositiveSmallIntegerField(default=0)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Periodic(models.Model):
    """When a periodic task is due next, and its last row in the queue."""

    name = models.CharField(max_length=80, unique=True)
    due_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    queued = models.UUIDField(null=True)

    def __str__(self) -> str:
        return self.name
