"""Partner proposals of the instance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from neisse.engine import flow, values
from neisse.engine.intersect.partners.matching import (
    Market,
    PartnerOptions,
    Progress,
    build_market,
    profile_texts,
    why_not,
)
from neisse.engine.intersect.partners.ranking import best_for, rank_for
from neisse.engine.text.encoder import Vectors, default_encoder
from neisse.engine.text.towns import located
from neisse.web.intersect.bridge.rows import Proposed, reasons_of
from neisse.web.intersect.bridge.vectors import AT_ONCE, Keep, cached_vectors, encode_texts
from neisse.web.intersect.bridge.vocabulary import own_topics
from neisse.web.intersect.models import PartnerFeedback
from neisse.web.record.bridge import organisation_value
from neisse.web.record.bridge.values import place_value
from neisse.web.record.models import Measure, Need, Offer, Organisation, Visibility
from neisse.web.record.models.organisation import ProfileText

Pair = tuple[str, str]
YEAR_DAYS = 365


def encode_profiles(keep: Keep) -> None:
    """Encode the offers and needs whose vectors are not in the cache yet, and hand them to `keep`."""
    texts = [text for side in (Offer, Need) for text in side.objects.values_list("text", flat=True)]
    for start in range(0, len(texts), AT_ONCE):
        encode_texts(texts[start : start + AT_ONCE], keep)


def profile_vectors(organisations: Sequence[values.Organisation]) -> dict[str, Vectors]:
    """The vectors of what they offer and need, as far as the instance has them."""
    return cached_vectors(text for o in organisations for text in profile_texts(o))


def all_partners(today: date, progress: Progress | None = None) -> list[Proposed]:
    """Proposed partners among all organisations that offer or need something; `progress` as in `flow.find_partners`."""
    rows = [
        row
        for row in Organisation.objects.prefetch_related("offers", "needs").order_by("pk")
        if row.offers.all() or row.needs.all()
    ]
    organisations = [organisation_value(row) for row in rows]
    found = flow.find_partners(
        organisations,
        vectors=profile_vectors(organisations),
        options=partner_options(rows, today),
        topics=own_topics(),
        progress=progress,
    )
    return _proposals(found, rows)


def best_partners(
    one: Organisation, others: Sequence[Organisation], today: date, most: int
) -> list[Proposed]:
    """The best partners of one among some others, without regard to how many proposals these have."""
    rows = [one, *others]
    options = partner_options(rows, today, one)
    return _proposals(best_for(rank_for(_market(rows, options), 0), options, most), rows)


def instance_organisations() -> list[values.Organisation]:
    """All organisations of the instance as values."""
    rows = Organisation.objects.prefetch_related("offers", "needs").order_by("pk")
    return [organisation_value(row) for row in rows]


def partner_options(
    rows: Sequence[Organisation], today: date, one: Organisation | None = None
) -> PartnerOptions:
    """Existing partners and refusals are left out; interest lifts a pair; unconfirmed offers and needs fade.

    For `one` only what concerns it is read.
    """
    feedback: dict[Pair, float] = {}
    declined: list[Pair] = []
    said = Q() if one is None else Q(organisation=one) | Q(partner=one)
    answers = PartnerFeedback.objects.filter(said)
    for a, b, answer in answers.values_list("organisation__key", "partner__key", "answer"):
        if answer == PartnerFeedback.Answer.NOT_FOR_US:
            declined.append((a, b))
        else:
            feedback[a, b] = 1.0
    joint = (
        Q(partners__isnull=False) if one is None else Q(owner=one, partners__isnull=False) | Q(partners=one)
    )
    # That two plan together does not show where the plan is blind.
    shown = Measure.objects.filter(joint).exclude(visibility=Visibility.BLIND)
    together = shown.values_list("owner__key", "partners__key").distinct()
    fresh = {
        (row.key, text.text): freshness(row, text, today)
        for row in rows
        for text in (*row.offers.all(), *row.needs.all())
    }
    return PartnerOptions(partners=list(together), declined=declined, feedback=feedback, fresh=fresh)


def confirmed_on(row: Organisation, text: ProfileText) -> date:
    """When an offer or a need was last confirmed, by itself or with its organisation, or else last changed."""
    return max(filter(None, (text.confirmed_on, row.confirmed_on)), default=row.updated_at.date())


def freshness(row: Organisation, text: ProfileText, today: date) -> float:
    """1 for an offer or need confirmed within a year, falling to 0 at two years."""
    return max(0.0, min(1.0, 2 - (today - confirmed_on(row, text)).days / YEAR_DAYS))


def why_not_partners(one: Organisation, other: Organisation, proposed: bool, today: date) -> values.Reason:
    """Why two organisations are not proposed to each other; a pair is judged by itself, so two suffice."""
    options = partner_options([one, other], today, one)
    matches = [values.Match(one.key, other.key, 1.0)] if proposed else []
    return why_not(_market([one, other], options), one.key, other.key, matches, options)


def distance_km(one: Organisation, other: Organisation) -> float | None:
    """How far two organisations are from each other, where both places are known."""
    return located(place_value(one)).distance_km(located(place_value(other)))


def _market(rows: Sequence[Organisation], options: PartnerOptions) -> Market:
    organisations = [organisation_value(row) for row in rows]
    known = profile_vectors(organisations)
    return build_market(organisations, default_encoder(), known, own_topics(), options.fresh)


def _proposals(found: Sequence[values.Match], rows: Sequence[Organisation]) -> list[Proposed]:
    """Matches by primary keys; what has no words on either side is left out."""
    pks = {row.key: row.pk for row in rows}
    return [_proposed(match, pks) for match in found if match.offers_to_b or match.offers_to_a]


def _proposed(match: values.Match, pks: dict[str, int]) -> Proposed:
    a, b = pks[match.a], pks[match.b]
    to_b, to_a = [list(p) for p in match.offers_to_b], [list(p) for p in match.offers_to_a]
    if a > b:
        a, b, to_a, to_b = b, a, to_b, to_a
    return Proposed(a, b, match.score, to_b, to_a, reasons_of(match.reasons))
