"""Where every record comes from, and how an import can be undone."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# So long an entry counts as looked at.
FRESH = timedelta(days=365)


class Visibility(models.TextChoices):
    """Who may see a record. Blind is for measures only."""

    PUBLIC = "public", _("public")
    CIRCLE = "circle", _("circle")
    BLIND = "blind", _("blind")


class ImportBatch(models.Model):
    """One file (or submission) on its way in: previewed, confirmed (a large one in parts), undone."""

    class State(models.TextChoices):
        """Nothing is written before `confirmed`."""

        PREVIEWED = "previewed", _("previewed")
        STORING = "storing", _("being stored")
        CONFIRMED = "confirmed", _("confirmed")
        DISCARDED = "discarded", _("discarded")
        UNDONE = "undone", _("undone")

    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(max_length=64)
    format = models.CharField(_("format"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    mapping = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PREVIEWED)
    counts = models.JSONField(default=dict)
    objects_read = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name


class ImportChange(models.Model):
    """What one import did to one record: the contract object before (null = new) and after."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    row = models.PositiveIntegerField(default=0)
    before = models.JSONField(null=True)
    after = models.JSONField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ImportMapping(models.Model):
    """A column mapping that somebody corrected, remembered for files with the same headers."""

    headers_digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    mapping = models.JSONField()
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.kind


class Record(models.Model):
    """What every record has: its key in files, its address, its source, when somebody last confirmed it."""

    key = models.CharField(_("id"), max_length=200, unique=True)
    slug = models.SlugField(max_length=200, unique=True)
    invented = models.BooleanField(_("example"), default=False)
    source = models.CharField(_("source"), max_length=500, blank=True)
    sources = models.JSONField(_("sources of single facts"), default=dict, blank=True)
    extra = models.JSONField(_("other fields of the file"), default=dict, blank=True)
    origin = models.ForeignKey(
        ImportBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @property
    def aged_since(self) -> date | None:
        """The day since which nobody confirmed or changed it, where that is a year and more ago."""
        last = max(filter(None, (self.confirmed_on, timezone.localdate(self.updated_at))))
        return last if last <= timezone.localdate() - FRESH else None
