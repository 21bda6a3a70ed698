"""The list of faults that no test notices: each stands where the code has it, once, with the reason why it may."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIST = ROOT / "tools" / "survivors.tsv"
# The list only shrinks: whoever takes a line out takes one off here.
MOST = 10


def rows() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def test_the_list_is_in_order_and_does_not_grow() -> None:
    assert LIST.read_text(encoding="utf-8").splitlines()[0] == "path\tline\tchange\twhy"
    keys = [(row["path"], row["line"], row["change"]) for row in rows()]
    assert keys == sorted(set(keys))
    assert len(keys) <= MOST


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['path']} {row['change']}")
def test_a_fault_stands_where_the_code_has_it(row: dict[str, str]) -> None:
    lines = [line.strip() for line in (ROOT / row["path"]).read_text(encoding="utf-8").splitlines()]
    assert row["line"] in lines, "the code has changed: is this noticed by now?"
    assert len(row["why"]) > len("because")
