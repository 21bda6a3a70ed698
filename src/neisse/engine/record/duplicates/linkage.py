"""Splink on DuckDB: candidate pairs scored with weights that were learnt beforehand, each part explained."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import log2
from typing import Any

from neisse.engine.record.duplicates.comparisons import COMPARISONS, Comparison
from neisse.engine.record.duplicates.signatures import Signature
from neisse.engine.record.duplicates.standing import Compared

QUIET = 50
# What Splink reads of a pair, and the types of DuckDB.
LIKENESS = {
    "cosine": "DOUBLE",
    "inside": "DOUBLE",
    "length": "DOUBLE",
    "letters": "DOUBLE",
    "edits": "INTEGER",
    "others": "DOUBLE",
}
MEANING = {
    "same": "DOUBLE", "shared": "DOUBLE", "least": "DOUBLE", "most": "DOUBLE", "vector": "DOUBLE", "short": "VARCHAR",
    "place": "VARCHAR", "legal": "VARCHAR", "part": "VARCHAR", "kind": "VARCHAR", "translated": "BOOLEAN",
    "bare": "BOOLEAN", "own_apart": "BOOLEAN", "subject": "DOUBLE",
}  # fmt: skip
LIST = {"stands_for": "INTEGER", "standing": "INTEGER"}


@dataclass(frozen=True, slots=True)
class Weights:
    """Prior probability, least mean probability of a group, and (m, u) of each level of each comparison.

    Only the ratios m / u count. They are fitted together (logistic regression), because the comparisons of
    names are not independent of each other. `region` says whether words count as in the names of the region
    (`frequencies.known_words`), or only as in the records themselves. `plain` are the weights for two records of one
    name each, None where they are no others: what two lists of names share says more than what two single names share.
    """

    prior: float
    least: float
    region: bool
    levels: Mapping[str, Mapping[str, tuple[float, float]]]
    plain: Weights | None = None

    def of(self, plain: bool) -> Weights:
        """The weights of a pair, `plain` or not."""
        return self.plain if plain and self.plain else self

    def bits(self, comparison: str, level: str) -> float:
        """The match weight of a level: log2(m / u)."""
        m, u = self.levels[comparison][level]
        return log2(m / u)


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """Positions of two organisations, their match probability, the level of each comparison ("" = missing), and whether
    both have one name only.
    """

    left: int
    right: int
    probability: float
    levels: Mapping[str, str]
    plain: bool = False


@lru_cache(maxsize=2)
def default_weights(form: str) -> Weights:
    """The weights that ship with the package, for the entries of a `directory` or for `addresses`."""
    text = files("neisse.engine.record.duplicates").joinpath("weights.json").read_text(encoding="utf-8")
    return _read(json.loads(text)[form])


def _read(said: Mapping[str, Any]) -> Weights:
    levels = {name: {key: (m, u) for key, (m, u) in found.items()} for name, found in said["levels"].items()}
    plain = _read(said["plain"]) if "plain" in said else None
    return Weights(said["prior"], said["least"], said["region"], levels, plain)


def is_plain(one: Signature, other: Signature) -> bool:
    """Whether two records have one name each, but for its legal form."""
    return len(one.letters) <= 1 and len(other.letters) <= 1


def score_pairs(
    signatures: Sequence[Signature], pairs: Sequence[Compared], weights: Weights
) -> list[ScoredPair]:
    """The match probability of each pair by the model of Fellegi and Sunter, as Splink computes it.

    Pairs of one name each have weights of their own. Cost: linear in pairs; about 50,000 pairs a second on one core.
    """
    plain = [is_plain(signatures[pair.left], signatures[pair.right]) for pair in pairs]
    scored = [
        found
        for form in (False, True)
        for found in _predicted(
            signatures, [pair for pair, said in zip(pairs, plain, strict=True) if said is form], weights, form
        )
    ]
    return sorted(scored, key=lambda pair: (pair.left, pair.right))


def _predicted(
    signatures: Sequence[Signature], pairs: Sequence[Compared], weights: Weights, plain: bool
) -> list[ScoredPair]:
    import duckdb
    from splink import DuckDBAPI, Linker

    if not pairs:
        return []
    connection = duckdb.connect(config={"threads": 2})
    _load(connection, signatures, pairs)
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register("signatures"), _settings(weights.of(plain)), log_level=QUIET)
    linker.table_management.register_blocked_pairs_for_predict(api.register("pairs"))
    predicted = linker.inference.predict(warning_mode="never")
    gammas = ", ".join(f"gamma_{comparison.name}" for comparison in COMPARISONS)
    rows = connection.execute(
        f"SELECT unique_id_l, unique_id_r, match_probability, {gammas} FROM {predicted.physical_name} ORDER BY 1, 2"  # noqa: S608
    ).fetchall()
    connection.close()
    return [ScoredPair(left, right, p, _levels(found), plain) for left, right, p, *found in rows]


def _levels(gammas: Sequence[int]) -> dict[str, str]:
    """Splink numbers levels from 0 (else) upwards; -1 is a missing value."""
    return {
        comparison.name: comparison.levels[len(comparison.levels) - 1 - gamma].key if gamma >= 0 else ""
        for comparison, gamma in zip(COMPARISONS, gammas, strict=True)
    }


def _settings(weights: Weights) -> Any:
    from splink import SettingsCreator

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(comparison, weights.levels[comparison.name]) for comparison in COMPARISONS],
        blocking_rules_to_generate_predictions=[],
        probability_two_random_records_match=weights.prior,
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )


def _comparison(comparison: Comparison, weights: Mapping[str, tuple[float, float]]) -> Any:
    from splink import comparison_level_library as level_library
    from splink import comparison_library

    null = level_library.CustomLevel(comparison.missing, label_for_charts="missing").configure(
        is_null_level=True
    )
    found: list[Any] = [null]
    for level in comparison.levels:
        m, u = weights[level.key]
        said = (
            level_library.ElseLevel()
            if level.condition == "TRUE"
            else level_library.CustomLevel(level.condition, label_for_charts=level.text)
        )
        found.append(said.configure(m_probability=m, u_probability=u))
    return comparison_library.CustomComparison(
        output_column_name=comparison.name, comparison_levels=found, comparison_description=comparison.name
    )


def _load(connection: Any, signatures: Sequence[Signature], pairs: Sequence[Compared]) -> None:
    """Two tables: `signatures`, each with what its candidates are compared by, and `pairs` as Splink blocks them."""
    texts = "VARCHAR[]"
    connection.execute(
        f"CREATE TABLE facts (unique_id INTEGER, short {texts}, initials {texts}, towns {texts}, "
        f"domain VARCHAR, identifiers {texts}, schemes {texts})"
    )
    connection.execute(
        "INSERT INTO facts SELECT unnest(?::INTEGER[]), unnest(?::VARCHAR[][]), unnest(?::VARCHAR[][]), "
        "unnest(?::VARCHAR[][]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[][]), unnest(?::VARCHAR[][])",
        _columns(signatures),
    )
    connection.execute("CREATE TABLE pairs (match_key VARCHAR, join_key_l INTEGER, join_key_r INTEGER)")
    types = {**LIKENESS, **MEANING, **LIST}
    said = ", ".join(f'unnest(?::{kind}[]) AS "{key}"' for key, kind in types.items())
    connection.execute(
        f"CREATE TABLE alike AS SELECT unnest(?::INTEGER[]) AS l, unnest(?::INTEGER[]) AS r, {said}",
        [
            [pair.left for pair in pairs],
            [pair.right for pair in pairs],
            *([getattr(pair.likeness, key) for pair in pairs] for key in LIKENESS),
            *([getattr(pair.meaning, key) for pair in pairs] for key in MEANING),
            *([getattr(pair, key) for pair in pairs] for key in LIST),
        ],
    )
    connection.execute("INSERT INTO pairs SELECT '0', l, r FROM alike")
    fields = ", ".join(f"'{key}': \"{key}\"" for key in types)
    connection.execute(
        "CREATE TABLE signatures AS SELECT facts.*, coalesce(near, MAP {}) AS near FROM facts LEFT JOIN (SELECT l, "  # noqa: S608
        f"map(list(r), list({{{fields}}})) AS near FROM alike GROUP BY l) ON l = unique_id"
    )


def _columns(signatures: Sequence[Signature]) -> list[list[Any]]:
    return [
        list(range(len(signatures))),
        [sorted(found.short) for found in signatures],
        [sorted(found.initials) for found in signatures],
        [sorted(found.towns) for found in signatures],
        [found.domain for found in signatures],
        [sorted(found.identifiers) for found in signatures],
        [sorted({entry.split(":")[0] for entry in found.identifiers}) for found in signatures],
    ]
