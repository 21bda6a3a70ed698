"""What owners are asked about their plans and say to it, and the minutes of a round."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.agree.models.proposals import Group, Proposal
from neisse.web.agree.models.round import Round, Seat
from neisse.web.core.models.links import SecretLink


class Question(models.Model):
    """One owner is asked whether one group may be settled as proposed. The last answer counts."""

    class Answer(models.TextChoices):
        """What an owner says."""

        NONE = "", _("no answer yet")
        YES = "yes", _("yes")
        NO = "no", _("no")
        IF = "if", _("yes, if")

    class Way(models.TextChoices):
        """How an answer came."""

        NONE = "", "–"
        LOGIN = "login", _("signed in")
        LINK = "link", _("by the link of the mail")
        SILENCE = "silence", _("by silence")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="questions")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="questions")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="questions")
    option = models.CharField(max_length=80)
    due_at = models.DateTimeField(_("answer until"))
    answer = models.CharField(
        _("answer"), max_length=3, choices=Answer.choices, blank=True, default=Answer.NONE
    )
    condition = models.CharField(_("condition or reason"), max_length=500, blank=True)
    way = models.CharField(max_length=7, choices=Way.choices, blank=True, default=Way.NONE)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["proposal", "group", "seat"]
        constraints = [models.UniqueConstraint(fields=["proposal", "group", "seat"], name="question_once")]
        indexes = [models.Index(fields=["answer", "due_at"], name="question_due")]

    def __str__(self) -> str:
        return f"{self.group}: {self.answer}"


class SeatLink(SecretLink):
    """By which who answers for a seat answers without a login. Made again for each mail, from its seed."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="link")
    seed = models.CharField(max_length=64, editable=False)

    def __str__(self) -> str:
        return str(self.seat)


class Minute(models.Model):
    """One line of the minutes of a round; never changed afterwards. `data` says what, in codes and numbers."""

    class Kind(models.TextChoices):
        """What happened."""

        ASKED = "asked", _("owners were asked")
        ANSWERED = "answered", _("an owner answered")
        SILENCE = "silence", _("an owner did not answer")
        WITHDRAWN = "withdrawn", _("the questions were withdrawn")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="minutes")
    number = models.PositiveIntegerField(_("line"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    seat = models.ForeignKey(Seat, null=True, on_delete=models.SET_NULL, related_name="+")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["round", "number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="minute_number_once")]

    def __str__(self) -> str:
        return f"{self.round} {self.number}"
