from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from neisse.engine.text.encoder import Vectors, content_key, default_encoder, missing_texts, vectors_for
from neisse.engine.text.language import detect_language


class Counting:
    """An encoder that remembers what it was asked."""

    name = "counting"
    dimensions = 2

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.array([[1.0, len(t)] for t in texts], dtype=np.float32)


def test_known_vectors_are_not_encoded_again() -> None:
    encoder = Counting()
    known = {content_key("a", encoder.name): np.array([0.0, 1.0], dtype=np.float32)}
    rows = vectors_for(["a", "bb", "bb"], encoder, known)
    assert encoder.asked == ["bb"]
    assert rows.tolist() == [[0, 1], [1, 2], [1, 2]]
    assert missing_texts(["a", "c", "c"], encoder, known) == ["c"]


def test_a_key_names_text_and_encoder() -> None:
    assert content_key("a") == content_key("a")
    assert len({content_key("a"), content_key("b"), content_key("a", "other")}) == 3


def test_translations_are_nearer_than_strangers() -> None:
    rows = default_encoder().encode(
        ["Diagnostik in der Onkologie", "diagnostyka onkologiczna", "Warszawa", ""]
    )
    assert rows[0] @ rows[1] > 0.7
    assert rows[0] @ rows[2] < 0.3
    assert np.linalg.norm(rows, axis=1).round(4).tolist() == [1, 1, 1, 0]


def test_languages_of_the_region_are_told_apart() -> None:
    texts = ["Workshop für Hersteller", "warsztaty dla producentów", "workshop for the manufacturers", "123"]
    assert [detect_language(t) for t in texts] == ["de", "pl", "en", None]
