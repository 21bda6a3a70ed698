"""What participants say for their meetings: who they are there, whom they want to meet, when they are away."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from neisse.web.meet.models.event import Event
from neisse.web.meet.models.meetings import MeetingSlot
from neisse.web.meet.models.registration import Registration


class MeetingProfile(models.Model):
    """What somebody shows the others who meet; languages, name and organisation are on the registration."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="meeting_profile"
    )
    takes_part = models.BooleanField(_("takes part in the meetings"), default=True)
    offers = models.JSONField(_("offers"), default=list, blank=True)
    needs = models.JSONField(_("needs"), default=list, blank=True)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    max_meetings = models.PositiveSmallIntegerField(_("at most so many meetings"), null=True, blank=True)
    min_break = models.PositiveSmallIntegerField(_("free slots after each meeting"), null=True, blank=True)
    max_in_a_row = models.PositiveSmallIntegerField(
        _("at most so many meetings in a row"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    keeps_lunch = models.BooleanField(_("one of the lunch slots of a day stays free"), default=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.registration)


class Absence(models.Model):
    """A slot in which somebody cannot meet."""

    profile = models.ForeignKey(MeetingProfile, on_delete=models.CASCADE, related_name="absences")
    slot = models.ForeignKey(MeetingSlot, on_delete=models.CASCADE, related_name="absences")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "slot"], name="absence_once")]

    def __str__(self) -> str:
        return f"{self.profile} {self.slot}"


class Wish(models.Model):
    """What somebody thinks of meeting another person; the other person never sees it.

    `never` is kept by every schedule, whoever asked; only the organiser is told why.
    """

    class Kind(models.TextChoices):
        """How much."""

        MUST = "must", _("must")
        LIKE = "like", _("gladly")
        NO = "no", _("no")
        NEVER = "never", pgettext_lazy("wish", "never")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="wishes")
    wisher = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="wishes")
    other = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="wished_by")
    kind = models.CharField(_("wish"), max_length=5, choices=Kind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wisher", "other"], name="wish_once"),
            models.CheckConstraint(condition=~Q(wisher=F("other")), name="wish_of_another_person"),
        ]

    def __str__(self) -> str:
        return f"{self.wisher} - {self.other}: {self.kind}"


class MeetingRequest(models.Model):
    """One person asks another for a meeting; two people have at most one live request between them.

    `digest` finds the request by the secret of the mail that asks for an answer.
    """

    class State(models.TextChoices):
        """Open and accepted requests are live."""

        OPEN = "open", _("not answered yet")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    LIVE = (State.OPEN, State.ACCEPTED)

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="meeting_requests")
    asker = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="requests_sent")
    asked = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="requests_received")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    message = models.TextField(_("message"), max_length=1000, blank=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    is_mutual = models.BooleanField(_("both asked"), default=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    digest = models.CharField(max_length=64, null=True, unique=True, editable=False)  # NULLs are not equal
    fixed_slot = models.ForeignKey(
        MeetingSlot,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="fixed_requests",
        verbose_name=_("fixed to"),
    )

    class Meta:
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(asker=F("asked")), name="request_of_another_person"),
            models.UniqueConstraint(
                Least("asker", "asked"),
                Greatest("asker", "asked"),
                condition=Q(state__in=["open", "accepted"]),
                name="one_live_request_of_a_pair",
            ),
        ]
        indexes = [models.Index(fields=["event", "state"], name="request_state")]

    def __str__(self) -> str:
        return f"{self.asker} - {self.asked}"

    def other_than(self, registration: Registration) -> Registration:
        """The counterpart of one of the two."""
        return self.asked if registration.pk == self.asker_id else self.asker
