"""A coordination round: its rules, who has a seat in it, what it wants and what is scarce."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.record.models import Campaign, Organisation

FIRST_YEAR, LAST_YEAR = 2000, 2100
ONE_DAY = timedelta(days=1)


class Round(models.Model):
    """Organisations lay their plans for a year together. A draft is for managers alone, then its circle sees it."""

    class State(models.TextChoices):
        """From the preparation to the table."""

        DRAFT = "draft", _("in preparation")
        OPEN = "open", _("under way")

    class Rule(models.TextChoices):
        """How the body decides."""

        MAJORITY = "majority", _("majority of the votes")
        CONSENT = "consent", _("consent: nobody is against it")

    class Silence(models.TextChoices):
        """What no answer of an owner means once the days are over."""

        KEEP = "keep", _("the plan stays as it is")
        AGREE = "agree", _("the owner agrees")

    name = models.CharField(_("name"), max_length=200)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    body = models.CharField(_("the body that decides"), max_length=200, blank=True)
    rule = models.CharField(_("how it decides"), max_length=10, choices=Rule.choices, default=Rule.MAJORITY)
    quorum = models.PositiveSmallIntegerField(_("seats that have to take part"), default=0)
    silence = models.CharField(
        _("what no answer means"), max_length=10, choices=Silence.choices, default=Silence.KEEP
    )
    silence_days = models.PositiveSmallIntegerField(
        _("days to answer"), default=14, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    plans_until = models.DateField(_("plans until"), null=True, blank=True)
    decides_on = models.DateField(_("day of the decision"), null=True, blank=True)
    most_lost = models.PositiveSmallIntegerField(
        _("most that an owner may lose, in percent"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    campaign = models.ForeignKey(
        Campaign,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("campaign"),
    )
    web_address = models.CharField(max_length=200, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-year", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["year", "name"], name="round_once_a_year")]

    def __str__(self) -> str:
        return self.name

    @property
    def first_day(self) -> date:
        """The first day of its year."""
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        """The first day after its year."""
        return date(self.year + 1, 1, 1)

    @property
    def last_day_for_plans(self) -> date | None:
        """`plans_until` is the first day on which a plan is late; this is the last one that is in time."""
        return self.plans_until and self.plans_until - ONE_DAY


class Part(models.Model):
    """Something small that belongs to a round."""

    round: models.ForeignKey[Round, Round]

    class Meta:
        abstract = True


class Seat(Part):
    """An organisation of the round with the person who answers for it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="seats", verbose_name=_("organisation")
    )
    name = models.CharField(_("who answers for it"), max_length=200, blank=True)
    address = models.EmailField(_("e-mail"), max_length=254, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGES[0][0]
    )
    may_vote = models.BooleanField(_("has a vote"), default=True)
    weight = models.PositiveSmallIntegerField(
        _("weight of the vote"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        ordering = ["round", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "organisation"], name="seat_once")]

    def __str__(self) -> str:
        return str(self.organisation)


class Goal(Part):
    """What the region wants; a plan with one of the topics serves it and is worth so many points more."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="goals")
    name = models.CharField(_("goal"), max_length=200)
    weight = models.FloatField(
        _("weight"), default=1, validators=[MinValueValidator(0), MaxValueValidator(1000)]
    )
    topics = models.JSONField(_("topics"), default=list, blank=True)

    class Meta:
        ordering = ["round", "-weight", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "name"], name="goal_once")]

    def __str__(self) -> str:
        return self.name


class Budget(Part):
    """Money for the plans of one organisation, or of all (`organisation` is None)."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="budgets")
    name = models.CharField(_("budget"), max_length=200)
    cents = models.BigIntegerField(_("amount in euro"), validators=[MinValueValidator(0)])
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("organisation"),
    )  # fmt: skip

    class Meta:
        ordering = ["round", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "name"], name="budget_once")]

    def __str__(self) -> str:
        return self.name


class Team(Part):
    """People with so many days in each month for the plans of their organisation."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(_("team"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    days_per_month = models.FloatField(
        _("days a month"), validators=[MinValueValidator(0), MaxValueValidator(10_000)]
    )

    class Meta:
        ordering = ["round", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "name"], name="team_once")]

    def __str__(self) -> str:
        return self.name


class ClosedDays(Part):
    """Days on which nothing takes place, `[start, end)`: everywhere, or in a town or country."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="closed")
    name = models.CharField(_("what"), max_length=200)
    start = models.DateField(_("first day"))
    end = models.DateField(_("the day after the last one"))
    place = models.CharField(_("town or country"), max_length=120, blank=True)

    class Meta:
        ordering = ["round", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="closed_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date:
        """The last day on which nothing takes place."""
        return self.end - ONE_DAY
