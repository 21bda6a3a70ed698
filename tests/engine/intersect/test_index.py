"""The live index: a change costs what it touches, and an answer reads what it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from neisse.engine.intersect.candidates.pairs import candidates
from neisse.engine.intersect.index import OverlapIndex
from neisse.engine.intersect.table.measures import Table
from neisse.engine.intersect.table.reading import measure_texts
from neisse.engine.intersect.verdict import overlaps
from neisse.engine.intersect.verdict.overlaps import OverlapOptions, Scored
from neisse.engine.intersect.words.lexicon import Concept, topic_lexicon
from neisse.engine.text.encoder import Vectors, content_key, default_encoder
from neisse.engine.values import Certainty, Measure, Overlap, Period, Place, Texts

LOOSE = OverlapOptions(strictness=0.5)


class Counting:
    """The default encoder, and what it was asked for."""

    dimensions = default_encoder().dimensions

    def __init__(self) -> None:
        self.name = default_encoder().name
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return default_encoder().encode(texts)


class Shelf:
    """Measures that lie elsewhere, and which of them were read."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self.measures = {m.id: m for m in measures}
        self.asked: list[str] = []

    def read(self, keys: Sequence[str]) -> Mapping[str, Measure]:
        self.asked += keys
        return {key: self.measures[key] for key in keys if key in self.measures}


def told(found: list[Overlap]) -> list[tuple[str, str, str]]:
    """What was found, without the last digits of scores, which depend on how many pairs were scored together."""
    return [(o.a, o.b, o.verdict.value) for o in found]


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pairs each call has scored."""
    counts: list[int] = []
    whole = overlaps.score_pairs

    def score(a: Table, b: Table, i: overlaps.Rows, j: overlaps.Rows) -> Scored:
        counts.append(len(i))
        return whole(a, b, i, j)

    monkeypatch.setattr(overlaps, "score_pairs", score)
    return counts


@pytest.fixture(scope="module")
def busiest(index: OverlapIndex) -> str:
    """The measure with most overlaps."""
    return max(index.keys, key=lambda key: len(index.overlaps_of(key, LOOSE)))


def test_a_change_encodes_its_own_texts_and_touches_its_own_row(
    measures: tuple[Measure, ...], scored: list[int]
) -> None:
    encoder = Counting()
    index = OverlapIndex(measures, encoder)
    before, texts = index.table.columns(), len(encoder.texts)
    before = {name: column.copy() for name, column in before.items()}
    changed = replace(measures[7], title="Reinraum", topics=("Lüftung",), description="")
    index.put(changed)
    index.overlaps_of(changed.id)
    assert set(encoder.texts[texts:]) == {"Reinraum", "Reinraum. Lüftung"}
    assert len(encoder.texts) - texts == 2
    for name, column in index.table.columns().items():
        assert np.array_equal(np.delete(column, 7, 0), np.delete(before[name], 7, 0), equal_nan=True), name
    row = index.table.part(7, 8)
    assert sum(scored) == candidates(row, index.table)[0].sum() - 1 < len(index)


def test_known_vectors_spare_the_encoder(measures: tuple[Measure, ...]) -> None:
    encoder = Counting()
    texts = [text for m in measures for text in measure_texts(m)]
    known = dict(
        zip((content_key(t, encoder.name) for t in texts), default_encoder().encode(texts), strict=True)
    )
    index = OverlapIndex(measures, encoder, known)
    index.put(measures[3], known)
    assert encoder.texts == []


def test_an_answer_reads_the_measures_that_it_speaks_of(
    measures: tuple[Measure, ...], busiest: str, index: OverlapIndex
) -> None:
    shelf = Shelf(measures)
    elsewhere = OverlapIndex(measures, default_encoder(), read=shelf.read)
    expected = index.overlaps_of(busiest, LOOSE)
    two = elsewhere.against(shelf.measures[busiest], options=replace(LOOSE, most=2))
    assert told(two) == told(expected)[:2]
    assert len(shelf.asked) <= 4
    assert told(elsewhere.against(shelf.measures[busiest], options=LOOSE)) == told(expected)


def test_who_may_not_see_the_surest_gets_the_next_ones(
    measures: tuple[Measure, ...], busiest: str, index: OverlapIndex
) -> None:
    draft = next(m for m in measures if m.id == busiest)
    every = index.against(draft, options=LOOSE)
    other = [o.b if o.a == busiest else o.a for o in every]
    closed = set(other[: len(other) // 2])
    open_ones = Shelf([m for m in measures if m.id not in closed])
    found = index.against(draft, options=replace(LOOSE, most=2), read=open_ones.read)
    assert told(found) == told([o for o in every if not {o.a, o.b} & closed])[:2]
    alike = index.alike(draft, read=open_ones.read, least=0.1)
    assert alike
    assert not {m.id for m, _, _ in alike} & closed


def test_cancelled_measures_take_no_part(measures: tuple[Measure, ...], busiest: str) -> None:
    index = OverlapIndex(measures, default_encoder())
    draft = next(m for m in measures if m.id == busiest)
    first = index.against(draft, options=LOOSE)[0]
    other = next(m for m in measures if m.id in {first.a, first.b} - {busiest})
    index.put(replace(other, certainty=Certainty.CANCELLED))
    assert other.id not in {key for o in index.against(draft, options=LOOSE) for key in (o.a, o.b)}
    assert index.overlaps_of(other.id, LOOSE) == []


def test_ids_and_columns_are_the_whole_index(measures: tuple[Measure, ...]) -> None:
    shelf, index = Shelf(measures), OverlapIndex(measures, default_encoder())
    restored = OverlapIndex((), default_encoder(), read=shelf.read)
    whole = told(index.overlaps(LOOSE))
    restored.restore(index.keys, index.table)
    assert told(restored.overlaps(LOOSE)) == whole
    del shelf.measures[measures[0].id]
    gone = measures[0].id
    assert told(restored.overlaps(LOOSE)) == [pair for pair in whole if gone not in pair]
    assert len(restored) == len(measures) - 1


def test_reasons_speak_of_the_networks_own_topics() -> None:
    own = topic_lexicon().extended([Concept("sourdough", Texts(en="sourdough"), ("sauerteig",), "own")])
    day = Period(date(2026, 5, 4), date(2026, 5, 5))
    one, other = (
        Measure(id=key, title=title, owner=key, kind="training", period=day, place=Place("Dresden"))
        for key, title in (("a", "Workshop Sauerteig"), ("b", "Sauerteig-Workshop"))
    )
    for topics, expected in ((own, "sourdough"), (None, None)):
        index = OverlapIndex([one], default_encoder(), topics=topics)
        (found,) = index.against(other)
        reasons = {reason.code: dict(reason.data) for reason in found.reasons}
        assert reasons.get("topic.shared", {}).get("topics") == expected
        ((_, _, alike),) = index.alike(other)
        assert dict(alike.data).get("topics") == expected
