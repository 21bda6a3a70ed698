"""The shipped model and the evidence it joins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from neisse.engine.intersect.index import OverlapIndex
from neisse.engine.intersect.table.contact import Side
from neisse.engine.intersect.table.measures import measure_table
from neisse.engine.intersect.verdict.features import features, matrix
from neisse.engine.intersect.verdict.model import CROSSES, crossed, shipped_model
from neisse.engine.intersect.words.titles import own_words
from neisse.engine.text.encoder import default_encoder
from neisse.engine.values import Measure, Period
from neisse.engine.values.period import Precision

DAY = Measure(
    id="a", title="POCT-Anwendertag", owner="biosaxony", period=Period(date(2026, 11, 11), date(2026, 11, 12))
)


def evidence(a: Measure, b: Measure) -> dict[str, float]:
    table = measure_table((a, b), default_encoder())
    groups = features(Side(table, np.array([0])), Side(table, np.array([1])))
    return {name: float(column[0]) for group in groups.values() for name, column in group.items()}


def test_the_model_reads_the_features_that_the_engine_makes(index: OverlapIndex) -> None:
    groups = features(Side(index.table, np.array([0])), Side(index.table, np.array([1])))
    model = shipped_model()
    assert model.names == tuple(name for group in groups.values() for name in group)
    assert {name for cross in CROSSES for name in cross} <= set(model.names)
    assert crossed(matrix(groups), model.names).shape == (1, len(model.mean))


def test_probabilities_do_not_depend_on_the_batch(index: OverlapIndex) -> None:
    i, j = np.triu_indices(min(len(index), 60), 1)
    rows = matrix(features(Side(index.table, i), Side(index.table, j)))
    model = shipped_model()
    whole = model.probabilities(rows)
    assert np.allclose(whole.sum(axis=1), 1)
    assert np.allclose(whole[7:9], model.probabilities(rows[7:9]), atol=1e-6)
    assert model.probabilities(rows[:0]).shape == (0, 4)


def test_a_vague_time_around_the_other_fits_better_than_one_beside_it() -> None:
    november = replace(DAY, id="b", period=Period(date(2026, 11, 1), date(2026, 12, 1), Precision.MONTH))
    december = replace(DAY, id="c", period=Period(date(2026, 12, 1), date(2027, 1, 1), Precision.MONTH))
    unknown = replace(DAY, id="d", period=None)
    fits = [evidence(DAY, other)["time_fits"] for other in (DAY, november, unknown, december)]
    assert fits == sorted(fits, reverse=True)
    assert (fits[0], fits[-1]) == (1.0, 0.0)


def test_an_owner_that_the_other_text_names_is_seen() -> None:
    other = replace(DAY, id="b", owner="klinikum-chemnitz", description="Planungsrunde bei biosaxony")
    assert evidence(DAY, other)["owner_named"] == 1.0
    assert evidence(DAY, replace(other, description=""))["owner_named"] == 0.0
    assert own_words("Stadt Leipzig, Amt für Wirtschaftsförderung") == set()
