"""Lists as files: overlaps, groups, partners, fields; in words for people, as the contract's objects for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from neisse.web.core.bridge import country_name
from neisse.web.core.content import reader_language
from neisse.web.core.downloads import Column, Listing
from neisse.web.core.when import period_text
from neisse.web.intersect.bridge import why
from neisse.web.intersect.models import Overlap, PartnerFeedback, PartnerProposal
from neisse.web.intersect.queries import Point, Proposal
from neisse.web.intersect.queries.overlaps import Group
from neisse.web.intersect.wording import said, topic_text
from neisse.web.record.models import Measure, Organisation

Object = dict[str, Any]
ARROW = "→"


def country_of(row: Any) -> str:
    """A country in the words of the page."""
    return country_name(row.country, reader_language())


def overlap_objects(pairs: Sequence[Overlap]) -> list[Object]:
    """The contract's objects `a, b, verdict, score, reasons[]`, with what people decided."""
    return [
        {
            "a": pair.a.key,
            "b": pair.b.key,
            "verdict": pair.verdict,
            "score": round(pair.score, 4),
            "reasons": why(pair),
            "state": pair.state,
            "note": getattr(pair, "note_shown", pair.note),
        }
        for pair in pairs
    ]


def note(pair: Overlap) -> str:
    """What people noted, where the reader may read it."""
    return str(getattr(pair, "note_shown", pair.note))


OVERLAPS = Listing(
    _("Overlaps"),
    (
        Column(_("Verdict"), lambda p: p.get_verdict_display()),
        Column(_("Score"), lambda p: round(p.score, 2)),
        Column(pgettext_lazy("of an overlap", "State"), lambda p: p.get_state_display()),
        Column(_("One plan"), lambda p: p.a),
        Column(_("Owner"), lambda p: p.a.owner),
        Column(_("When"), lambda p: period_text(p.a)),
        Column(_("The other plan"), lambda p: p.b),
        Column(_("Owner of the other plan"), lambda p: p.b.owner),
        Column(_("When the other plan is"), lambda p: period_text(p.b)),
        Column(_("Why"), lambda p: [reason.text for reason in said(why(p))]),
        Column(_("Note"), note),
    ),
    overlap_objects,
)


def export_overlaps(form: str, pairs: Sequence[Overlap], with_notes: bool, filters: str = "") -> HttpResponse:
    """The pairs in one of the forms of lists, with what people noted or not."""
    for pair in pairs:
        pair.note_shown = pair.note if with_notes else ""  # type: ignore[attr-defined]
    return OVERLAPS.file(pairs, form, "overlaps", filters=filters)


@dataclass(frozen=True, slots=True)
class InGroup:
    """A plan as member of a group: a row of the sheet."""

    number: int
    group: Group
    plan: Measure


def group_objects(groups: Sequence[InGroup]) -> list[Object]:
    """A line for each group with its cuts, by ids."""
    return [
        {
            "members": [measure.key for measure in group.members],
            "score": round(group.score, 4),
            "cuts": [{"a": a.key, "b": b.key, "stranger": c.key} for a, b, c in group.cuts],
        }
        for group in {entry.number: entry.group for entry in groups}.values()
    ]


GROUPS = Listing(
    _("Groups"),
    (
        Column(_("Group"), lambda e: e.number),
        Column(_("Score"), lambda e: round(e.group.score, 2)),
        Column(_("Plan"), lambda e: e.plan),
        Column(_("Owner"), lambda e: e.plan.owner),
        Column(_("When"), lambda e: period_text(e.plan)),
        Column(_("Town"), lambda e: e.plan.city),
        Column(_("Country"), lambda e: country_of(e.plan)),
    ),
    group_objects,
)


def export_groups(form: str, groups: Sequence[Group], filters: str = "") -> HttpResponse:
    """The groups: for people a row for each member, for programs a line for each group."""
    rows = [InGroup(n, group, plan) for n, group in enumerate(groups, 1) for plan in group.members]
    return GROUPS.file(rows, form, "groups", filters=filters)


