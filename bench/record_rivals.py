"""The others in the same run: character n-grams, plain Splink, dedupe - each as its own tutorial has it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from io import StringIO
from itertools import combinations, islice
from random import Random
from typing import Any
from zlib import crc32

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from neisse.engine.values import Organisation

Ids = list[tuple[str, str]]


def best_threshold(scored: Sequence[tuple[float, str, str]], truth: Mapping[str, str]) -> Ids:
    """The pairs above the threshold with the best F1 on the truth itself: kinder to a rival than any real use."""
    ordered = sorted(scored, reverse=True)
    right = np.cumsum([truth[a] == truth[b] for _, a, b in ordered])
    counts: dict[str, int] = {}
    for key in truth.values():
        counts[key] = counts.get(key, 0) + 1
    possible = sum(n * (n - 1) // 2 for n in counts.values())
    scores = 2 * right / (np.arange(1, len(ordered) + 1) + possible)
    return [(a, b) for _, a, b in ordered[: int(scores.argmax()) + 1]]


def ngram_pairs(organisations: Sequence[Organisation], truth: Mapping[str, str]) -> Ids:
    """Cosine of TF-IDF over character 3- to 5-grams."""
    names = [o.name.lower() for o in organisations]
    matrix = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit_transform(names)
    products = (matrix @ matrix.T).tocoo()
    scored = [
        (float(v), organisations[i].id, organisations[j].id)
        for i, j, v in zip(products.row, products.col, products.data, strict=True)
        if i < j and v > 0.2
    ]
    return best_threshold(scored, truth)


def plain_splink_pairs(organisations: Sequence[Organisation], truth: Mapping[str, str]) -> Ids:
    """Jaro-Winkler levels on the text and equality of its first words, weights by Splink's own EM."""
    import duckdb
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    connection = duckdb.connect()
    connection.execute("CREATE TABLE t (unique_id VARCHAR, name VARCHAR, words VARCHAR[], first VARCHAR)")
    rows = [
        (o.id, o.name.lower(), o.name.lower().replace(",", " ").split(), o.name.lower()[:6])
        for o in organisations
    ]
    connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", rows)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.8, 0.7]),
            cl.ArrayIntersectAtSizes("words", [5, 3, 2, 1]),
        ],
        blocking_rules_to_generate_predictions=[block_on("words", arrays_to_explode=["words"])],
    )
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register("t"), settings, log_level=50)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first"))
    predicted = linker.inference.predict(warning_mode="never").physical_name
    scored = connection.execute(f"SELECT match_weight, unique_id_l, unique_id_r FROM {predicted}").fetchall()  # noqa: S608
    return best_threshold(scored, truth)


def dedupe_pairs(organisations: Sequence[Organisation], truth: Mapping[str, str]) -> Ids:
    """Dedupe with a String field, trained on labelled pairs of the same half that trains Neisse."""
    import dedupe

    data: dict[str, dict[str, Any]] = {o.id: {"name": o.name.lower()} for o in organisations}
    rng = Random(1)
    known = [o.id for o in organisations if crc32(truth[o.id].encode()) % 2 == 0]
    rng.shuffle(known)
    match, distinct = [], []
    for a, b in islice(combinations(known, 2), 600_000):
        side = match if truth[a] == truth[b] else distinct
        if len(side) < 400:
            side.append((data[a], data[b]))

    class PlainString(dedupe.variables.String):  # type: ignore[misc]
        """Without the index predicates: they need an older BTrees than the one that runs on this Python."""

        _index_predicates: tuple[()] = ()

    linker = dedupe.Dedupe([PlainString("name")], num_cores=1)
    labels = StringIO(json.dumps({"match": match, "distinct": distinct}))
    linker.prepare_training(data, training_file=labels, sample_size=1000)
    linker.train(recall=0.95)
    clusters = linker.partition(data, 0.5)
    return [pair for ids, _ in clusters for pair in combinations(sorted(ids), 2)]
