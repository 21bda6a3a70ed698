from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neisse.engine.text.fold import fold, ngrams, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Wrocław", "wroclaw"),
        ("Straße", "strasse"),
        ("ŁÓDŹ", "lodz"),
        ("Zhořelec", "zhorelec"),
        ("  a\n b ", "a b"),
        ("𝑨𝔅", "ab"),
    ],
)
def test_letters_fold_to_what_people_type(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words_and_ngrams_frame_words() -> None:
    assert words("Łukasiewicz-PORT, 2026") == ["lukasiewicz", "port", "2026"]
    assert ngrams("ab", 2, 2) == {" a", "ab", "b "}
