"""The others in the same run: character n-grams, Splink, dedupe - each as its own guide has it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from itertools import combinations
from multiprocessing import get_context
from queue import Empty
from random import Random
from typing import Any
from zlib import crc32

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer

from neisse.engine.record.duplicates.signatures import signature
from neisse.engine.values import Organisation

Ids = list[tuple[str, str]]
# Labelled pairs of each kind for dedupe.
LABELS = 100


def best_threshold(scored: Sequence[tuple[float, str, str]], truth: Mapping[str, str]) -> Ids:
    """The pairs above the threshold with the best F1 on the truth itself: kinder to a rival than any real use."""
    ordered = sorted(scored, reverse=True)
    right = np.cumsum([truth[a] == truth[b] for _, a, b in ordered])
    possible = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    scores = 2 * right / (np.arange(1, len(ordered) + 1) + possible)
    return [(a, b) for _, a, b in ordered[: int(scores.argmax()) + 1]]


def f_score(pairs: Ids, truth: Mapping[str, str]) -> float:
    """Pairwise F1."""
    possible = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    return 2 * sum(truth[a] == truth[b] for a, b in pairs) / max(1, len(pairs) + possible)


def ngram_pairs(organisations: Sequence[Organisation], truth: Mapping[str, str]) -> Ids:
    """Cosine of TF-IDF over character 3- to 5-grams."""
    return best_threshold(_ngram_scores(organisations), truth)


def _ngram_scores(organisations: Sequence[Organisation]) -> list[tuple[float, str, str]]:
    names = [o.name.lower() for o in organisations]
    matrix = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit_transform(names)
    products = (matrix @ matrix.T).tocoo()
    return [
        (float(v), organisations[i].id, organisations[j].id)
        for i, j, v in zip(products.row, products.col, products.data, strict=True)
        if i < j and v > 0.2
    ]


def splink_pairs(organisations: Sequence[Organisation], truth: Mapping[str, str]) -> Ids:
    """Splink as its guide has it: cleaned columns, telling blocks, weights by its own EM, frequencies of values.

    The cleaning is Neisse's own (institution, words and town of a line). The pairs are those of the connected
    components at the best threshold, or the pairs themselves where these are better.
    """
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("institution", [0.97, 0.92, 0.85, 0.75]).configure(
                term_frequency_adjustments=True
            ),
            cl.ArrayIntersectAtSizes("words", [4, 3, 2, 1]),
            cl.ExactMatch("town").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("institution"),
            block_on("rare", arrays_to_explode=["rare"]),
        ],
    )
    connection = _cleaned(organisations)
    linker = Linker(DuckDBAPI(connection=connection).register("t"), settings, log_level=50)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("institution", "town")], recall=0.4)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("town"))
    training.estimate_parameters_using_expectation_maximisation(block_on("institution"))
    predicted = linker.inference.predict(warning_mode="never").physical_name
    scored = connection.execute(f"SELECT match_weight, unique_id_l, unique_id_r FROM {predicted}").fetchall()  # noqa: S608
    tries = [best_threshold(scored, truth)]
    tries += [_components(scored, least, truth) for least in range(-4, 24, 2)]
    return max(tries, key=lambda found: f_score(found, truth))


def _cleaned(organisations: Sequence[Organisation]) -> Any:
    """A table of institution, words, the three rarest words and town of each line."""
    import duckdb

    signatures = [signature(o) for o in organisations]
    words = [list(dict.fromkeys(w for name in found.names for w in name)) for found in signatures]
    times = Counter(word for said in words for word in said)
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE t (unique_id VARCHAR, institution VARCHAR, words VARCHAR[], rare VARCHAR[], town VARCHAR)"
    )
    rows = [
        (
            found.id,
            " ".join(said) or None,
            said,
            sorted(said, key=lambda word: times[word])[:3],
            min(found.towns, default=None),
        )
        for found, said in zip(signatures, words, strict=True)
    ]
    connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", rows)
    return connection


def _components(scored: Sequence[tuple[float, str, str]], least: float, truth: Mapping[str, str]) -> Ids:
    """All pairs within the connected components of the pairs above a weight."""
    ids = {key: n for n, key in enumerate(truth)}
    ends = [(ids[a], ids[b]) for weight, a, b in scored if weight >= least]
    left, right = zip(*ends, strict=True) if ends else ((), ())
    graph = coo_matrix((np.ones(len(ends)), (left, right)), shape=(len(ids), len(ids)))
    found: dict[int, list[str]] = {}
    for key, label in zip(ids, connected_components(graph, directed=False)[1], strict=True):
        found.setdefault(int(label), []).append(key)
    return [pair for keys in found.values() for pair in combinations(sorted(keys), 2)]


def dedupe_pairs(organisations: Sequence[Organisation], truth: Mapping[str, str]) -> Ids:
    """Dedupe with 100 + 100 labelled pairs of the half that trains Neisse, on the cleaned lines, best threshold.

    String and Text (letters, rare words) for the institution, Exact for the town, all of its predicates. The distinct
    pairs are near ones, as its own active learning would ask for.
    """
    import dedupe
    from dedupe.canopy_index import CanopyIndex
    from joblib import parallel_config

    CanopyIndex.apply = _near_documents
    data: dict[str, dict[str, Any]] = {
        found.id: {
            "name": " ".join(w for name in found.names for w in name) or "none",
            "town": min(found.towns, default=None),
        }
        for found in map(signature, organisations)
    }
    known = dedupe.variables
    fields = [
        known.String("name"),
        known.Text("name", corpus=[row["name"] for row in data.values()]),
        known.Exact("town", has_missing=True),
    ]
    linker = dedupe.Dedupe(fields, num_cores=0)
    labels = {kind: [(data[a], data[b]) for a, b in pairs] for kind, pairs in _labels(organisations, truth)}
    linker.prepare_training(data, training_file=StringIO(json.dumps(labels)), sample_size=500)
    with parallel_config("sequential"):
        linker.train(recall=0.95)
    scores = linker.score(linker.pairs(data))
    found = [
        [pair for ids, _ in linker.cluster(scores, least) for pair in combinations(sorted(ids), 2)]
        for least in (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8)
    ]
    return max(found, key=lambda pairs: f_score(pairs, truth))


def _near_documents(
    index: Any, query: Sequence[str], threshold: float, start: int = 0, count: int | None = None
) -> list[tuple[float, int]]:
    """What dedupe's index did before BTrees 6.5 took `byValue` away (dedupe issue 1230): documents above a cosine."""
    from zope.index.text.setops import mass_weightedUnion

    known = [index._wids_dict[term] for term in query if term in index._wids_dict]
    found = mass_weightedUnion([(index.index._wordinfo[word], weight) for word, weight in known])
    least = threshold * float(np.sqrt(sum(weight * weight for _, weight in known)))
    return sorted(((value, key) for key, value in found.items() if value >= least), reverse=True)


def _labels(organisations: Sequence[Organisation], truth: Mapping[str, str]) -> list[tuple[str, Ids]]:
    rng = Random(1)
    known = [o for o in organisations if crc32(truth[o.id].encode()) % 2 == 0]
    near = [(a, b) for _, a, b in _ngram_scores(known)]
    match = [pair for pair in near if truth[pair[0]] == truth[pair[1]]]
    distinct = [pair for pair in near if truth[pair[0]] != truth[pair[1]]]
    return [("match", rng.sample(match, LABELS)), ("distinct", rng.sample(distinct, LABELS))]


def within(seconds: float, find: Callable[..., Ids], *args: Any) -> Ids | None:
    """What `find` gives in a process of its own, None where it takes longer; its own failure is one here too."""
    context = get_context("fork")
    answers = context.Queue()
    process = context.Process(target=lambda: answers.put(find(*args)))
    process.start()
    try:
        return answers.get(timeout=seconds)
    except Empty:
        return None
    finally:
        process.kill()
