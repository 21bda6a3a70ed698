"""The labelled pairs of the cases beside the checkout: organisations by one name (F01) and measures (G01).

Run: .venv/bin/python bench/cases_pairs.py     (prints what is wrong, and how many are right)
F01: the records stand beside the organisations of the example; a pair is right where its two records are told as one, or not,
as the file says. G01: "none" is nothing, "no-duplicate" anything but a duplicate.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from neisse.engine.flow import find_overlaps
from neisse.engine.intersect.verdict.overlaps import OverlapOptions
from neisse.engine.record.duplicates import find_duplicates
from neisse.engine.values import Organisation
from neisse.formats.detect import read_any
from neisse.formats.fields import Fields
from neisse.formats.jsonl import lines_of, read_measures
from neisse.formats.organisations import read_organisation

ROOT = Path(__file__).parents[1]
CASES = Path(os.environ.get("NEISSE_SHARED", ROOT.parent / "shared")) / "cases"
EXAMPLE = ROOT / "examples/saxony-silesia/organisations.jsonl"
ORGANISATIONS, MEASURES = "F01-duplicates-40-pairs", "G01-overlaps-20-pairs"
PLAIN = OverlapOptions(with_reasons=False)


def organisations(path: Path) -> list[Organisation]:
    return [read_organisation(Fields(0, o)) for o in read_any(path.name, path.read_bytes()).objects]


def answers(name: str) -> list[list[Any]]:
    return list(json.loads((CASES / f"{name}-right-answers.json").read_text(encoding="utf-8")))


def by_one_name() -> None:
    records = [*organisations(EXAMPLE), *organisations(CASES / f"{ORGANISATIONS}.jsonl")]
    found = {frozenset((d.a, d.b)) for d in find_duplicates(records)}
    wrong = [row for row in answers(ORGANISATIONS) if (frozenset(row[1:3]) in found) != bool(row[0])]
    for is_one, a, b, *names in wrong:
        print(f"  {'missed' if is_one else 'taken as one'}: {a} {b} {' = '.join(names)}")
    print(f"F01: {len(answers(ORGANISATIONS)) - len(wrong)} of {len(answers(ORGANISATIONS))} right")


def by_measures() -> None:
    measures = read_measures(lines_of(CASES / f"{MEASURES}.jsonl")).values
    found = {frozenset((o.a, o.b)): o.verdict for o in find_overlaps(measures, options=PLAIN)}
    wrong = 0
    for wanted, a, b, about in answers(MEASURES):
        said = found.get(frozenset((a, b)), "none")
        if said == wanted or (wanted == "no-duplicate" and said != "duplicate"):
            continue
        wrong += 1
        print(f"  {said} instead of {wanted}: {a} {b} {about}")
    print(f"G01: {len(answers(MEASURES)) - wrong} of {len(answers(MEASURES))} right")


if __name__ == "__main__":
    by_one_name()
    by_measures()
