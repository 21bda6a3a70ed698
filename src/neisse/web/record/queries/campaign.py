"""Reads of campaigns: the list, who was asked and what came back, and whom one could ask. For managers alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from neisse.web.accounts.models import Role
from neisse.web.core.models import Mail
from neisse.web.core.queries import the_instance, today
from neisse.web.record.models import (
    Campaign,
    IntakeLink,
    IntakeSubmission,
    Measure,
    Organisation,
    Person,
    Recipient,
    Visibility,
)
from neisse.web.record.models.provenance import FRESH

CODES = [code for code, _name in settings.LANGUAGES]
SPOKEN = {"PL": "pl", "DE": "de"}
MOST_ENTRIES = 200
PLANNERS: tuple[str, ...] = (Role.CIRCLE, Role.MANAGER)
# What a recipient may be looked for by; each row is in one of these, and `failed` beside it.
STATES: dict[str, Q] = {
    "unsent": Q(mailed_at=None),
    "silent": Q(mailed_at__isnull=False, opened_at=None, answer=""),
    "opened": Q(opened_at__isnull=False, answer=""),
    "right": Q(answer=Recipient.Answer.RIGHT),
    "plans": Q(answer=Recipient.Answer.PLANS),
    "file": Q(answer=Recipient.Answer.FILE),
    "nothing": Q(answer=Recipient.Answer.NOTHING),
    "refused": Q(answer=Recipient.Answer.REFUSED),
    "failed": Q(is_failed=True),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """An organisation with whom one would ask: a user who speaks for it, a person with consent, or the house."""

    organisation: Organisation
    name: str = ""
    address: str = ""
    language: str = ""
    is_asked: bool = False


def campaigns(filters: Mapping[str, Any]) -> QuerySet[Campaign]:
    """Campaigns, the newest first, with how many were asked and have answered; by state and words of the title."""
    rows = Campaign.objects.annotate(
        asked=Count("recipients", filter=Q(recipients__mailed_at__isnull=False)),
        answered=Count("recipients", filter=~Q(recipients__answer="")),
        listed=Count("recipients"),
    )
    if state := filters.get("state"):
        rows = rows.filter(state=state)
    if query := filters.get("q"):
        rows = rows.filter(
            Q(title_de__icontains=query) | Q(title_pl__icontains=query) | Q(title_en__icontains=query)
        )
    return rows.order_by("-created_at", "-pk")


def recipients(campaign: Campaign, filters: Mapping[str, Any]) -> QuerySet[Recipient]:
    """Who is asked, by name of the organisation; with whether the last mail could not be delivered."""
    failed = Mail.objects.filter(
        purpose__startswith="campaign", to=OuterRef("address"), state=Mail.State.FAILED
    )
    rows = campaign.recipients.select_related("link__organisation", "campaign").annotate(
        is_failed=Exists(failed)
    )
    if state := filters.get("state"):
        rows = rows.filter(STATES.get(state, Q()))
    if query := filters.get("q"):
        rows = rows.filter(
            Q(name__icontains=query)
            | Q(address__icontains=query)
            | Q(link__organisation__name__icontains=query)
        )
    return rows.order_by("link__organisation__folded_name", "pk")


def counts(campaign: Campaign) -> dict[str, int]:
    """How many recipients there are in each of `STATES`; one query."""
    rows = recipients(campaign, {}).order_by()
    found: dict[str, int] = rows.aggregate(
        **{f"n_{name}": Count("pk", filter=wanted) for name, wanted in STATES.items()}
    )
    return {name: found[f"n_{name}"] for name in STATES}


def waiting_of(campaign: Campaign) -> int:
    """How many submissions of a campaign wait for a manager."""
    waits = IntakeSubmission.State.WAITING
    return IntakeSubmission.objects.filter(link__recipient__campaign=campaign, state=waits).count()


def to_send(campaign: Campaign) -> dict[str, int]:
    """How many mails would be written now, by language."""
    rows = campaign.recipients.filter(mailed_at=None).exclude(address="").order_by()
    found = dict(rows.values_list("link__language").annotate(n=Count("pk")))
    return {code: found.get(code, 0) for code in CODES}


def mails(campaign: Campaign) -> list[tuple[str, str, str]]:
    """(language, subject, text) of the mail in every language, as its first recipient of that language would get it."""
    return [(code, *_written(campaign, code)) for code in CODES]


def _written(campaign: Campaign, code: str) -> tuple[str, str]:
    rows = campaign.recipients.select_related("link__organisation").exclude(address="")
    row = rows.filter(link__language=code).first() or rows.first()
    if row is None:
        row = Recipient(campaign=campaign, link=IntakeLink(organisation=Organisation(name="…")))
    words = {"campaign": campaign, "recipient": row, "link": "https://…", "instance": the_instance()}
    with translation.override(code):
        subject, _line, body = render_to_string("record/mail/campaign.txt", words).strip().partition("\n")
    return subject.strip(), body.strip()


def recipient_of(link: IntakeLink) -> Recipient | None:
    """Who was asked through a link; None for a link that a manager made by hand."""
    return Recipient.objects.filter(link=link).select_related("campaign").first()


def entries_of(link: IntakeLink) -> list[Organisation | Measure]:
    """What the holder of a link may say is still right: the organisation, and its plans that are not over or blind."""
    ahead = Q(end__gt=today()) | Q(end=None)
    plans = Measure.objects.filter(ahead, owner=link.organisation_id).exclude(visibility=Visibility.BLIND)
    return [link.organisation, *plans.order_by("start", "pk")[:MOST_ENTRIES]]


def entry_name(row: Organisation | Measure) -> str:
    """How a form says which entry was looked at, and in which version."""
    return f"{row._meta.model_name} {row.key} {row.version}"


def aged(user: Any) -> int:
    """How many organisations nobody confirmed or changed for a year."""
    last = today() - FRESH
    rows = Organisation.objects.filter(Q(confirmed_on=None) | Q(confirmed_on__lte=last))
    return rows.filter(updated_at__date__lte=last).count()


def of_the_circle(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Those for which somebody of the circle speaks."""
    return rows.filter(people__user__role__in=PLANNERS, people__user__is_active=True).distinct()


