"""Workshops: topic tables in a session, who sits there, what was noted, what becomes a project idea."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.meet.models.event import EventSession, Titled
from neisse.web.meet.models.registration import Registration
from neisse.web.record.models import Organisation


class TopicTable(Titled):
    """A table at which one topic is worked on."""

    session = models.ForeignKey(EventSession, on_delete=models.CASCADE, related_name="tables")
    host_name = models.CharField(_("host of the table"), max_length=200, blank=True)
    places = models.PositiveSmallIntegerField(_("places"), default=8)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["session", "position", "pk"]


class TableSeat(models.Model):
    """Who sits at which table; at most one in a session."""

    session = models.ForeignKey(EventSession, on_delete=models.CASCADE, related_name="seats")
    table = models.ForeignKey(TopicTable, on_delete=models.CASCADE, related_name="seats")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="seats")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "registration"], name="one_table_in_a_session")
        ]

    def __str__(self) -> str:
        return f"{self.registration} - {self.table}"


class TableNote(models.Model):
    """What was said at a table."""

    table = models.ForeignKey(TopicTable, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("note"))
    author_name = models.CharField(_("written by"), max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["table", "created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Idea(models.Model):
    """A topic that becomes a project idea; the deliver stage reads the kept ones."""

    class State(models.TextChoices):
        """The organiser decides what goes on."""

        PROPOSED = "proposed", _("proposed")
        KEPT = "kept", _("kept for a project")
        DROPPED = "dropped", _("dropped")

    table = models.ForeignKey(TopicTable, on_delete=models.CASCADE, related_name="ideas")
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("what for, with whom, next step"), blank=True)
    organisations = models.ManyToManyField(
        Organisation, blank=True, related_name="ideas", verbose_name=_("organisations that take part")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["table", "created_at", "pk"]

    def __str__(self) -> str:
        return self.title
