"""How well announcements are read: precision, recall and F1 of each kind of fact, and announcements a minute.

    python bench/record_read.py [--releases FOLDER]     writes bench/results/record_read.md

The invented set lies in `bench/instances/announcements/invented.yaml`. `releases.yaml` holds only facts of five public
releases; their texts are read from a folder where somebody has them. What is measured: an event is right with its first and
last day, its town and half of the words of its name; an organisation with its words in whole or in part; a figure with value
and unit; a person with name; a relation with type and both sides.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from neisse.engine.record.announcements import Announcement, read_announcement
from neisse.engine.text.fold import fold, words
from neisse.engine.text.towns import find_town

HERE = Path(__file__).parent
SETS = HERE / "instances" / "announcements"
TODAY = date(2027, 12, 31)
KINDS = ("events", "organisations", "figures", "relations", "persons")
STEM = 5


def stems(text: str) -> set[str]:
    """What is compared of names: the beginnings of their words."""
    return {word[:STEM] for word in words(text)}


def alike(one: str, other: str) -> bool:
    """Whether half of the words of the shorter name stand in the other."""
    a, b = stems(one), stems(other)
    return bool(a and b) and len(a & b) * 2 >= min(len(a), len(b))


def same_town(one: str | None, other: str | None) -> bool:
    """Whether both are no town, or one town under any name."""
    a, b = (find_town(name) if name else None for name in (one, other))
    return (a.key if a else one or None) == (b.key if b else other or None)


def found_in(read: Announcement) -> dict[str, list[tuple[Any, ...]]]:
    """What was read, in the shape of the gold."""
    return {
        "events": [
            (e.name.said, e.period.start.isoformat(), e.period.last_day.isoformat(), e.town, e.tense)
            for e in read.events
        ],
        "organisations": [(o.name,) for o in read.organisations],
        "figures": [(float(f.value), f.unit) for f in read.figures],
        "relations": [(r.kind, r.subject, r.object) for r in read.relations],
        "persons": [(p.name.said, p.office.said) for p in read.persons],
    }


SAME: dict[str, Callable[[Any, Any], bool]] = {
    "events": lambda g, f: tuple(map(str, g[1:3])) == f[1:3] and same_town(g[3], f[3]) and alike(g[0], f[0]),
    "organisations": lambda g, f: alike(g[0], f[0]),
    "figures": lambda g, f: g[0] == f[0] and fold(str(g[1]))[:4] == fold(f[1])[:4],
    "relations": lambda g, f: (
        g[0].replace("joins", "member_of") == f[0].replace("joins", "member_of")
        and alike(g[1], f[1])
        and alike(g[2], f[2])
    ),
    "persons": lambda g, f: alike(g[0], f[0]),
}


def gold_of(document: dict[str, Any]) -> dict[str, list[Any]]:
    """The facts of a document; an organisation is a list of one name."""
    return {k: [[one] if isinstance(one, str) else one for one in document.get(k, [])] for k in KINDS}


def compare(kind: str, gold: list[Any], found: list[Any]) -> tuple[int, list[Any], list[Any]]:
    """How many are right, which are missing, which are too many; each fact is used once."""
    left, right, missing = list(found), 0, []
    for one in gold:
        hit = next((other for other in left if SAME[kind](one, other)), None)
        if hit is None:
            missing.append(one)
        else:
            left.remove(hit)
            right += 1
    return right, missing, left


def measure(name: str, documents: list[dict[str, Any]], *, says: bool) -> list[str]:
    """One table of a set; with `says` every difference is printed."""
    totals = dict.fromkeys(KINDS, (0, 0, 0))
    for document in documents:
        dated = document.get("dated")
        read = read_announcement(document["text"], today=TODAY, dated=dated)
        found, gold = found_in(read), gold_of(document)
        for kind in KINDS:
            right, missing, more = compare(kind, gold[kind], found[kind])
            old = totals[kind]
            totals[kind] = (old[0] + right, old[1] + len(missing), old[2] + len(more))
            if says and (missing or more):
                print(f"{document['id']} {kind}: missing {missing} too many {more}")
    lines = [
        f"\n## {name}: {len(documents)} documents\n",
        "| facts | gold | precision | recall | F1 |",
        "|---|---|---|---|---|",
    ]
    for kind, (right, missing_n, more_n) in totals.items():
        precision, recall = right / max(1, right + more_n), right / max(1, right + missing_n)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        lines.append(f"| {kind} | {right + missing_n} | {precision:.2f} | {recall:.2f} | {f1:.2f} |")
    return lines


def a_minute(documents: list[dict[str, Any]]) -> float:
    """Announcements a minute on one core, after one reading that fills the tables."""
    start = time.process_time()
    for _ in range(3):
        for document in documents:
            read_announcement(document["text"], today=TODAY)
    return 3 * len(documents) / (time.process_time() - start) * 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=Path)
    parser.add_argument("--says", action="store_true", help="print what is missing and too much")
    said = parser.parse_args()
    invented = yaml.safe_load((SETS / "invented.yaml").read_text(encoding="utf-8"))
    lines = [
        "# Announcements read",
        "",
        "`python bench/record_read.py`; docs/stages/record.md says what is measured.",
    ]
    lines += measure("Invented", invented, says=said.says)
    second = yaml.safe_load((SETS / "second.yaml").read_text(encoding="utf-8"))
    lines += measure("Invented, second set", second, says=said.says)
    if said.releases:
        releases = yaml.safe_load((SETS / "releases.yaml").read_text(encoding="utf-8"))
        texts = [one | {"text": (said.releases / f"{one['id']}.txt").read_text("utf-8")} for one in releases]
        lines += measure("Five public releases", texts, says=said.says)
    lines += ["", f"{a_minute(invented):.0f} announcements a minute on one core."]
    (HERE / "results" / "record_read.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