def proposed(campaign: Campaign | None, organisations: Iterable[Organisation]) -> list[Proposed]:
    """Whom one would ask at each of these organisations, and whether the campaign does; three queries."""
    houses = list(organisations)
    pks = [house.pk for house in houses]
    listed = Recipient.objects.filter(campaign=campaign, link__organisation__in=pks)
    asked = set(listed.values_list("link__organisation", flat=True)) if campaign else set()
    people: dict[int, list[Person]] = {}
    for person in Person.objects.filter(organisation__in=pks).select_related("user").order_by("pk"):
        people.setdefault(person.organisation_id or 0, []).append(person)
    return [_proposed(house, people.get(house.pk, []), is_asked=house.pk in asked) for house in houses]


def _proposed(house: Organisation, people: list[Person], *, is_asked: bool) -> Proposed:
    spoken = SPOKEN.get(house.country, the_instance().default_language)
    users = [
        (p, p.user) for p in people if p.user is not None and p.user.is_active and p.user.role != Role.GUEST
    ]
    for person, user in sorted(users, key=lambda pair: pair[1].role not in PLANNERS):
        if is_address(user.email):
            return Proposed(house, person.name, user.email, user.language or spoken, is_asked)
    for person in people:
        if person.may_be_contacted(today()) and is_address(person.email):
            known = [code for code in person.languages if code in CODES]
            language = spoken if spoken in known or not known else known[0]
            return Proposed(house, person.name, person.email, language, is_asked)
    address = house.mail if is_address(house.mail) else ""
    return Proposed(house, "", address, spoken, is_asked)


def is_address(text: str) -> bool:
    """Whether a mail can go to it."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
