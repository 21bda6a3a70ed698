"""Who takes part: quotas, questions, registrations, and changes that wait for approval."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from translated_fields import TranslatedField

from neisse.web.meet.models.event import Event
from neisse.web.record.models import Organisation, Visibility


class Group(models.TextChoices):
    """As what somebody comes."""

    MEMBER = "member", _("member")
    GUEST = "guest", _("guest")


class Quota(models.Model):
    """How many places there are for a group, a country, both, or (both empty) for all.

    A registration gets a place when every quota that it falls under has one.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="quotas")
    group = models.CharField(_("group"), max_length=10, choices=Group.choices, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    places = models.PositiveIntegerField(_("places"))

    class Meta:
        ordering = ["event", "group", "country"]
        constraints = [models.UniqueConstraint(fields=["event", "group", "country"], name="quota_once")]

    def __str__(self) -> str:
        name = " ".join(part for part in (self.get_group_display(), self.country) if part)
        return f"{name or _('all')}: {self.places}"


class Question(models.Model):
    """A question of the organiser to everybody who registers."""

    class Kind(models.TextChoices):
        """How it is answered."""

        TEXT = "text", _("text")
        CHOICE = "choice", _("choice")
        YES_NO = "yes_no", _("yes or no")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=300)
    texts = TranslatedField(models.CharField(_("question"), max_length=300, blank=True))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    choices = models.JSONField(_("answers to choose from"), default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["event", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Registration(models.Model):
    """One person at one event. `link_seed` makes the secret of the personal link, `digest` finds it."""

    class State(models.TextChoices):
        """A place is held by those who are registered or have an open offer."""

        UNCONFIRMED = "unconfirmed", _("not confirmed yet")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("place offered")
        REGISTERED = "registered", _("registered")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DECLINED = "declined", _("declined")

    HOLDING = (State.REGISTERED, State.OFFERED)

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"))
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    organisation_name = models.CharField(_("organisation"), max_length=300, blank=True)
    office = models.CharField(_("function"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    group = models.CharField(_("group"), max_length=10, choices=Group.choices, default=Group.GUEST)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="de")
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.UNCONFIRMED)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="registrations",
    )
    link_seed = models.CharField(max_length=43, unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    badge_code = models.CharField(_("code on the badge"), max_length=8, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    queued_at = models.DateTimeField(null=True, editable=False)
    offered_until = models.DateTimeField(_("offer holds until"), null=True, editable=False)
    checked_in_at = models.DateTimeField(_("checked in"), null=True, editable=False)
    consent_at = models.DateTimeField(null=True, editable=False)
    keep_until = models.DateField(_("deleted on"), null=True, editable=False)
    invented = models.BooleanField(_("example"), default=False)

    history = HistoricalRecords(excluded_fields=["name", "email", "answers", "link_seed", "digest"])

    class Meta:
        ordering = ["event", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "email"], name="registration_once"),
            models.UniqueConstraint(fields=["event", "badge_code"], name="badge_code_once"),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offered_until__isnull=False), name="offers_have_an_end"
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "queued_at"], name="registration_queue"),
            models.Index(fields=["event", "organisation"], name="registration_organisation"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def comes_from(self) -> str:
        """The organisation as other participants read it: one that is not public is not named for the person."""
        own = self.organisation
        is_open = own is not None and own.visibility == Visibility.PUBLIC
        return str(own) if is_open else self.organisation_name

    @property
    def holds_place(self) -> bool:
        """Whether a place is taken by this registration."""
        return self.state in self.HOLDING


class RegistrationChange(models.Model):
    """What somebody wants to change after the deadline; the organiser decides."""

    class State(models.TextChoices):
        """Decided once."""

        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="changes")
    fields = models.JSONField()
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.registration} {self.state}"
