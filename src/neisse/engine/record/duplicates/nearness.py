"""Vectors of names and of single words, read once for all records: how near two of them are in meaning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from neisse.engine.record.duplicates.facets import Facets
from neisse.engine.record.duplicates.signatures import Signature
from neisse.engine.text.encoder import Encoder, Vectors, default_encoder


class Nearness:
    """Cosines of names and of words by the encoder, each text encoded once; cost: about 2,500 texts a second."""

    def __init__(self, said: Sequence[Facets], encoder: Encoder | None = None) -> None:
        names = dict.fromkeys(found.name for found in said)
        words = dict.fromkeys(word for found in said for word in found.keys.values() if len(word) > 2)
        texts = [*names, *(word for word in words if word not in names)]
        self._at = {text: row for row, text in enumerate(texts)}
        self.rows: Vectors = (encoder or default_encoder()).encode(texts)
        self._known: dict[tuple[str, str], float] = {}

    @classmethod
    def of(cls, signatures: Sequence[Signature]) -> Nearness:
        """That of all names of a list of organisations."""
        return cls([said for found in signatures for said in found.facets])

    def near(self, one: str, other: str) -> float:
        """The cosine of two texts that were given, 0 for others; computed once for each pair."""
        key = (one, other) if one < other else (other, one)
        found = self._known.get(key)
        if found is None:
            a, b = self._at.get(one), self._at.get(other)
            found = 0.0 if a is None or b is None else float(self.rows[a] @ self.rows[b])
            self._known[key] = found
        return found

    def of_names(self, said: Sequence[Facets]) -> Vectors:
        """One row for each name."""
        return np.asarray(self.rows[[self._at[found.name] for found in said]], dtype=np.float32)
