"""Rows <-> the overlap and partner engines: reasons, content, drafts, partners."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from neisse.engine import flow, values
from neisse.engine.intersect.blind import Notice, notice
from neisse.engine.intersect.federation.relay import relay_reason
from neisse.engine.intersect.verdict.changes import Change
from neisse.engine.intersect.words.lexicon import Lexicon, audience_lexicon, region_lexicon, topic_lexicon
from neisse.engine.text.towns import located
from neisse.engine.values.period_code import parse_period_code as period_of_code
from neisse.engine.values.period_code import parse_span
from neisse.web.core.kept import kept
from neisse.web.intersect.models import Concept, Overlap
from neisse.web.record.bridge import measure_value, to_object
from neisse.web.record.bridge.reading import read_when
from neisse.web.record.models import Measure

__all__ = [
    "Found",
    "Proposed",
    "Similar",
    "change_of",
    "concept_in",
    "content_of",
    "draft_measure",
    "groups_of",
    "notice_of",
    "period_of_code",
    "reasons_of",
    "what_follows",
    "why",
]

MATERIAL = (
    "title", "titles", "description", "kind", "owner", "partners", "starts", "ends", "period", "place", "topics", "audience",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """An overlap by primary keys, `a` < `b`, with reasons as JSON, or with the plan `through` which it follows."""

    a: int
    b: int
    verdict: str
    score: float
    reasons: list[dict[str, Any]]
    through: int | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A partner proposal by primary keys, `a` < `b`."""

    a: int
    b: int
    score: float
    offers_to_b: list[list[str]]
    offers_to_a: list[list[str]]
    reasons: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Similar:
    """How a measure is like the one being typed; without a verdict it is on the same topic and no overlap.

    Below the bar of stored plans a verdict only `could_become` true, as the draft fills. `change` is what would make
    an overlap of what is none yet, where one change does.
    """

    verdict: str
    score: float
    reasons: list[dict[str, Any]]
    could_become: bool = False
    change: dict[str, Any] | None = None

    @property
    def verdict_label(self) -> str:
        """The verdict, or what it could become, in the reader's language."""
        if not self.verdict:
            return _("same topic")
        label = str(Overlap.Verdict(self.verdict).label)
        return _("could become: %(verdict)s") % {"verdict": label} if self.could_become else label


def content_of(a: Measure, b: Measure) -> str:
    """A hash of what is material in two measures: a decision holds as long as it stays the same."""
    sides = [{key: obj[key] for key in MATERIAL if key in obj} for obj in (to_object(a), to_object(b))]
    return hashlib.sha256(json.dumps(sides, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def reasons_of(reasons: Iterable[values.Reason]) -> list[dict[str, Any]]:
    """Reasons as JSON."""
    return [
        {"code": r.code, "weight": round(r.weight, 4), "text": r.text, "data": dict(r.data)} for r in reasons
    ]


def why(pair: Overlap) -> list[dict[str, Any]]:
    """The reasons of a stored overlap; of one that follows through a plan by the title that it has now."""
    if pair.through_id is None:
        return pair.reasons  # type: ignore[no-any-return]
    return reasons_of([relay_reason(str(pair.through))]) if pair.through else []


def what_follows(pairs: Iterable[Found], seen: Mapping[int, str]) -> list[Found]:
    """What follows from overlaps that were found by comparing; `seen` has the visibility of the measures."""
    direct = [
        values.Overlap(str(p.a), str(p.b), values.Verdict(p.verdict), p.score) for p in pairs if not p.through
    ]
    visibility = {str(pk): values.Visibility(value) for pk, value in seen.items()}
    found = []
    for pair in flow.what_follows(direct, visibility):
        a, b = sorted((int(pair.a), int(pair.b)))
        found.append(Found(a, b, pair.verdict.value, pair.score, [], int(pair.through)))
    return found


def change_of(change: Change) -> dict[str, Any]:
    """What would have to change, as a reason is kept."""
    return {"code": change.code, "text": change.text, "data": {"verdict": change.verdict.value}}


def notice_of(pair: Overlap, topics: Lexicon) -> Notice:
    """All that may be said of an overlap with a blind plan before both sides open it."""
    return notice(measure_value(pair.a), measure_value(pair.b), topics)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A group of measures by primary key, the mean score between them, and pairs that were cut: a, b, stranger."""

    members: tuple[int, ...]
    score: float
    cuts: tuple[tuple[int, int, int], ...]


def groups_of(pairs: Iterable[Overlap]) -> list[Gathered]:
    """Duplicates and parallels gathered into groups of three and more, or with something cut off."""
    found = flow.find_groups(
        [values.Overlap(str(p.a_id), str(p.b_id), values.Verdict(p.verdict), p.score) for p in pairs]
    )
    return [
        Gathered(
            tuple(sorted(map(int, group.members))),  # as they were stored: "10" comes before "9"
            group.score,
            tuple((int(cut.a), int(cut.b), int(cut.stranger)) for cut in group.cuts),
        )
        for group in found
        if len(group.members) > 2 or group.cuts
    ]


def draft_measure(fields: dict[str, Any], reference: date) -> values.Measure:
    """What is in a half-typed form (`when`) or a draft object (`starts`, `ends`, `period`), as a measure.

    A `when` that cannot be read yet is left out; a wrong code in a draft object is `period.*`.
    """
    if starts := fields.get("starts"):
        period: values.Period | None = parse_span(starts, fields.get("ends") or "")
    elif code := fields.get("period"):
        period = period_of_code(code)
    else:
        _times, period, _remarks = read_when(fields.get("when", ""), reference, fields.get("country", ""))
    place = values.Place(fields.get("city", ""), fields.get("country", ""), online=bool(fields.get("online")))
    return values.Measure(
        id=fields.get("key") or "",
        title=fields.get("title", ""),
        owner=fields.get("owner", ""),
        kind=fields.get("kind") or "other",
        description=fields.get("description", ""),
        period=period,
        place=located(place),
        topics=tuple(fields.get("topics", ())),
        audience=tuple(fields.get("audience", ())),
    )


@lru_cache(maxsize=1)
def concepts() -> dict[str, values.Texts]:
    """The words of the engine's vocabulary in three languages, by their English label."""
    entries = (*topic_lexicon().concepts, *audience_lexicon().concepts, *region_lexicon().concepts)
    return {concept.label("en"): concept.labels for concept in entries}


def concept_in(label: str, language: str) -> str:
    """An English label of the vocabulary in another language; itself where it is no label."""
    texts = concepts().get(label) or own_labels().get(label)
    return getattr(texts, language, "") or label if texts else label


def own_labels() -> dict[str, values.Texts]:
    """The network's own topics by their English label; kept for some minutes."""

    def read() -> dict[str, values.Texts]:
        rows = Concept.objects.values_list("label_de", "label_pl", "label_en")
        return {row[2]: values.Texts(*row) for row in rows}

    found: dict[str, values.Texts] = kept("own-topics", (), read)
    return found
