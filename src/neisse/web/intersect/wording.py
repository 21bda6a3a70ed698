"""Reasons in the reader's language. The engine gives codes and numbers; the sentences stand here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from neisse.web.core.content import reader_language
from neisse.web.core.templatetags.neisse import percent
from neisse.web.core.when import days_text, vague_text
from neisse.web.intersect.bridge import concept_in, period_of_code
from neisse.web.intersect.models import Overlap
from neisse.web.intersect.queries import Closed
from neisse.web.record.labels import side_label
from neisse.web.record.models import Measure

SENTENCES = {
    "topic.shared": _("both are about %(topics)s (meaning %(alike_percent)s alike)"),
    "topic.meaning": _("the texts mean much the same (%(alike_percent)s alike)"),
    "topic.apart": _("different topics (meaning %(alike_percent)s alike)"),
    "title.names": _("both name %(names)s"),
    "title.called": _("both are called “%(name)s”, written another way"),
    "title.alike": _("the titles share %(alike_percent)s of their wording"),
    "title.apart": _("the titles are worded differently (%(alike_percent)s shared)"),
    "series.same": _("both are edition %(a)s"),
    "series.apart": _("edition %(a)s and edition %(b)s of a series"),
    "series.year": _("one is of %(a)s, the other of %(b)s"),
    "series.cost": _("both have the same budget"),
    "time.unknown": _("at least one has no date yet"),
    "time.same": _("at the same time (%(a)s)"),
    "time.minute": _("they begin at the same minute (%(a)s)"),
    "time.overlap": _("at overlapping times (%(a)s and %(b)s)"),
    "time.next": _("one right after the other (%(a)s and %(b)s)"),
    "time.apart": _("%(gap_days)s days between them (%(a)s and %(b)s)"),
    "place.online": _("both are online"),
    "place.same": _("both in %(town)s"),
    "place.twins": _("%(a)s and %(b)s are two towns with one reach"),
    "place.unknown": _("at least one has no place yet"),
    "place.distance": _("%(a)s and %(b)s, %(km)s km apart"),
    "audience.shared": _("both are for %(audiences)s"),
    "audience.closed": _("one of them is only for the people of its owner"),
    "audience.apart": _("for different audiences (%(a)s; %(b)s)"),
    "audience.unknown": _("at least one names no audience that is known here"),
    "kind.same": _("both are of the kind %(a)s"),
    "kind.unknown": _("at least one does not say of which kind it is"),
    "kind.feeding": _("%(a)s and %(b)s can serve each other"),
    "kind.apart": _("different kinds (%(a)s, %(b)s)"),
    "owner.same": _("the same owner"),
    "owner.partner": _("the owners work together on one of them already"),
    "owner.named": _("one text names the owner of the other"),
    "owner.described": _("one text says what the owner of the other is"),
    "owner.apart": _("different owners"),
    "link.url": _("both point to the same page"),
    "link.mention": _("one text speaks of the other's title"),
    "link.eve": _("one happens on the eve of something else"),
    "link.guests": _("one receives the guests that travel in the other"),
    "link.moved": _("one of them says that it was moved"),
    "link.trip": _("one names the town of the other"),
    "link.regions": _("they speak of different regions (%(regions_a)s; %(regions_b)s)"),
    "relay.duplicate": _("one of them is the same action as “%(title)s”, which overlaps with the other"),
    "change.time": _("It would be a %(verdict)s if one began a week after the other."),
    "change.place": _("It would be a %(verdict)s if both were in the same town."),
    "change.audience": _("It would be a %(verdict)s if both were for the same audiences."),
    "partner.border": _("on different sides of the border"),
    "partner.near": _("%(km)s km apart"),
    "partner.serves_a": _("“%(offer)s” serves “%(need)s”"),
    "partner.serves_b": _("“%(offer)s” serves “%(need)s”"),
    "partner.interest": _("marked as interesting: the score is lifted"),
    "partner.doubt": _("doubted: the score is lowered"),
    "partner.proposed": _("It is among the proposals."),
    "partner.owner": _("Both have the same owner."),
    "partner.existing": _("The two work together on a plan already."),
    "partner.declined": _("One of the two said that it is not for them."),
    "partner.silent": _("%(name)s says neither what it offers nor what it needs."),
    "partner.cap": _("It fits (%(score)s), but better proposals fill the places that each organisation has."),
    "partner.one_sided": _(
        "Only one side is served: what you offer fits by %(a_serves_b)s, what they offer by %(b_serves_a)s."
    ),
    "partner.weak": _("Offers and needs do not fit well enough (%(score)s)."),
}

# What stands for all in the data of reasons that tell a share.
WHOLE = {"alike_percent": 100, "score": 1, "a_serves_b": 1, "b_serves_a": 1}


@dataclass(frozen=True, slots=True)
class Said:
    """A reason as a sentence, with its share of the score; `share` is the size of the bar."""

    text: str
    weight: float
    share: float


def said(reasons: Iterable[dict[str, Any]]) -> list[Said]:
    """The reasons in the order given, strongest first; an unknown code keeps the engine's English."""
    return [Said(sentence(r), r["weight"], min(1.0, abs(r["weight"]))) for r in reasons]


def reason_of(reason: Any) -> dict[str, Any]:
    """A reason of the engine as it is stored."""
    return {"code": reason.code, "weight": reason.weight, "text": reason.text, "data": dict(reason.data)}


def sentence(reason: dict[str, Any]) -> str:
    """One reason in the reader's language."""
    pattern = SENTENCES.get(reason["code"])
    if pattern is None:
        return str(reason["text"])
    group = reason["code"].split(".")[0]
    text = str(pattern)
    data = reason.get("data") or {}
    for name, value in data.items():
        shown = _time(value, data.get(f"{name}_last")) if group == "time" else _value(group, name, value)
        text = text.replace(f"%({name})s", shown)
    return text


def told(notices: Iterable[Closed]) -> list[tuple[Closed, str]]:
    """Notices of closed overlaps, each with its words."""
    return [(closed, notice_text(closed.topic, closed.month, closed.area)) for closed in notices]


def notice_text(topic: str, month: str, area: str) -> str:
    """What a notice tells, in words: topic, month or year, countries; what is not known is left out."""
    countries = gettext("online") if area == "online" else " / ".join(map(side_label, area.split(" / ")))
    period = period_of_code(month) if month else None
    when = vague_text(period.start, period.precision) if period else ""
    return " · ".join(part for part in (topic_text(topic), when, countries) if part)


def topic_text(label: str) -> str:
    """A label of the vocabulary in the reader's language."""
    return concept_in(label, reader_language())


def _time(value: Any, last: str | None) -> str:
    """A number of days, or a period by the code of its begin, with its last day where it is several that are known."""
    if isinstance(value, float):
        return str(localize(round(value)))
    period = period_of_code(str(value))
    if period.precision.is_vague:
        return vague_text(period.start, period.precision)
    return days_text(period.start, date.fromisoformat(last) if last else period.start, short=True)


def _value(group: str, name: str, value: Any) -> str:
    """Numbers, periods, kinds and words of the vocabulary as the reader writes them."""
    if isinstance(value, float) and name in WHOLE:
        return percent(value / WHOLE[name])
    if isinstance(value, float):
        return str(localize(round(value), use_l10n=group != "series"))
    if name == "verdict":
        return str(Overlap.Verdict(value).label)
    if group == "kind":
        return str(Measure.Kind(value).label)
    if name in {"topics", "audiences", "regions_a", "regions_b"}:
        return ", ".join(topic_text(label) for label in str(value).split(", "))
    return str(value)
