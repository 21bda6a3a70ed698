"""Columns and sentences are of one reading: a reason never denies what a feature counted, nor claims what none did."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from neisse.engine.intersect.table.contact import Side
from neisse.engine.intersect.table.measures import measure_table
from neisse.engine.intersect.verdict.features import features
from neisse.engine.intersect.verdict.reasons import SENTENCES, explain
from neisse.engine.intersect.words.lexicon import audience_lexicon, region_lexicon, topic_lexicon
from neisse.engine.text.encoder import Vectors
from neisse.engine.values import Measure, MeasureKind, Period, Place, Reason

TOWNS = (
    ("Zgorzelec", "PL"),
    ("Leipzig", "DE"),
    ("Dresden", "DE"),
    ("Wrocław", "PL"),
    ("Görlitz", "DE"),
    ("", ""),
)
NAMES = ("BIO-Europe", "P4Health", "MDR", "ISO 13485", "16. Forum", "17. Forum 2027", "Forum 2026", "")
SAID = tuple(
    concept.label()
    for lexicon in (topic_lexicon(), audience_lexicon(), region_lexicon())
    for concept in lexicon.concepts
)
DESCRIBED = ("Mit dem Institut für Optik in Leipzig.", "Nur für Beschäftigte.", "dzień przed forum", "")
LOOSE = ("Bürgermeisterinnen", "wszyscy", "whoever comes")


class Nothing:
    """An encoder that knows no words: what texts mean is not asked here."""

    name = "nothing"
    dimensions = 8

    def encode(self, texts: list[str]) -> Vectors:
        row = np.zeros((len(texts), self.dimensions), np.float32)
        row[:, 0] = 1.0
        return row


@st.composite
def measures(draw: st.DrawFn) -> Measure:
    words = st.sampled_from(SAID)
    city, country = draw(st.sampled_from(TOWNS))
    start = draw(st.none() | st.dates(date(2026, 9, 1), date(2026, 12, 1)))
    return Measure(
        id=draw(st.sampled_from("abcdef")),
        title=f"Treffen {draw(st.sampled_from(NAMES))} {draw(words)}",
        description=" ".join([draw(st.sampled_from(DESCRIBED)), *draw(st.lists(words, max_size=3))]),
        owner=draw(st.sampled_from(("biosaxony", "PORT", "AHK Polen", "Institut für Optik"))),
        kind=draw(st.sampled_from(MeasureKind)),
        period=Period(start, start + timedelta(days=1)) if start else None,
        place=Place(city, country),
        topics=tuple(draw(st.lists(words, max_size=2))),
        audience=tuple(draw(st.lists(words | st.sampled_from(LOOSE), max_size=2))),
    )


def said_and_counted(a: Measure, b: Measure) -> tuple[dict[str, Reason], dict[str, float]]:
    table = measure_table((a, b), Nothing())
    groups = features(Side(table, np.array([0])), Side(table, np.array([1])))
    facts = {name: float(column[0]) for group in groups.values() for name, column in group.items()}
    reasons = explain(a, b, dict.fromkeys(SENTENCES, 1 / len(SENTENCES)), facts)
    return {reason.code.split(".")[0]: reason for reason in reasons}, facts


@settings(max_examples=300, deadline=None)
@given(measures(), measures())
def test_no_sentence_denies_what_was_counted(a: Measure, b: Measure) -> None:
    reasons, facts = said_and_counted(a, b)
    codes = {group: reason.code for group, reason in reasons.items()}
    audience = "shared" if facts["audience_known"] and not facts["audience_apart"] else "apart"
    audience = audience if facts["audience_known"] else "unknown"
    assert codes["audience"] == f"audience.{'closed' if facts['one_closed'] else audience}"
    assert (codes["title"] == "title.called") == (facts["called_alike"] > 0)
    assert (codes["owner"] == "owner.described") <= (facts["owner_described"] > 0)
    assert codes["owner"] != "owner.apart" or not facts["owner_described"]
    assert (codes["kind"] == "kind.unknown") == (not facts["kind_known"])
    assert (codes["place"] == "place.twins") == bool(facts["twin_towns"])
    assert (codes["topic"] == "topic.shared") == (facts["topics_shared"] > 0)
    # Names are compared as bits, of which two names may share one by chance: the words are the stricter reading.
    assert codes["title"] != "title.names" or facts["names_shared"] > 0
    assert (codes["place"] == "place.same") == bool(facts["same_town"])
    assert (codes["time"] == "time.unknown") == (not facts["time_known"])
    assert (codes.get("link") == "link.regions") <= bool(facts["regions_apart"])
    for group, flag in (("edition_same", "series.same"), ("edition_apart", "series.apart")):
        assert (codes.get("series") == flag) == bool(facts[group])


def test_audiences_that_only_the_description_names_are_named_in_the_reason() -> None:
    one, other = (
        Measure(id=key, title=title, description="Für Kliniken und Start-ups.", owner=key)
        for key, title in (("a", "Abend der Gründer"), ("b", "Wieczór"))
    )
    reasons, facts = said_and_counted(one, other)
    assert facts["audience_jaccard"] == 1.0
    assert reasons["audience"].code == "audience.shared"


def test_two_owners_that_are_not_named_are_not_the_same() -> None:
    one, other = (Measure(id=key, title=f"Abend {key}", owner="") for key in ("a", "b"))
    reasons, facts = said_and_counted(one, other)
    assert (facts["owner_same"], reasons["owner"].code) == (0.0, "owner.apart")
