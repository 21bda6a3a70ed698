"""Duplicate organisations: trains the shipped weights, and measures them beside dedupe and plain Splink.

python bench/record_duplicates.py --train    writes src/neisse/engine/record/duplicates/weights.json
python bench/record_duplicates.py            measures, writes bench/results/record_duplicates.md
"""

from __future__ import annotations

import csv
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack, vstack
from sklearn.linear_model import LogisticRegression

from neisse.engine.record.duplicates import find_duplicates
from neisse.engine.record.duplicates.comparisons import COMPARISONS
from neisse.engine.record.duplicates.find import compared_pairs
from neisse.engine.record.duplicates.linkage import ScoredPair, Weights, score_pairs
from neisse.engine.record.duplicates.nearness import Nearness
from neisse.engine.record.duplicates.signatures import signature
from neisse.engine.values import Organisation
from neisse.formats.detect import read_any
from neisse.formats.fields import Fields
from neisse.formats.organisations import read_organisation
from record_plain import one_name, plain_list, plain_names
from record_planted import planted
from record_rivals import dedupe_pairs, ngram_pairs, splink_pairs, within

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("NEISSE_SHARED", ROOT.parent / "shared")) / "data"
WEIGHTS = ROOT / "src/neisse/engine/record/duplicates/weights.json"
EXAMPLE = ROOT / "examples/saxony-silesia"
RESULTS = ROOT / "bench/results/record_duplicates.md"
COLUMNS = {
    (c.name, level.key): n for n, (c, level) in enumerate((c, lv) for c in COMPARISONS for lv in c.levels)
}
# Identifiers are checked by their check digits: they decide, and are not learnt from data that has none.
IDENTIFIER = {"same": (0.99, 1e-9), "else": (1e-9, 0.99)}
# ROR has no companies and hardly two organisations of one name: bits that no data here can teach (checked on `dev`).
AGAINST = {
    "legal.else": -10.0, "place.else": -6.0, "town.namesake": -9.0, "part.else": -3.0, "acronym.differ": -5.0,
    "alone.names": -6.0, "alone.much": -5.0, "alone.some": -3.5, "kind.else": -5.0, "acronym.perhaps": 1.8,
}  # fmt: skip
LARGEST = 0.9
# How often a pair of the list by hand counts.
BY_HAND = 3.0
# How freely the weights of pairs of one plain name, and of all others, leave what is common to both.
OWN = (1.0, 10.0)
# How freely the weights of directories leave nought: chosen on the lists by hand, each told by weights of the two others.
SHRUNK = 0.3
# How long a rival may take.
MOST_S = 300
Truth = Mapping[str, str]
Ids = Iterable[tuple[str, str]]
Fixed = Mapping[str, float]


def half(key: str) -> int:
    """Which half a cluster or organisation belongs to: 0 trains, 1 is kept aside."""
    return crc32(key.encode()) % 2


def leipzig() -> tuple[list[Organisation], dict[str, str]]:
    with (DATA / "leipzig_affiliations.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return [Organisation(r["record_id"], r["affiliation"]) for r in rows], {
        r["record_id"]: r["label_true"] for r in rows
    }


def ror() -> list[Organisation]:
    path = DATA / "ror_de_pl_cz.jsonl"
    return [read_organisation(Fields(0, o)) for o in read_any(path.name, path.read_bytes()).objects]


