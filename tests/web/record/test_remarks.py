"""Remarks on a file: one line for what is said of many rows; what only waits for an answer is not called refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions import imports
from neisse.web.record.queries.imports import counts_of
from neisse.web.record.queries.remarks import remarks

PLANS = "title;year;owner\nForum eins;2027;\nForum zwei;2027;\nForum drei;2027;PORT\nForum vier;2027;\n"


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from("ab")), max_size=60))
def test_each_row_stands_once_under_what_is_said_of_it(said: list[tuple[int, str]]) -> None:
    found = remarks([{"code": "x", "text": text, "row": row} for row, text in said], ())
    assert len(found) == len({text for _row, text in said})
    for remark in found:
        rows: set[int] = set()
        for part in filter(None, remark.where.split(", ")):
            first, _, last = part.partition("\N{EN DASH}")
            rows |= set(range(int(first), int(last or first) + 1))
        assert rows == {row for row, text in said if text == remark.finding["text"]}


def test_columns_are_those_of_the_file_else_fields_in_words() -> None:
    said = [{"code": "x", "column": "consent"}, {"code": "x", "column": "kind"}]
    with override("pl"):
        assert [remark.column for remark in remarks(said, ["kind"])] == ["Zgoda", "kind"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "word"), [("en", "needs your answer"), ("de", "braucht Ihre Antwort"), ("pl", "czeka na")]
)
def test_what_waits_for_an_answer_is_not_called_refused(
    user: Any, client_of: Any, language: str, word: str
) -> None:
    batch = imports.upload("plans.csv", PLANS.encode(), actor=SYSTEM, kind="measure")
    imports.prepare(batch, actor=SYSTEM)
    counts = dict(counts_of(batch))
    assert (counts["asked"], counts["refused"], batch.counts["refused"]) == (3, 0, 3)
    client = client_of(user("manager"))
    page = client.get(reverse("record:import_batch", args=[batch.pk]), headers={"accept-language": language})
    text = page.content.decode()
    assert text.count(word) == 4  # three rows and the chip
    assert "<code>import.owner</code>" not in text  # asked once, at its field
    only = client.get(reverse("record:import_batch", args=[batch.pk]) + "?status=asked").content.decode()
    assert 'class="title">Forum eins' in only
    assert 'class="title">Forum drei' not in only
