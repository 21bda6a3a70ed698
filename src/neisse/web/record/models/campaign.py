"""A campaign: many organisations are asked for their plans by mail, each with a personal link for intake."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.core.models.instance import text
from neisse.web.record.models.intake import IntakeLink

# Links still open so long after the deadline: late answers are taken, and corrections.
LINKS_STAY = timedelta(days=90)
ONE_DAY = timedelta(days=1)


class Campaign(models.Model):
    """Who is asked for plans, with what words, until when. `open_until`: the first day on which an answer is late."""

    class State(models.TextChoices):
        """Nobody is written to by a draft; a closed one takes no answers and reminds nobody."""

        DRAFT = "draft", _("in preparation")
        OPEN = "open", _("under way")
        CLOSED = "closed", _("ended")

    title = text(models.CharField(_("title"), max_length=200, blank=True))
    text = text(models.TextField(_("text of the mail"), blank=True))
    open_until = models.DateField(_("answers until"))
    every_days = models.PositiveSmallIntegerField(_("days between reminders"), default=7)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    web_address = models.CharField(max_length=200, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(
        null=True, unique=True, editable=False, help_text="whose yearly question the instance asks by itself"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def last_day(self) -> date:
        """The last day on which an answer is in time."""
        return self.open_until - ONE_DAY

    @property
    def ends_at(self) -> datetime:
        """The instant at which the deadline is over."""
        return timezone.make_aware(datetime.combine(self.open_until, time()))

    @property
    def links_end_at(self) -> datetime:
        """The instant at which the personal links end."""
        return self.ends_at + LINKS_STAY


class Recipient(models.Model):
    """Somebody who is asked for the plans of one organisation, which their link names.

    `mailed_at` and `reminded_at` are written in the transaction of the mail, so nobody is written to twice.
    """

    class Answer(models.TextChoices):
        """What came back; the last word counts."""

        NONE = "", _("no answer")
        RIGHT = "right", _("still right")
        PLANS = "plans", _("plans")
        FILE = "file", _("a file")
        NOTHING = "nothing", _("nothing planned")
        REFUSED = "refused", _("takes no part")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="recipients")
    link = models.OneToOneField(IntakeLink, on_delete=models.CASCADE, related_name="recipient")
    seed = models.CharField(max_length=64, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    address = models.EmailField(_("e-mail"), max_length=254, blank=True)
    mailed_at = models.DateTimeField(_("written to"), null=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, editable=False)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["campaign", "pk"]

    def __str__(self) -> str:
        return f"{self.link.organisation} ({self.name or self.address})"

    @property
    def told_at(self) -> datetime | None:
        """When the last mail about the campaign was written."""
        return self.reminded_at or self.mailed_at

    @property
    def is_late(self) -> bool:
        """Whether the answer came after the deadline."""
        return self.answered_at is not None and self.answered_at >= self.campaign.ends_at