def arrows(pairs: Any) -> list[str]:
    """What one offers to what another needs."""
    return [f"{offer} {ARROW} {need}" for offer, need in pairs]


def reasons_for(reasons: Any) -> list[str]:
    """What speaks for a proposal."""
    return [reason.text for reason in said(reasons) if reason.weight >= 0]


def answer_words(answer: str) -> Any:
    """What was said to a proposal."""
    return dict(PartnerFeedback.Answer.choices).get(answer, answer)


PARTNERS = Listing(
    _("Partners"),
    (
        Column(_("Score"), lambda p: round(p.score, 2)),
        Column(_("Partner"), lambda p: p.partner),
        Column(_("Kind"), lambda p: p.partner.get_kind_display()),
        Column(_("Town"), lambda p: p.partner.city),
        Column(_("Country"), lambda p: country_of(p.partner)),
        Column(_("You offer"), lambda p: arrows(p.gives)),
        Column(_("You need"), lambda p: arrows(p.takes)),
        Column(_("Why"), lambda p: reasons_for(p.reasons)),
        Column(_("Answer"), lambda p: answer_words(p.answer)),
    ),
    lambda proposals: proposals,
)


def export_partners(
    form: str, organisation: Organisation, proposals: Sequence[Proposal], filters: str = ""
) -> HttpResponse:
    """The proposals for an organisation; for programs the contract's objects, seen from its side (`a`)."""

    def objects(found: Sequence[Proposal]) -> list[Object]:
        return [
            {
                "a": organisation.key, "b": p.partner.key, "score": round(p.score, 4),
                "offers_to_b": p.gives, "offers_to_a": p.takes, "reasons": p.reasons,
            }
            for p in found
        ]  # fmt: skip

    listing = Listing(f"{PARTNERS.title}: {organisation}", PARTNERS.columns, objects)
    return listing.file(proposals, form, f"partners-{organisation.slug}", filters=filters)


def pair_objects(pairs: Sequence[PartnerProposal]) -> list[Object]:
    """The contract's objects."""
    return [
        {
            "a": p.a.key, "b": p.b.key, "score": round(p.score, 4),
            "offers_to_b": p.offers_to_b, "offers_to_a": p.offers_to_a, "reasons": p.reasons,
        }
        for p in pairs
    ]  # fmt: skip


PAIRS = Listing(
    _("Proposed partners"),
    (
        Column(_("Score"), lambda p: round(p.score, 2)),
        Column(_("One organisation"), lambda p: p.a),
        Column(_("Town"), lambda p: p.a.city),
        Column(_("Country"), lambda p: country_of(p.a)),
        Column(_("The other organisation"), lambda p: p.b),
        Column(_("Town"), lambda p: p.b.city),
        Column(_("Country"), lambda p: country_of(p.b)),
        Column(_("Why"), lambda p: reasons_for(p.reasons)),
    ),
    pair_objects,
)


def export_pairs(form: str, pairs: Sequence[PartnerProposal], filters: str = "") -> HttpResponse:
    """Proposed partners of all."""
    return PAIRS.file(pairs, form, "partners", filters=filters)


FIELDS = Listing(
    _("Fields"),
    (
        Column(_("Topic"), lambda p: topic_text(p.field.label)),
        Column(_("Score"), lambda p: round(p.field.score, 3)),
        Column(_("Organisations on one side"), lambda p: len(p.a)),
        Column(_("Organisations on the other side"), lambda p: len(p.b)),
        Column(_("Offers"), lambda p: len(p.field.offers)),
        Column(_("Needs"), lambda p: len(p.field.needs)),
        Column(_("Done together"), lambda p: p.field.joint),
        Column(_("Stability"), lambda p: round(p.field.stability, 2)),
        Column(_("Names on one side"), lambda p: list(p.a)),
        Column(_("Names on the other side"), lambda p: list(p.b)),
    ),
    lambda points: [asdict(point.field) for point in points],
)


def export_fields(form: str, points: Sequence[Point], filters: str = "") -> HttpResponse:
    """The fields between two sides; for programs with the ids of the organisations behind each."""
    return FIELDS.file(points, form, "fields", filters=filters)
