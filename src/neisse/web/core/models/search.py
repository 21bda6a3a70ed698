"""The search index: one row a findable thing."""

from __future__ import annotations

from django.db import models


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


class SearchShape(models.Model):
    """The one row that says with which code the search index was written."""

    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.digest
