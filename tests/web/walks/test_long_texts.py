"""Texts that cost: long words, letters that stand for many, marks on marks. What is read while one types hangs on none."""

from __future__ import annotations

import time
from typing import Any

import pytest

from neisse.engine.text.encoder import MOST_LETTERS, bounded
from neisse.engine.text.institutions import known_keys

LENGTH = 20_000
HANGS_S = 15.0  # of the processor; before there were bounds these took minutes
PIECES = {
    "one letter for eighteen": "\ufdfa",
    "marks": "a" + "\u0301" * 50,
    "one word": "universitat",
    "digits": "9",
    "jamo": "\u1100\u1161\u11a8",
    "signs": "a@",
    "days": "1.1.2027 - ",
    "spans": "vom 1. bis zum ",
    "open brackets": "((",
    "lines": "a\n",
}
FIELDS = (
    "title",
    "description",
    "kind",
    "owner",
    "when",
    "place__city",
    "place__country",
    "topics",
    "audience",
    "key",
)


@pytest.mark.parametrize("piece", PIECES)
def test_similar_plans_are_looked_for_in_any_text(piece: str, measure: Any, client: Any) -> None:
    from neisse.web.intersect.actions import refresh

    measure(title="Fachtag Photonik", visibility="public")
    refresh()
    text = (PIECES[piece] * LENGTH)[:LENGTH]
    for field in FIELDS:
        began = time.process_time()
        said = {"title": "Fachtag Photonik", "when": "1.1.2027", field: text}
        assert client.post("/overlaps/similar/", said).status_code == 200
        assert time.process_time() - began < HANGS_S, field


@pytest.mark.parametrize("piece", PIECES)
def test_words_and_texts_are_bounded(piece: str) -> None:
    text = (PIECES[piece] * LENGTH)[:LENGTH]
    assert known_keys("".join(text.split())) is None
    assert len(bounded(text)) <= MOST_LETTERS
    short = text[:60]
    assert bounded(short) == short or len(short) * 18 > MOST_LETTERS
