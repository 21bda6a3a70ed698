"""Overlaps and what people decided about them; the cache of vectors."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from neisse.web.record.models import Measure, Organisation

MOST_SURE = 0.99


class TextVector(models.Model):
    """The vector of a text, under the hash of its content and the name of the encoder: float32 bytes."""

    digest = models.CharField(max_length=64, primary_key=True)
    encoder = models.CharField(max_length=40)
    values = models.BinaryField()

    def __str__(self) -> str:
        return self.digest


class Overlap(models.Model):
    """What the engine says of a pair of measures (`a` < `b` by primary key), and what people made of it.

    `through`: the duplicate of one side from which it follows, None where both were compared. Who may not see that
    plan may not see the overlap either, and it goes with it.
    """

    class Verdict(models.TextChoices):
        """DESIGN.md section 4."""

        DUPLICATE = "duplicate", _("duplicate")
        PARALLEL = "parallel", _("parallel")
        SYNERGY = "synergy", _("synergy")

    class State(models.TextChoices):
        """The software proposes, people decide."""

        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DISMISSED = "dismissed", _("dismissed")

    a = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="overlaps_as_a")
    b = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="overlaps_as_b")
    through = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices, db_index=True)
    score = models.FloatField(_("score"))
    reasons = models.JSONField(default=list)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OPEN, db_index=True
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decided_digest = models.CharField(
        max_length=64,
        blank=True,
        help_text="content of both sides when somebody decided; another content reopens",
    )
    stale = models.BooleanField(
        default=False, help_text="the engine no longer finds it; kept for its decision"
    )
    found_at = models.DateTimeField(default=timezone.now)

    history = HistoricalRecords(excluded_fields=["reasons", "through"])

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="overlap_once"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="overlap_in_order"),
        ]
        indexes = [models.Index(fields=["state", "-score"], name="overlap_listed")]

    def __str__(self) -> str:
        return f"{self.verdict} {self.score:.2f}"

    @property
    def shown_score(self) -> float:
        """The probability as people read it: nothing that a machine found is certain."""
        return min(self.score, MOST_SURE)

    @property
    def sides(self) -> tuple[Measure, Measure]:
        """Both measures."""
        return self.a, self.b


class Consent(models.Model):
    """What the owner of a measure says to opening its overlap with another one; both sides must agree.

    The overlap itself may go and come back with a computation, so a consent hangs on the two measures and ends with
    either of them.
    """

    class Answer(models.TextChoices):
        """Agreed, not (yet) answered, or not to be opened."""

        NONE = "none", _("not answered")
        AGREED = "agreed", _("agreed to open")
        CLOSED = "closed", _("to stay closed")

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="consents")
    other = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=6, choices=Answer.choices, default=Answer.NONE)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "other"], name="consent_once")]

    def __str__(self) -> str:
        return self.answer


class PartnerProposal(models.Model):
    """Two organisations (`a` < `b` by primary key) that fit each other, as the engine last found them."""

    a = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="proposals_as_a")
    b = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="proposals_as_b")
    score = models.FloatField(_("score"))
    offers_to_b = models.JSONField(default=list)
    offers_to_a = models.JSONField(default=list)
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="proposal_once"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="proposal_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.a} - {self.b} {self.score:.2f}"


class IndexState(models.Model):
    """One row: the numbers of the last changes, by which every process sees that its index is old."""

    version = models.PositiveBigIntegerField(default=0)
    vocabulary = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.version)


class PartnerFeedback(models.Model):
    """What an organisation said to a proposed partner."""

    class Answer(models.TextChoices):
        """Interesting, or not for us."""

        INTERESTING = "interesting", _("interesting")
        NOT_FOR_US = "not_for_us", _("not for us")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="partner_feedback")
    partner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=12, choices=Answer.choices)
    note = models.CharField(_("why"), max_length=500, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "partner"], name="feedback_once")]

    def __str__(self) -> str:
        return self.answer


class ProfileType(models.Model):
    """What kind of offer or request a text of a profile is, in the five types of the Enterprise Europe Network."""

    class Type(models.TextChoices):
        """https://een.ec.europa.eu: the profiles of its partnering database."""

        BUSINESS_OFFER = "BO", _("business offer")
        TECHNOLOGY_OFFER = "TO", _("technology offer")
        BUSINESS_REQUEST = "BR", _("business request")
        TECHNOLOGY_REQUEST = "TR", _("technology request")
        RESEARCH_REQUEST = "RDR", _("R&D request")

    OF_OFFERS = (Type.BUSINESS_OFFER, Type.TECHNOLOGY_OFFER)
    OF_NEEDS = (Type.BUSINESS_REQUEST, Type.TECHNOLOGY_REQUEST, Type.RESEARCH_REQUEST)

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="profile_types")
    text = models.CharField(max_length=500)
    type = models.CharField(_("type"), max_length=3, choices=Type.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "text"], name="profile_type_once")]

    def __str__(self) -> str:
        return self.get_type_display()


class Concept(models.Model):
    """A topic of the network's own vocabulary, beside those that ship with the product, or in place of one of them."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    label_de = models.CharField(_("German"), max_length=120)
    label_pl = models.CharField(_("Polish"), max_length=120)
    label_en = models.CharField(_("English"), max_length=120)
    patterns = models.TextField(_("words"), blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return str(getattr(self, f"label_{(get_language() or 'de')[:2]}", "") or self.label_en)
