"""A document in prose from which records were proposed, and the words that stay with what somebody confirmed of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.record.models.provenance import ImportBatch


class Announcement(models.Model):
    """The text of a release, an invitation, a mail; for who brought it and for managers, until `kept_until`.

    `found` is what was read in it (`docs/reference/file-formats.md`); `proposed` are the rows of its import, each with
    the places of the text that show it; `taken` and `left` the rows that somebody decided on so far.
    """

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="announcement")
    title = models.CharField(_("title"), max_length=500)
    text = models.TextField(_("text"))
    issued = models.DateField(_("day of the document"), null=True)
    found = models.JSONField(default=dict)
    proposed = models.JSONField(default=list)
    taken = models.JSONField(default=list)
    left = models.JSONField(default=list)
    kept_until = models.DateField(db_index=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


class Proof(models.Model):
    """The words of a document that show a stored record, who confirmed that and when. The document itself may be gone."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.SET_NULL, related_name="proofs")
    title = models.CharField(_("document"), max_length=500)
    issued = models.DateField(null=True)
    words = models.TextField(_("words"))
    from_letter = models.PositiveIntegerField()
    to_letter = models.PositiveIntegerField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-confirmed_at", "from_letter"]
        indexes = [models.Index(fields=["kind", "key"], name="proof_of_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
