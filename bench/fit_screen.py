"""Fit the weights of the candidate rule (engine/intersect/candidates/rule.py) to the answers of the overlap model.

The rule has to let pass what the model would call an overlap, and little else. So the model answers for every pair of the
labelled sets and of two invented regions, and for some measures of a federation against all others (other seeds than those
of the benchmarks); a logistic regression on the rule's evidence learns these answers, and its base is lowered until each of
the four keeps RECALL of its overlaps.
Writes engine/intersect/data/candidate_rule.tsv.

Run: OMP_NUM_THREADS=1 .venv/bin/python bench/fit_screen.py
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array, hstack, vstack
from sklearn.linear_model import LogisticRegression

from federation import federation
from intersect import synthetic
from neisse.engine.intersect.candidates import rule
from neisse.engine.intersect.table.contact import Floats, Rows, Side
from neisse.engine.intersect.table.kinds import TRAVELS, VISITED_FROM_AFAR, of_kinds
from neisse.engine.intersect.table.measures import KINDS, Table, measure_table
from neisse.engine.intersect.verdict.features import distance_km, features
from neisse.engine.intersect.verdict.model import shipped_model
from neisse.engine.intersect.verdict.overlaps import score_pairs
from neisse.engine.text.encoder import default_encoder, one_blas_thread
from neisse.engine.values import Measure
from neisse.formats.jsonl import lines_of, read_measures
from train_overlap import SETS

TARGET = Path(__file__).parents[1] / "src/neisse/engine/intersect/data/candidate_rule.tsv"
# More than is promised (99 %): of a region that it does not know the rule loses more than of these.
RECALL = 0.999
# Near overlaps teach as well: what reaches half of a cut.
WORTH_LEARNING = 0.5
# A federation of some thirty regions, of which the plans of one year are asked about.
FEDERATION, DAYS, ASKED = 300_000, (739_200, 739_600), 150
REGION = 1_500
# A pair of kinds that the data hardly knows must not decide alone: its worth is held back, and cut here.
KIND_SCALE, MOST_KIND = 1.0, 3.0
AT_ONCE = 100_000


class Answers(NamedTuple):
    """Pairs: the rule's evidence (numbers, then places, then kinds), and how far the model's best class is above its cut."""

    evidence: csr_array
    margin: Floats


def answers(table: Table, i: Rows, j: Rows) -> Answers:
    """What the model says of pairs that the horizon and the reach do not exclude."""
    with one_blas_thread():
        parts = [
            _answers(table, i[at : at + AT_ONCE], j[at : at + AT_ONCE]) for at in range(0, len(i), AT_ONCE)
        ]
    return joined(parts)


def joined(parts: list[Answers]) -> Answers:
    return Answers(
        vstack([p.evidence for p in parts], format="csr"), np.concatenate([p.margin for p in parts])
    )


def _answers(table: Table, i: Rows, j: Rows) -> Answers:
    a, b = Side(table, i), Side(table, j)
    found = features(a, b)
    dated = found["time"]["time_known"] > 0
    gap = np.where(dated, found["time"]["gap_days"], rule.NO_DATE_DAYS)
    places = _places(a, b, found["place"])
    afar = of_kinds(a, VISITED_FROM_AFAR) + of_kinds(b, VISITED_FROM_AFAR) > 0
    kept = (gap <= rule.HORIZON_DAYS) & (afar | (places < len(rule.PLACES) - 1))
    i, j, places, dated, gap = (column[kept] for column in (i, j, places, dated, gap))
    topic, title = ({n: c[kept] for n, c in found[group].items()} for group in ("topic", "title"))
    share = np.minimum(topic["topics_shared"], rule.MOST_TOPICS)
    own = np.minimum(topic["topics_own"], rule.MOST_OWN_TOPICS)
    travels = np.minimum(of_kinds(a, TRAVELS) + of_kinds(b, TRAVELS), 1)[kept]
    numbers = np.column_stack([
        topic["text_cosine"], share, own, gap, found["time"]["vague"][kept], title["names_shared"] > 0,
        np.isin(places, (rule.SAME_TOWN, rule.NEAR)) & dated & (gap <= rule.AT_ONCE_DAYS),
        travels * (places == rule.SAME_TOWN) * (gap <= rule.TRIP_DAYS),
        found["audience"]["audience_apart"][kept],
    ])  # fmt: skip
    kinds = np.minimum(table.kind[i], table.kind[j]).astype(int) * len(KINDS) + np.maximum(
        table.kind[i], table.kind[j]
    )
    margins = [
        (
            score_pairs(table, table, i[at : at + 4096], j[at : at + 4096]).probabilities[:, 1:]
            / shipped_model().cuts
        ).max(1)
        for at in range(0, len(i), 4096)
    ]
    evidence = hstack(
        [csr_array(numbers), one_of(places, len(rule.PLACES)), KIND_SCALE * one_of(kinds, len(KINDS) ** 2)],
        format="csr",
    )
    return Answers(evidence, np.concatenate([*margins, np.zeros(0)]))


def _places(a: Side, b: Side, place: dict[str, Floats]) -> Rows:
    """The position of each pair in PLACES."""
    km = distance_km(a, b)
    steps = rule.NEAR + np.searchsorted(rule.STEPS_KM, km)
    cases = [place["both_online"] > 0, place["one_online"] > 0, place["same_town"] > 0, np.isnan(km)]
    return np.select(cases, [rule.BOTH_ONLINE, rule.ONE_ONLINE, rule.SAME_TOWN, rule.UNPLACED], steps)


def one_of(column: Rows, size: int) -> csr_array:
    line = np.arange(len(column))
    return csr_array((np.ones(len(column)), (line, column)), (len(column), size))


def labelled() -> Answers:
    """Every pair of every labelled set."""
    return joined([every_pair(read_measures(lines_of(file)).values) for file, _ in SETS.values()])


def every_pair(measures: Sequence[Measure]) -> Answers:
    """Every pair of one region, where plans are near each other and much is alike."""
    table = measure_table(measures, default_encoder())
    return answers(table, *np.triu_indices(len(table), 1))


def planted() -> Answers:
    """Some measures of a federation against all others of about the same time."""
    first, last = DAYS
    asked = [
        m for m in federation(FEDERATION, seed=9).measures
        if m.period is None or (m.period.start.toordinal() < last and m.period.end.toordinal() >= first)
    ]  # fmt: skip
    table = measure_table(asked, default_encoder())
    rows = np.random.default_rng(0).choice(len(table), ASKED, replace=False)
    i, j = np.repeat(rows, len(table)), np.tile(np.arange(len(table)), ASKED)
    return answers(table, i[i != j], j[i != j])


def main() -> None:
    sets = {
        "labelled": labelled(),
        "federation": planted(),
        "region": every_pair(federation(REGION, seed=9).measures),
        "bare region": every_pair(synthetic(REGION, seed=9)),
    }
    evidence = vstack([s.evidence for s in sets.values()], format="csr")
    wanted = np.concatenate([s.margin > WORTH_LEARNING for s in sets.values()])
    # The sources count the same.
    weight = np.concatenate([np.full(len(s.margin), len(wanted) / len(s.margin)) for s in sets.values()])
    fitted = LogisticRegression(C=1, max_iter=1000).fit(evidence, wanted, sample_weight=weight).coef_[0]
    names = [*rule.NUMBERS[1:], *(f"place.{place}" for place in rule.PLACES)]
    fitted[len(names) :] = np.clip(KIND_SCALE * fitted[len(names) :], -MOST_KIND, MOST_KIND)
    weights = fitted.copy()
    weights[len(names) :] /= KIND_SCALE
    base = -min(float(np.quantile((s.evidence @ weights)[s.margin >= 1], 1 - RECALL)) for s in sets.values())
    pairs = [(a, b) for a in range(len(KINDS)) for b in range(a, len(KINDS))]
    rows = [("base", base), *zip(names, fitted, strict=False)]
    rows += [(rule.kind_name(a, b), fitted[len(names) + a * len(KINDS) + b]) for a, b in pairs]
    TARGET.write_text("".join(f"{name}\t{worth:.3f}\n" for name, worth in rows), encoding="utf-8")
    for name, s in sets.items():
        passes, told = s.evidence @ weights + base > 0, s.margin >= 1
        print(
            f"{name}: {passes.mean():.2%} of {len(told):,} pass, {passes[told].mean():.2%} of {told.sum():,} overlaps"
        )


if __name__ == "__main__":
    main()