def f1(found: Ids, organisations: Sequence[Organisation], truth: Truth) -> tuple[float, float, float]:
    """Pairwise F1, precision, recall."""
    pairs = {tuple(sorted(pair)) for pair in found}
    right = sum(truth[a] == truth[b] for a, b in pairs)
    possible = sum(n * (n - 1) // 2 for n in Counter(truth[o.id] for o in organisations).values())
    precision, recall = right / max(1, len(pairs)), right / max(1, possible)
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def train(
    lists: Sequence[tuple[Sequence[Organisation], Truth, float]], *, least: float, region: bool, fixed: Fixed
) -> dict[str, object]:
    """Weights of all levels together; a pair of large clusters counts by the root of its pairs, a list by its factor.

    In directories, pairs of one plain name have weights of their own: all pairs share what holds for both, and each form
    adds what is its own (`OWN`). What is `fixed` is not learnt from data that hardly has it.
    """
    parts = [
        training_rows(organisations, truth, factor, region, fixed) for organisations, truth, factor in lists
    ]
    rows = vstack([found for found, _, _, _ in parts]).tocsr()
    several = np.concatenate([found for _, found, _, _ in parts])
    if region:
        forms = [diags(size * own) @ rows for size, own in zip(OWN, (1 - several, several), strict=True)]
        rows = hstack([rows, *forms, csr_matrix(several[:, None])]).tocsr()
    model = LogisticRegression(C=SHRUNK if region else 1.0, max_iter=4000).fit(
        rows,
        np.concatenate([labels for _, _, labels, _ in parts]),
        sample_weight=np.concatenate([weights for _, _, _, weights in parts]),
    )
    common, prior, size = model.coef_[0], float(model.intercept_[0]), len(COLUMNS)
    if not region:
        return as_shipped(common, prior, least, region, fixed)
    plain, others = (
        common[:size] + scale * common[at : at + size]
        for scale, at in zip(OWN, (size, 2 * size), strict=True)
    )
    shipped = as_shipped(others, prior + float(common[-1]), least, region, fixed)
    return shipped | {"plain": as_shipped(plain, prior, least, region, fixed)}


def training_rows(
    organisations: Sequence[Organisation], truth: Truth, factor: float, region: bool, fixed: Fixed
) -> tuple[csr_matrix, np.ndarray, list[bool], np.ndarray]:
    """The levels of a list's pairs, which have several names (1) or one (0), which are one, and how much each counts."""
    ordered = sorted(organisations, key=lambda o: o.id)
    signatures = [signature(o) for o in ordered]
    pairs = compared_pairs(signatures, region, Nearness.of(signatures))
    flat = {c.name: {level.key: (0.5, 0.5) for level in c.levels} for c in COMPARISONS}
    scored = score_pairs(signatures, pairs, Weights(0.5, 0.5, region, flat))
    clusters = [tuple(sorted((truth[ordered[p.left].id], truth[ordered[p.right].id]))) for p in scored]
    times = Counter(clusters)
    weights = np.array([times[key] ** -0.5 for key in clusters])
    several = np.array([not pair.plain for pair in scored], dtype=float)
    return (
        csr_matrix(matrix(scored, fixed)), several, [a == b for a, b in clusters], factor * weights / weights.mean()
    )  # fmt: skip


def as_shipped(
    found: np.ndarray, intercept: float, least: float, region: bool, fixed: Fixed
) -> dict[str, object]:
    """Weights as they are shipped, of logits."""
    levels: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for (name, key), column in COLUMNS.items():
        bits = fixed.get(f"{name}.{key}", found[column] / np.log(2))
        ratio = float(2**bits)
        levels[name][key] = (
            (round(LARGEST * min(1.0, ratio), 8), round(LARGEST * min(1.0, 1 / ratio), 8))
            if name != "identifier"
            else IDENTIFIER[key]
        )
    prior = float(1 / (1 + np.exp(-intercept)))
    return {"prior": round(prior, 5), "least": least, "region": region, "levels": levels}


def matrix(scored: Sequence[ScoredPair], fixed: Fixed) -> np.ndarray:
    found = np.zeros((len(scored), len(COLUMNS)), dtype=np.float32)
    for row, pair in enumerate(scored):
        for name, key in pair.levels.items():
            if key and name != "identifier" and f"{name}.{key}" not in fixed:
                found[row, COLUMNS[name, key]] = 1
    return found


def write_weights() -> None:
    lines, labels = leipzig()
    own_half = [o for o in ror() if half(o.id) == 0]
    directories = [
        (*planted(own_half, seed=1, several=0.3), 1.0),
        (*planted(one_name(own_half), seed=13), 1.0),
        (*plain_names(own_half, seed=11), 1.0),
        (*plain_list("dev"), BY_HAND),
        (*plain_list("dev_two"), BY_HAND),
        (*plain_list("dev_three"), BY_HAND),
    ]
    half_lines = [o for o in lines if half(labels[o.id]) == 0]
    weights = {
        "directory": train(directories, least=0.55, region=True, fixed=AGAINST),
        "addresses": train([(half_lines, labels, 1.0)], least=0.35, region=False, fixed={}),
    }
    WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


def row(name: str, found: Ids, organisations: Sequence[Organisation], truth: Truth, seconds: float) -> str:
    score, precision, recall = f1(found, organisations, truth)
    line = (
        f"| {name} | {len(organisations):,} | {score:.3f} | {precision:.3f} | {recall:.3f} | {seconds:.1f} |"
    )
    print(line, flush=True)
    return line


def measured(
    name: str, organisations: Sequence[Organisation], truth: Truth, find: Callable[[], Ids | None]
) -> str:
    start = time.perf_counter()
    found = find()
    seconds = time.perf_counter() - start
    if found is None:
        return f"| {name} | {len(organisations):,} | no result in {seconds:.0f} s | | | |"
    return row(name, found, organisations, truth, seconds)


def ours(organisations: Sequence[Organisation]) -> Ids:
    """What `neisse record duplicates` gives: all pairs of the groups."""
    return [(d.a, d.b) for d in find_duplicates(organisations)]


def example() -> list[Organisation]:
    """The 210 organisations of the example, all different."""
    files = [EXAMPLE / f"{name}.jsonl" for name in ("organisations", "members")]
    objects = [obj for path in files for obj in read_any(path.name, path.read_bytes()).objects]
    return [read_organisation(Fields(0, obj)) for obj in objects]


def on_addresses() -> Iterable[str]:
    lines, labels = leipzig()
    aside = [o for o in lines if half(labels[o.id]) == 1]
    yield measured("Leipzig, all: Neisse", lines, labels, lambda: ours(lines))
    yield measured("Leipzig, half kept aside: Neisse", aside, labels, lambda: ours(aside))
    yield measured("Leipzig, all: n-grams", lines, labels, lambda: ngram_pairs(lines, labels))
    for name, rival in (("Splink, own EM", splink_pairs), ("dedupe, 200 labels", dedupe_pairs)):
        yield measured(
            f"Leipzig, all: {name}", lines, labels, lambda r=rival: within(MOST_S, r, lines, labels)
        )


def on_directories() -> Iterable[str]:
    everything = ror()
    other_half = [o for o in everything if half(o.id) == 1]
    small = example()
    for name, base, seed, stripped in (
        ("ROR planted, half kept aside", other_half, 2, 0.0),
        ("ROR planted, all", everything, 3, 0.0),
        ("ROR planted, all, half of the originals reduced to one name", everything, 4, 0.5),
        ("Example directory, planted", small, 5, 0.0),
    ):
        records, truth = planted(base, seed, stripped=stripped)
        yield measured(name, records, truth, lambda r=records: ours(r))
    for name, (records, truth) in (
        ("One plain name, ROR, half kept aside", plain_names(other_half, seed=12)),
        ("One plain name, list by hand, trained on", plain_list("dev")),
        ("One plain name, second list by hand, trained on", plain_list("dev_two")),
        ("One plain name, third list by hand, trained on", plain_list("dev_three")),
        ("One plain name, list by hand, other regions, kept aside", plain_list("aside")),
        ("One plain name, second list by hand, other regions, kept aside", plain_list("aside_two")),
    ):
        yield measured(name, records, truth, lambda r=records: ours(r))
    yield f"| Example directory as it is: false alarms {len(list(ours(small)))} | {len(small)} | | | | |"


def measure() -> None:
    head = Path(__file__).with_name("record_duplicates_head.md").read_text(encoding="utf-8")
    table = [*on_addresses(), *on_directories()]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(head + "\n".join(table) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_weights() if "--train" in sys.argv else measure()
