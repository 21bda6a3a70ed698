"""Real calendars and cards of other projects' tests: `python bench/read_sdists.py FOLDER_OR_ARCHIVE ...`.

Reads every .ics and .vcf file below the folders (or inside the .tar.gz source distributions of icalendar,
recurring-ical-events and vobject, as `pip download --no-deps --no-binary :all:` brings them) as an import does, and prints
crashes, silent files and files out of balance. A file is silent where it holds components and gave neither records nor
remarks; it is in balance where each of its components is a record, or has a remark. Keeps `bench/results/read_sdists.md`.
"""

from __future__ import annotations

import sys
import tarfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import process_time

from neisse.engine.values import NeisseError
from neisse.formats.blocks import blocks_of
from neisse.formats.detect import read_any
from neisse.formats.encoding import decode
from neisse.formats.reading import ReadResult

KEPT = Path(__file__).resolve().parents[1] / "bench" / "results" / "read_sdists.md"
TODAY = date(2026, 11, 28)
SLOW_SECONDS = 2.0
ENDINGS = (".ics", ".vcf")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one file: `read`, `refused` (with a code), `crash`, `silent` or `unbalanced`."""

    said: str
    records: int = 0
    seconds: float = 0.0
    why: str = ""


def files_in(places: Iterable[str]) -> Iterable[tuple[str, bytes]]:
    """(name, bytes) of every calendar and card file."""
    for place in map(Path, places):
        if place.is_dir():
            for path in sorted(place.rglob("*")):
                if path.suffix.lower() in ENDINGS and path.is_file():
                    yield str(path.relative_to(place)), path.read_bytes()
            continue
        with tarfile.open(place) as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.name.lower().endswith(ENDINGS) else None
                if stream:
                    yield member.name, stream.read()


def missing_in(name: str, data: bytes, result: ReadResult) -> str:
    """The components of a file that are neither a record nor remarked on, "" where there are none."""
    text = decode(name, data).text
    is_calendar = result.form == "calendar"
    parts = blocks_of(text, "VCALENDAR" if is_calendar else "")
    counted = "VEVENT" if is_calendar else "VCARD"
    told = {*result.rows, *(finding.row for finding in result.findings)}
    codes = Counter(finding.code for finding in result.findings)
    lost = [n for n, _ in parts.found.get(counted, []) if n not in told]
    if parts.unclosed[counted] and not codes["calendar.unclosed"] and not codes["file.cut_off"]:
        lost.append(0)
    others = [what for what in parts.begun if what not in {counted, "VTIMEZONE"}]
    if is_calendar and len(others) > codes["calendar.other"]:
        lost.append(0)
    return f"{counted} {lost}" if lost else ""


def verdict(name: str, data: bytes) -> Verdict:
    """What becomes of one file."""
    before = process_time()
    try:
        result = read_any(Path(name).name, data, reference=TODAY)
    except NeisseError as error:
        return Verdict("refused", 0, process_time() - before, error.code)
    except Exception as error:
        return Verdict("crash", 0, process_time() - before, f"{type(error).__name__}: {error}"[:80])
    seconds = process_time() - before
    if not result.objects and not result.findings:
        return Verdict("silent", 0, seconds)
    missing = missing_in(name, data, result)
    return Verdict("unbalanced" if missing else "read", len(result.objects), seconds, missing)


def main(places: list[str]) -> int:
    """Print and keep the table; exit code 1 where a file crashed, was silent or out of balance."""
    if not places:
        print(__doc__, file=sys.stderr)
        return 2
    found = {name: verdict(name, data) for name, data in files_in(places)}
    counts = Counter(said.said for said in found.values())
    lines = [f"{len(found)} files: " + ", ".join(f"{n} {said}" for said, n in sorted(counts.items()))]
    refused = Counter(said.why for said in found.values() if said.said == "refused")
    lines += [f"refused: {n} {code}" for code, n in sorted(refused.items())]
    lines += [f"records: {sum(said.records for said in found.values())}"]
    bad = {name: said for name, said in found.items() if said.said not in {"read", "refused"}}
    lines += [f"{said.said}: {name} {said.why}" for name, said in sorted(bad.items())]
    slow = {name: said.seconds for name, said in found.items() if said.seconds > SLOW_SECONDS}
    lines += [f"slow: {name} ({seconds:.1f} s)" for name, seconds in sorted(slow.items())]
    print("\n".join(lines))
    kept = [line for line in lines if not line.startswith("slow")]
    KEPT.write_text(
        "# Real calendars and cards, read\n\n" + "".join(f"- {line}\n" for line in kept), encoding="utf-8"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
