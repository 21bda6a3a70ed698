"""Two independent lists of conferences: how many of the events that both have are found as one.

The first list is `events_confs_tech.jsonl` of the shared data. The second is the agenda that developers-conferences-agenda
keeps in Markdown (a file a year: `## 2023`, `### May`, `* 3-4: [Name](address) - Town (Country)`); it is not here: name its
folder.
What is true comes from the web address (the same host) and the days (a day off at most), which the engine does not see. Half 0
(by CRC-32 of the host) was looked at; half 1 only measures.

Run: .venv/bin/python bench/conferences.py FOLDER [--show found|missed|wrong]
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from zlib import crc32

from neisse.engine.flow import find_overlaps
from neisse.engine.intersect.verdict.overlaps import OverlapOptions
from neisse.engine.values import Measure, NeisseError, Period, Place
from neisse.engine.values.period_code import parse_span

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("NEISSE_SHARED", ROOT.parent / "shared")) / "data"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
LINE = re.compile(
    r"^\* (?P<from>\d+)(?:/(?P<month>\d+))?(?:\s*-\s*(?P<to>\d+)(?:/(?P<to_month>\d+))?)?\s*:\s*"
    r"\[(?P<name>[^\]]+)\]\((?P<url>[^)]*)\)\s*-?\s*(?P<place>[^<]*)"
)
PLACE = re.compile(r"^(?P<city>.*?)\s*\((?P<country>[^)]*)\)")
# Hosts that carry many events.
SHARED_HOSTS = re.compile(
    r"meetup|eventbrite|sessionize|linkedin|twitter|facebook|conference-hall|papercall|google|ti\.to|hopin|youtube|github|"
    r"linuxfoundation|bit\.ly|lu\.ma|airmeet|usenix|acm\.org|oreilly|amazon|microsoft|gdg|developers\.events|x\.com"
)


class Listed(NamedTuple):
    """A measure of a list and the host of its address."""

    measure: Measure
    host: str


def agenda(folder: Path) -> Iterator[Listed]:
    """The events of the agenda's files."""
    for file in sorted(folder.glob("20*.md")):
        year = month = 0
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                year = int(line[3:7]) if line[3:7].isdigit() else 0
            elif line.startswith("### "):
                month = MONTHS.index(line[4:].strip()) + 1 if line[4:].strip() in MONTHS else 0
            elif year and month and (match := LINE.match(line)):
                period = _days(year, month, match)
                if period:
                    yield _listed(f"d{year}-{month:02}-{crc32(line.encode()):08x}", match, period)


def _days(year: int, month: int, match: re.Match[str]) -> Period | None:
    first = int(match["month"] or month)
    try:
        start = date(year, first, int(match["from"]))
        last = start
        if match["to"]:
            until = int(match["to_month"] or first)
            last = date(year + (until < first), until, int(match["to"]))
    except ValueError:
        return None
    return Period(start, last + timedelta(days=1)) if last >= start else None


def _listed(key: str, match: re.Match[str], period: Period) -> Listed:
    said = match["place"].strip()
    found = PLACE.match(said)
    place = Place(found["city"], found["country"]) if found else Place(said)
    if "online" in said.lower():
        place = Place(online=True)
    return Listed(
        Measure(id=key, title=match["name"], owner="", kind="event", period=period, place=place),
        _host(match["url"]),
    )


def confs_tech() -> Iterator[Listed]:
    """The events of the shared list, each once."""
    seen = set()
    for number, line in enumerate(
        (DATA / "events_confs_tech.jsonl").read_text(encoding="utf-8").splitlines()
    ):
        row = json.loads(line)
        known = (row["url"].rstrip("/").lower(), row["startDate"])
        if known in seen:
            continue
        seen.add(known)
        try:
            period = parse_span(row["startDate"], row.get("endDate") or row["startDate"])
        except NeisseError:
            period = parse_span(row["startDate"])
        online = str(row.get("city", "")).lower() == "online" or bool(row.get("online"))
        place = Place(row.get("city") or "", row.get("country") or "", online=online)
        if online and not row.get("country"):
            place = Place(online=True)
        measure = Measure(
            id=f"c{number:05}", title=row["name"], owner="", kind="event", period=period, place=place
        )
        yield Listed(measure, _host(row["url"]))


def _host(address: str) -> str:
    host = urlsplit(address).netloc.lower().removeprefix("www.")
    parts = [part for part in host.split(".") if not part.isdigit()]
    return ".".join(parts[-2:]) if not SHARED_HOSTS.search(host) else ""


def common(one: list[Listed], other: list[Listed]) -> dict[tuple[str, str], str]:
    """The pairs of both lists with one host and days, and their host; where a host has several on a day, none of them."""
    by_day = defaultdict(list)
    for listed in other:
        if listed.host and listed.measure.period:
            by_day[listed.host, listed.measure.period.start].append(listed)
    sides: dict[str, set[tuple[str, str]]] = defaultdict(set)
    hosts = {}
    for listed in one:
        start = listed.measure.period.start if listed.measure.period else None
        if not listed.host or start is None:
            continue
        for days in (-1, 0, 1):
            for match in by_day[listed.host, start + timedelta(days=days)]:
                pair = (listed.measure.id, match.measure.id)
                hosts[pair] = listed.host
                for key in pair:
                    sides[key].add(pair)
    return {pair: host for pair, host in hosts.items() if all(len(sides[key]) == 1 for key in pair)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", choices=("missed", "wrong"))
    options = parser.parse_args()
    one, other = list(confs_tech()), list(agenda(options.folder))
    truth = common(one, other)
    measures = {listed.measure.id: listed for listed in (*one, *other)}
    plain = OverlapOptions(with_reasons=False)
    said = {(o.a, o.b) for o in find_overlaps([m.measure for m in measures.values()], options=plain)
            if o.verdict == "duplicate" and o.a[0] != o.b[0]}  # fmt: skip
    print(f"{len(one)} and {len(other)} events, {len(truth)} in both, {len(said)} found across")
    for half in (0, 1):
        mine = {pair for pair, host in truth.items() if crc32(host.encode()) % 2 == half}
        right = len(mine & said)
        print(f"half {half}: {right} of {len(mine)} found ({right / len(mine):.3f})")
    # A pair is wrong for sure only where both sides have a host of their own, and another one.
    told = {pair for pair in said if all(measures[key].host for key in pair)}
    wrong = {pair for pair in told if measures[pair[0]].host != measures[pair[1]].host}
    print(
        f"of {len(told)} found whose hosts are known, {len(wrong)} have two hosts (moved addresses among them)"
    )
    shown = {"missed": set(truth) - said, "wrong": wrong}.get(options.show or "", set())
    for pair in sorted(shown):
        if crc32(measures[pair[0]].host.encode()) % 2 == 0:
            for key in pair:
                m = measures[key].measure
                print("  ", m.title, "|", m.period and m.period.start, m.period and m.period.last_day,
                      m.place.city, m.place.country, m.place.online, measures[key].host)  # fmt: skip
            print()


if __name__ == "__main__":
    main()
