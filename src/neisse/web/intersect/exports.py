"""Lists as files: overlaps, groups, partners, fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.http import HttpResponse

from neisse.web.core.downloads import listed
from neisse.web.core.when import period_text
from neisse.web.intersect.bridge import why
from neisse.web.intersect.models import Overlap, PartnerProposal
from neisse.web.intersect.queries import Point, Proposal
from neisse.web.intersect.queries.overlaps import Group
from neisse.web.intersect.wording import said, topic_text
from neisse.web.record.models import Organisation


def overlap_objects(pairs: Iterable[Overlap], with_notes: bool) -> list[dict[str, Any]]:
    """The contract's objects `a, b, verdict, score, reasons[]`, with what people decided."""
    return [
        {
            "a": pair.a.key,
            "b": pair.b.key,
            "verdict": pair.verdict,
            "score": round(pair.score, 4),
            "reasons": why(pair),
            "state": pair.state,
            "note": pair.note if with_notes else "",
        }
        for pair in pairs
    ]


COLUMNS = ("verdict", "score", "state", "title_a", "owner_a", "title_b", "owner_b", "why", "note", "a", "b")


def sheet_rows(pairs: Iterable[Overlap], with_notes: bool) -> list[dict[str, Any]]:
    """One row per pair, in words, for people with a spreadsheet."""
    return [
        {
            "verdict": pair.get_verdict_display(),
            "score": round(pair.score, 2),
            "state": pair.get_state_display(),
            "title_a": str(pair.a),
            "owner_a": str(pair.a.owner),
            "title_b": str(pair.b),
            "owner_b": str(pair.b.owner),
            "why": "; ".join(reason.text for reason in said(why(pair))),
            "note": pair.note if with_notes else "",
            "a": pair.a.key,
            "b": pair.b.key,
        }
        for pair in pairs
    ]


def export_overlaps(form: str, pairs: Iterable[Overlap], with_notes: bool) -> HttpResponse:
    """The pairs as `jsonl`, `csv`, `xlsx` or `ods`, with what people noted or not; another form is `sheet.form`."""
    pairs = list(pairs)
    if form == "jsonl":
        return listed(overlap_objects(pairs, with_notes), form, "overlaps")
    return listed(sheet_rows(pairs, with_notes), form, "overlaps", columns=COLUMNS)


GROUP_COLUMNS = ("group", "score", "id", "title", "owner", "when", "city", "country")


def export_groups(form: str, groups: Iterable[Group]) -> HttpResponse:
    """The groups, a row for each member; as `jsonl` a line for each group with its cuts, by ids."""
    if form == "jsonl":
        lines = [
            {
                "members": [measure.key for measure in group.members],
                "score": round(group.score, 4),
                "cuts": [{"a": a.key, "b": b.key, "stranger": c.key} for a, b, c in group.cuts],
            }
            for group in groups
        ]
        return listed(lines, form, "groups")
    rows = [
        {
            "group": number,
            "score": round(group.score, 2),
            "id": measure.key,
            "title": str(measure),
            "owner": str(measure.owner),
            "when": period_text(measure),
            "city": measure.city,
            "country": measure.country,
        }
        for number, group in enumerate(groups, 1)
        for measure in group.members
    ]
    return listed(rows, form, "groups", columns=GROUP_COLUMNS)


PARTNER_COLUMNS = (
    "score",
    "partner",
    "kind",
    "city",
    "country",
    "you_offer",
    "you_need",
    "why",
    "answer",
    "id",
)


def export_partners(form: str, organisation: Organisation, proposals: Iterable[Proposal]) -> HttpResponse:
    """The proposals for an organisation; as `jsonl` the contract's objects, seen from its side (`a`)."""
    proposals = list(proposals)
    name = f"partners-{organisation.slug}"
    if form == "jsonl":
        objects = [
            {
                "a": organisation.key, "b": p.partner.key, "score": round(p.score, 4),
                "offers_to_b": p.gives, "offers_to_a": p.takes, "reasons": p.reasons,
            }
            for p in proposals
        ]  # fmt: skip
        return listed(objects, form, name)
    rows = [
        {
            "score": round(p.score, 2),
            "partner": str(p.partner),
            "kind": p.partner.get_kind_display(),
            "city": p.partner.city,
            "country": p.partner.country,
            "you_offer": "; ".join(f"{offer} → {need}" for offer, need in p.gives),
            "you_need": "; ".join(f"{offer} → {need}" for offer, need in p.takes),
            "why": "; ".join(reason.text for reason in said(p.reasons) if reason.weight >= 0),
            "answer": p.answer,
            "id": p.partner.key,
        }
        for p in proposals
    ]
    return listed(rows, form, name, columns=PARTNER_COLUMNS)


PAIR_COLUMNS = ("score", "a", "city_a", "country_a", "b", "city_b", "country_b", "why", "id_a", "id_b")


def export_pairs(form: str, pairs: Iterable[PartnerProposal]) -> HttpResponse:
    """Proposed partners of all; as `jsonl` the contract's objects."""
    if form == "jsonl":
        lines = [
            {
                "a": p.a.key, "b": p.b.key, "score": round(p.score, 4),
                "offers_to_b": p.offers_to_b, "offers_to_a": p.offers_to_a, "reasons": p.reasons,
            }
            for p in pairs
        ]  # fmt: skip
        return listed(lines, form, "partners")
    rows = [
        {
            "score": round(p.score, 2),
            "a": str(p.a), "city_a": p.a.city, "country_a": p.a.country,
            "b": str(p.b), "city_b": p.b.city, "country_b": p.b.country,
            "why": "; ".join(reason.text for reason in said(p.reasons) if reason.weight >= 0),
            "id_a": p.a.key, "id_b": p.b.key,
        }
        for p in pairs
    ]  # fmt: skip
    return listed(rows, form, "partners", columns=PAIR_COLUMNS)


FIELD_COLUMNS = (
    "topic", "score", "organisations_a", "organisations_b", "offer", "need", "joint", "stability", "names_a", "names_b",
)  # fmt: skip


def export_fields(form: str, points: Iterable[Point]) -> HttpResponse:
    """The fields between two sides; as `jsonl` with the ids of the organisations behind each."""
    points = list(points)
    if form == "jsonl":
        return listed([asdict(point.field) for point in points], form, "fields")
    rows = [
        {
            "topic": topic_text(p.field.label),
            "score": round(p.field.score, 3),
            "organisations_a": len(p.a),
            "organisations_b": len(p.b),
            "offer": len(p.field.offers),
            "need": len(p.field.needs),
            "joint": p.field.joint,
            "stability": round(p.field.stability, 2),
            "names_a": "; ".join(map(str, p.a)),
            "names_b": "; ".join(map(str, p.b)),
        }
        for p in points
    ]
    return listed(rows, form, "fields", columns=FIELD_COLUMNS)
