"""The reader of announcements on the SmartData corpus: exact spans of organisations, places, persons and dates.

    python bench/record_read_names.py FOLDER     writes bench/results/record_read_names.md

FOLDER holds `smartdata_v1_test.json.gz` (DFKI SmartData corpus, CC BY 4.0). Beside it the F1 of a CRF without gazetteer that was
trained on its other half. The reader is made for announcements: it names organisations with a form or a word for an
institution, towns of its table, persons in offices only; nothing was trained or tuned on the corpus.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from neisse.engine.record.announcements.dates import find_dates
from neisse.engine.record.announcements.document import Document
from neisse.engine.record.announcements.organisations import find_organisations
from neisse.engine.record.announcements.persons import find_persons
from neisse.engine.record.announcements.places import towns_of

CRF = {"ORG": 0.549, "LOC": 0.753, "PER": 0.585, "DATE": 0.711}
KINDS = {
    "organization": "ORG", "organization-company": "ORG", "location": "LOC", "location-city": "LOC", "location-stop": "LOC",
    "location-street": "LOC", "location-route": "LOC", "person": "PER", "date": "DATE",
}  # fmt: skip
TODAY = date(2016, 6, 1)
Spans = set[tuple[int, int]]


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of the corpus, which stand in one file without a list around them."""
    text, at, decoder = gzip.decompress(path.read_bytes()).decode(), 0, json.JSONDecoder()
    while at < len(text):
        if text[at] in " \r\n,[]":
            at += 1
            continue
        found, at = decoder.raw_decode(text, at)
        yield found


def gold_of(found: dict[str, Any]) -> dict[str, Spans]:
    """The spans of each kind."""
    gold: dict[str, Spans] = {kind: set() for kind in CRF}
    for one in found["conceptMentions"]["array"]:
        if kind := KINDS.get(one["type"]):
            gold[kind].add((one["span"]["start"], one["span"]["end"]))
    return gold


def read_of(text: str) -> dict[str, Spans]:
    """What the reader finds, in the same shape."""
    document = Document(text)
    houses = find_organisations(document)
    return {
        "ORG": {(one.start, one.end) for house in houses for one in house.mentions},
        "LOC": {(one.start, one.end) for one in towns_of(document)},
        "PER": {(one.name.start, one.name.end) for one in find_persons(document, houses)},
        "DATE": {(one.start, one.end) for one in find_dates(document, TODAY)},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    totals = {kind: [0, 0, 0] for kind in CRF}
    for found in documents(parser.parse_args().folder / "smartdata_v1_test.json.gz"):
        text = found["text"]["string"] if isinstance(found["text"], dict) else found["text"]
        gold, read = gold_of(found), read_of(text)
        for kind, (right, wanted, said) in totals.items():
            totals[kind] = [
                right + len(gold[kind] & read[kind]), wanted + len(gold[kind]), said + len(read[kind])
            ]  # fmt: skip
    lines = ["# Names and dates on SmartData (test)", "", "| kind | gold | precision | recall | F1 | CRF |"]
    lines.append("|---|---|---|---|---|---|")
    for kind, (right, wanted, said) in totals.items():
        precision, recall = right / max(1, said), right / max(1, wanted)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        lines.append(f"| {kind} | {wanted} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {CRF[kind]:.3f} |")
    path = Path(__file__).parent / "results" / "record_read_names.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
