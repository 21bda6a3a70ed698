from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from neisse.engine.flow import build_index, find_overlaps, find_similar
from neisse.engine.intersect.candidates.pairs import candidate_pairs, candidates
from neisse.engine.intersect.index import OverlapIndex
from neisse.engine.intersect.verdict.model import shipped_model
from neisse.engine.intersect.verdict.overlaps import OverlapOptions, score_pairs, verdicts
from neisse.engine.values import Certainty, Measure, Organisation, Overlap, Period, Place

CLEAN = Measure(
    id="a", title="Workshop Energieeffizienz in Reinräumen", owner="stadt", kind="training", audience=("Hersteller",),
    period=Period(date(2026, 10, 14), date(2026, 10, 15)), place=Place("Dresden", "DE"),
)  # fmt: skip


def verdict_map(found: list[Overlap]) -> dict[tuple[str, str], tuple[str, float]]:
    return {(o.a, o.b): (str(o.verdict), round(o.score, 4)) for o in found}


def test_pairs_are_ordered_scored_and_explained(index: OverlapIndex) -> None:
    found = index.overlaps()
    assert found == sorted(found, key=lambda o: (-o.score, o.a, o.b))
    for overlap in found:
        assert overlap.a < overlap.b
        assert 0 < overlap.score <= 1
        assert overlap.reasons
        assert sum(abs(r.weight) for r in overlap.reasons) <= 1.001
        assert all(r.text and "." in r.code for r in overlap.reasons)


def test_the_development_set_is_mostly_found(
    index: OverlapIndex, labelled: dict[tuple[str, str], str], measures: tuple[Measure, ...]
) -> None:
    ids = {m.id for m in measures}
    wanted = {p for p, v in labelled.items() if v == "duplicate" and set(p) <= ids}
    found = {(o.a, o.b) for o in index.overlaps() if o.verdict == "duplicate"}
    assert len(wanted & found) >= 0.9 * len(wanted)


def test_symmetry_the_order_of_the_sides_does_not_matter(index: OverlapIndex) -> None:
    i, j = np.triu_indices(len(index), 1)
    one, two = score_pairs(index.table, index.table, i, j), score_pairs(index.table, index.table, j, i)
    assert np.allclose(one.probabilities, two.probabilities)
    assert np.allclose(one.probabilities.sum(axis=1), 1)


def test_a_shift_of_all_dates_changes_nothing(measures: tuple[Measure, ...]) -> None:
    def later(period: Period | None) -> Period | None:
        week = timedelta(weeks=52)
        return period and replace(
            period, start=period.start + week, end=period.end + week, starts_at=None, ends_at=None
        )

    some = [m for m in measures[:30] if not any(c.isdigit() for c in m.title)]
    shifted = [replace(m, period=later(m.period)) for m in some]
    assert verdict_map(find_overlaps(shifted)) == verdict_map(find_overlaps(some))


def test_new_ids_change_nothing_but_the_ids(measures: tuple[Measure, ...]) -> None:
    renamed = [replace(m, id=f"x-{m.id}") for m in reversed(measures[:30])]
    plain = {(f"x-{a}", f"x-{b}"): v for (a, b), v in verdict_map(find_overlaps(measures[:30])).items()}
    assert verdict_map(find_overlaps(renamed)) == plain


def test_removing_a_measure_never_creates_or_changes_an_overlap(measures: tuple[Measure, ...]) -> None:
    whole = verdict_map(build_index(measures).overlaps())
    smaller = build_index(measures)
    smaller.remove(measures[3].id)
    rest = verdict_map(smaller.overlaps())
    assert rest == {pair: v for pair, v in whole.items() if measures[3].id not in pair}


def test_asking_one_by_one_gives_the_same_as_asking_for_all(
    index: OverlapIndex, measures: tuple[Measure, ...]
) -> None:
    one_by_one = {pair: v for m in measures for pair, v in verdict_map(find_similar(m, index)).items()}
    at_once = verdict_map(index.overlaps())
    assert {pair: verdict for pair, (verdict, _) in one_by_one.items()} == {
        pair: verdict for pair, (verdict, _) in at_once.items()
    }
    # A product of matrices in single precision ends on another last digit when the batch has another size.
    assert [one_by_one[pair][1] for pair in at_once] == pytest.approx(
        [score for _, score in at_once.values()], abs=2e-4
    )


def test_the_index_follows_changes(measures: tuple[Measure, ...]) -> None:
    index = build_index(measures[:10])
    for measure in measures[10:30]:
        index.put(measure)
    index.put(replace(measures[0], title="Ganz anderes Thema: Hausmeisterei", description="", topics=()))
    index.put(measures[0])
    index.remove("never-there")
    assert len(index) == 30
    assert measures[5].id in index
    assert verdict_map(index.overlaps()) == verdict_map(build_index(measures[:30]).overlaps())


def test_the_sweep_finds_exactly_the_candidates_of_the_matrix(index: OverlapIndex) -> None:
    swept = {
        frozenset(p)
        for i, j in candidate_pairs(index.table)
        for p in zip(i.tolist(), j.tolist(), strict=True)
    }
    i, j = np.nonzero(np.triu(candidates(index.table, index.table), 1))
    assert swept == {frozenset(p) for p in zip(i.tolist(), j.tolist(), strict=True)}


def test_candidates_keep_what_comparing_everything_would_find(index: OverlapIndex) -> None:
    i, j = np.triu_indices(len(index), 1)
    scored = score_pairs(index.table, index.table, i, j)
    classes, _ = verdicts(scored.probabilities, shipped_model().cuts)
    kept = candidates(index.table, index.table)[i, j]
    assert kept[classes > 0].mean() >= 0.97


def test_copies_of_a_record_are_duplicates_and_next_years_edition_is_not() -> None:
    copy = replace(CLEAN, id="b", owner="kammer", audience=(), place=Place())
    assert [o.verdict for o in find_overlaps([CLEAN, copy])] == ["duplicate"]
    assert CLEAN.period is not None
    year = timedelta(days=364)
    edition = replace(CLEAN, id="c", period=Period(CLEAN.period.start + year, CLEAN.period.end + year))
    assert find_overlaps([CLEAN, edition]) == []


def test_cancelled_measures_take_no_part() -> None:
    copy = replace(CLEAN, id="b", owner="kammer", certainty=Certainty.CANCELLED)
    assert find_overlaps([CLEAN, copy]) == []
    assert find_overlaps([CLEAN, copy], options=OverlapOptions(with_cancelled=True)) != []


def test_owners_are_called_by_the_names_of_their_organisations() -> None:
    copy = replace(CLEAN, id="b", owner="kammer", partners=("stadt",))
    (found,) = find_overlaps([CLEAN, copy], [Organisation(id="stadt", name="Stadt Musterau")])
    joint = find_overlaps(
        [CLEAN, replace(copy, partners=("Stadt Musterau",))],
        [Organisation(id="stadt", name="Stadt Musterau")],
    )
    assert found == joint[0]


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_measures_have_no_overlaps(count: int) -> None:
    assert find_overlaps([CLEAN][:count]) == []
