"""Why two measures overlap, in words and numbers; the codes are stable, so that pages can translate."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from neisse.engine.intersect.table.contact import Floats
from neisse.engine.intersect.table.reading import Reading, read_measure
from neisse.engine.intersect.words.lexicon import Lexicon, audience_lexicon, region_lexicon, topic_lexicon
from neisse.engine.text.towns import find_town, same_town
from neisse.engine.values import Measure, Period, Reason
from neisse.engine.values.period_code import format_period_code

Facts = dict[str, float]
Sentence = tuple[str, str, tuple[tuple[str, str | float], ...]]
MOST_NAMED = 4
ALIKE = 0.35
OWNER_NAMED = 0.75


# What is true of a pair as a whole, the most telling first.
LINKS = {
    "guests_received": ("link.guests", "one receives the guests that travel in the other"),
    "one_moved": ("link.moved", "one of them says that it was moved"),
    "goes_there": ("link.trip", "one names the town of the other"),
    "one_on_eve": ("link.eve", "one happens on the eve of something else"),
}


# Kept for all the pairs that a measure is part of.
told = lru_cache(maxsize=20_000)(read_measure)


def explain(
    a: Measure, b: Measure, shares: dict[str, float], facts: Facts, topics: Lexicon | None = None
) -> tuple[Reason, ...]:
    """One reason per kind of evidence, strongest share first; shares sum to 1 in absolute value."""
    one, other = (told(measure, topics or topic_lexicon()) for measure in (a, b))
    found = []
    for group, share in shares.items():
        code, text, data = SENTENCES[group](one, other, facts)
        if text:
            found.append(Reason(code, round(share, 4), text, data))
    return tuple(sorted(found, key=lambda reason: (-abs(reason.weight), reason.code)))


def topic_reason(a: Measure, b: Measure, facts: Facts, topics: Lexicon | None = None) -> Reason:
    """What two measures have in common in topic, as the only reason (share 1)."""
    one, other = (told(measure, topics or topic_lexicon()) for measure in (a, b))
    code, text, data = _topic(one, other, facts)
    return Reason(code, 1.0, text, data)


def shares_of(contributions: dict[str, float]) -> dict[str, float]:
    """Contributions scaled so that their absolute values sum to 1; those below 1 % are left out."""
    total = float(np.sum(np.abs(list(contributions.values())))) or 1.0
    return {group: c / total for group, c in contributions.items() if abs(c) / total >= 0.01}


def _labels(lexicon: Lexicon, positions: frozenset[int]) -> list[str]:
    return [lexicon.concepts[i].label() for i in sorted(positions)][:MOST_NAMED]


def _topic(a: Reading, b: Reading, facts: Facts) -> Sentence:
    named = _labels(a.lexicon, a.topics & b.topics)
    percent = round(100 * max(0.0, facts["text_cosine"]))
    data: tuple[tuple[str, str | float], ...] = (
        ("topics", ", ".join(named)),
        ("alike_percent", float(percent)),
    )
    if named:
        return "topic.shared", f"both are about {', '.join(named)} (meaning {percent} % alike)", data
    if percent >= 100 * ALIKE:
        return "topic.meaning", f"the texts mean much the same ({percent} % alike)", data[1:]
    return "topic.apart", f"different topics (meaning {percent} % alike)", data[1:]


def _title(a: Reading, b: Reading, facts: Facts) -> Sentence:
    names = a.parts.names & b.parts.names
    percent = round(100 * facts["title_grams"])
    if facts["called_alike"]:
        listed = min(a.measure.title, b.measure.title, key=len)
        return "title.called", f"both are called {listed}, written another way", (("name", listed),)
    if names:
        listed = ", ".join(sorted(names)[:MOST_NAMED]).upper()
        return "title.names", f"both name {listed}", (("names", listed),)
    data = (("alike_percent", float(percent)),)
    if percent >= 20:
        return "title.alike", f"the titles share {percent} % of their wording", data
    return "title.apart", f"the titles are worded differently ({percent} % shared)", data


def _series(a: Reading, b: Reading, facts: Facts) -> Sentence:
    one, two = a.parts, b.parts
    if facts["edition_apart"] or facts["edition_same"]:
        data = (("a", float(one.edition)), ("b", float(two.edition)))
        if facts["edition_same"]:
            return "series.same", f"both are edition {one.edition}", data
        return "series.apart", f"edition {one.edition} and edition {two.edition} of a series", data
    if facts["year_apart"]:
        years = (("a", float(one.year)), ("b", float(two.year)))
        return "series.year", f"one is of {one.year}, the other of {two.year}", years
    if facts["cost_same"]:
        return "series.cost", "both have the same budget", ()
    return "", "", ()


def _time(a: Reading, b: Reading, facts: Facts) -> Sentence:
    if a.measure.period is None or b.measure.period is None:
        return "time.unknown", "at least one has no date yet", ()
    gap = a.measure.period.gap_days(b.measure.period)
    first, second = format_period_code(a.measure.period), format_period_code(b.measure.period)
    lasts = [
        (f"{side}_last", p.last_day.isoformat())
        for side, p in (("a", a.measure.period), ("b", b.measure.period))
        if _is_long(p)
    ]
    data: tuple[tuple[str, str | float], ...] = (
        ("a", first),
        ("b", second),
        ("gap_days", float(gap)),
        *lasts,
    )
    if facts["same_minute"]:
        return "time.minute", f"they begin at the same minute ({first})", data
    if facts["same_span"]:
        return "time.same", f"the same time ({first})", data
    if a.measure.period.overlaps(b.measure.period):
        return "time.overlap", f"at overlapping times ({first} and {second})", data
    if gap == 0:
        return "time.next", f"one right after the other ({first} and {second})", data
    return "time.apart", f"{gap} days between them ({first} and {second})", data


def _is_long(period: Period) -> bool:
    """Whether it is several days that are known."""
    return period.days > 1 and not period.precision.is_vague


def _place(a: Reading, b: Reading, facts: Facts) -> Sentence:
    one, other = a.place, b.place
    if one.online and other.online:
        return "place.online", "both are online", ()
    if same_town(one, other):
        town = find_town(one.city, one.country)
        name = town.name if town else one.city
        return "place.same", f"both in {name}", (("town", name),)
    km = one.distance_km(other)
    if km is None:
        return "place.unknown", "at least one has no place yet", ()
    data = (("a", one.city), ("b", other.city), ("km", float(round(km))))
    if facts["twin_towns"]:
        return "place.twins", f"{one.city} and {other.city} are two towns with one reach", data
    across = ", across the border" if facts["across_border"] else ""
    return "place.distance", f"{one.city} and {other.city}, {km:.0f} km apart{across}", data


def _audience(a: Reading, b: Reading, facts: Facts) -> Sentence:
    named = _labels(audience_lexicon(), a.audiences & b.audiences)
    if facts["one_closed"]:
        return "audience.closed", "one of them is only for the people of its owner", ()
    if named:
        return "audience.shared", f"both are for {', '.join(named)}", (("audiences", ", ".join(named)),)
    if a.audiences and b.audiences:
        data = (("a", _audiences_of(a)), ("b", _audiences_of(b)))
        return "audience.apart", f"for different audiences ({data[0][1]}; {data[1][1]})", data
    return "audience.unknown", "at least one names no audience that is known here", ()


def _audiences_of(said: Reading) -> str:
    """In the words of the plan where it has some."""
    return ", ".join(said.measure.audience or _labels(audience_lexicon(), said.audiences))


def _kind(a: Reading, b: Reading, facts: Facts) -> Sentence:
    kinds = (str(a.measure.known_kind).replace("_", " "), str(b.measure.known_kind).replace("_", " "))
    data = (("a", str(a.measure.known_kind)), ("b", str(b.measure.known_kind)))
    if not facts["kind_known"]:
        return "kind.unknown", "at least one does not say of which kind it is", ()
    if facts["kind_same"]:
        return "kind.same", f"both are of the kind {kinds[0]}", data
    if facts["kind_feeding"]:
        return "kind.feeding", f"{kinds[0]} and {kinds[1]} can serve each other", data
    return "kind.apart", f"different kinds ({kinds[0]}, {kinds[1]})", data


def _owner(a: Reading, b: Reading, facts: Facts) -> Sentence:
    data = (("a", a.measure.owner), ("b", b.measure.owner))
    if facts["owner_same"]:
        return "owner.same", f"the same owner ({a.measure.owner})", data
    if facts["owner_partner"] or facts["partner_shared"]:
        return "owner.partner", "the owners work together on one of them already", data
    if facts["owner_named"] >= OWNER_NAMED:
        return "owner.named", "one text names the owner of the other", data
    if facts["owner_described"]:
        return "owner.described", "one text says what the owner of the other is", data
    return "owner.apart", f"different owners ({a.measure.owner}, {b.measure.owner})", data


def _link(a: Reading, b: Reading, facts: Facts) -> Sentence:
    if facts["url_same"]:
        return "link.url", "both point to the same page", (("url", a.measure.url),)
    if facts["mentions"] >= 0.5:
        return "link.mention", "one text speaks of the other's title", (("share", facts["mentions"]),)
    told = next((said for fact, said in LINKS.items() if facts[fact]), None)
    if told is not None:
        return *told, ()
    if facts["regions_apart"]:
        one, other = (", ".join(_labels(region_lexicon(), m.regions)) for m in (a, b))
        data = (("regions_a", one), ("regions_b", other))
        return "link.regions", f"they speak of different regions ({one}; {other})", data
    return "", "", ()


SENTENCES: dict[str, Callable[[Reading, Reading, Facts], Sentence]] = {
    "topic": _topic, "title": _title, "series": _series, "time": _time, "place": _place,
    "audience": _audience, "kind": _kind, "owner": _owner, "link": _link,
}  # fmt: skip


def row_facts(names: tuple[str, ...], row: Floats) -> Facts:
    """One row of the feature matrix by name."""
    return dict(zip(names, row.tolist(), strict=True))
